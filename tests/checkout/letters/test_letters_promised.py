"""When letters are promised, and that each is sent once."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from checkout import failing, letters, matters, tasks
from checkout.letters import sending, writing
from checkout.models import Fate, Letter, OrderRecord, State
from tests.builders import CUSTOMER, pressed, run
from tests.letters import received

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]

LATE = timedelta(seconds=181)


def kept_waiting(client, f13, **options):
    """An order whose answer is lost; its buyer has seen that it is being looked into."""
    record = pressed(client, **options)
    f13.fault("purchase", kind="lost")
    run(record)
    with time_machine.travel(timezone.now() + LATE):
        client.get(f"/checkout/{record.pk}/progress/")
    return record


def settled(record):
    record.change(look_again_at=None)
    tasks.buy.call_local(str(record.pk))
    record.refresh_from_db()
    return record


def test_who_was_told_that_it_is_looked_into_is_written_to_once_it_is_settled(client, by_smtp):
    record = settled(kept_waiting(client, by_smtp))
    assert record.state == State.PURCHASED
    (letter,) = received(by_smtp)
    assert letter.subject.startswith("Your tickets are bought")
    assert "It took longer than usual" in letter.text
    assert "It took longer than usual" in letter.shown.words
    assert letter.barcodes()
    assert [one.kind for one in Letter.objects.all()] == ["settled"]


def test_it_is_sent_once_however_often_and_by_whomever(client, f13):
    record = settled(kept_waiting(client, f13))
    for _ in range(3):
        tasks.buy.call_local(str(record.pk))
        tasks.sweep.call_local()
    assert not letters.promise(record, kind="settled")
    assert not letters.promise(record, kind="confirmation")
    assert not letters.promise(record, kind="failed")
    assert len(mail.outbox) == 1


def test_two_workers_at_once_send_one(client, f13, monkeypatch):
    record = kept_waiting(client, f13)
    run(record)
    (letter_id,) = letters.due(record.pk)
    written = writing.message

    def another_worker_comes(letter):
        monkeypatch.setattr(writing, "message", written)
        letters.send(letter_id)
        return written(letter)

    monkeypatch.setattr(writing, "message", another_worker_comes)
    letters.send(letter_id)
    assert len(mail.outbox) == 1


def test_it_waits_while_nothing_is_certain(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="lost", seconds=500)
    run(record)
    with time_machine.travel(timezone.now() + LATE):
        client.get(f"/checkout/{record.pk}/progress/")
        tasks.sweep.call_local()
    assert Letter.objects.filter(record=record, sent_at=None).exists()
    assert mail.outbox == []
    f13.move_clock(seconds=501)


def test_what_was_not_bought_is_told_as_well(client, f13):
    record = kept_waiting(client, f13)
    OrderRecord.objects.get(pk=record.pk).move(State.FAILED, what="never bought", why_failed="unknown")
    tasks.sweep.call_local()
    (letter,) = mail.outbox
    assert letter.subject == "Your tickets were not bought"
    assert "It took longer than usual" in letter.body
    assert str(failing.money(record)) in letter.body


def test_who_left_before_the_page_could_promise_it_is_written_to_too(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="lost", seconds=500)
    run(record)
    with time_machine.travel(timezone.now() + LATE):
        tasks.sweep.call_local()
        assert Letter.objects.filter(record=record).count() == 1


def test_a_purchase_of_seconds_is_confirmed_at_once(client, f13):
    record = settled(pressed(client))
    tasks.sweep.call_local()
    assert record.state == State.PURCHASED
    assert [one.kind for one in Letter.objects.all()] == ["confirmation"]
    assert len(mail.outbox) == 1


def test_what_is_promised_in_the_same_moment_from_two_sides_is_one_letter(client, f13, monkeypatch):
    """The page reads a record that is being bought, and promises when it is bought and written to."""
    record = pressed(client)
    as_it_was = OrderRecord.objects.get(pk=record.pk)
    settled(record)
    assert not letters.promise(as_it_was, kind="settled")
    tasks.sweep.call_local()
    assert len(mail.outbox) == 1


def test_where_the_order_cannot_be_written_down_nothing_is_promised(client, f13, monkeypatch):
    record = pressed(client)

    def broken(record):
        raise ZeroDivisionError

    monkeypatch.setattr("checkout.items.keep", broken)
    with pytest.raises(ZeroDivisionError):
        tasks.buy.call_local(str(record.pk))
    assert not Letter.objects.exists()
    assert mail.outbox == []


def test_a_mail_server_that_is_away_is_tried_again_ever_more_seldom(client, f13, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    record = settled(kept_waiting(client, f13))
    letter = Letter.objects.get(record=record)
    assert letter.sent_at is None
    first = letter.look_again_at - timezone.now()
    assert timedelta(seconds=50) < first <= timedelta(seconds=60)
    assert letters.due() == []
    with time_machine.travel(letter.look_again_at + timedelta(seconds=1)):
        again_at = letters.send(letter.pk)
        assert again_at - timezone.now() > first
    settings.EMAIL_PORT = f13.smtp_port
    with time_machine.travel(again_at + timedelta(seconds=1)):
        tasks.sweep.call_local()
    assert len(f13.mail()) == 1


def test_it_is_given_up_after_days(client, f13):
    record = settled(kept_waiting(client, f13))
    Letter.objects.filter(record=record).update(sent_at=None, tries=sending.MOST_TRIES)
    assert letters.due() == []
    (letter,) = record.letters.all()
    assert letter.fate == Fate.GIVEN_UP
    assert [matter.kind for matter in matters.of(record)] == [matters.Kind.LETTER]


def test_it_is_written_in_the_orders_language(client, f13):
    record = kept_waiting(client, f13)
    record.change(language="fr")
    settled(record)
    (letter,) = mail.outbox
    ((html, _kind),) = letter.alternatives
    assert '<html lang="fr"' in html
    assert f"http://testserver/fr/order/{record.pk}/" in letter.body


def test_a_name_is_shown_as_it_is_and_never_as_html(client, f13):
    record = kept_waiting(client, f13, customer=CUSTOMER | {"last_name": "O'<b>Reader</b>"})
    settled(record)
    (letter,) = mail.outbox
    assert "O'<b>Reader</b>" in letter.body
    assert "<b>" not in letter.alternatives[0][0]


def test_without_an_address_nothing_is_promised(client, f13):
    record = pressed(client)
    record.change(customer={})
    with time_machine.travel(timezone.now() + LATE):
        page = client.get(f"/checkout/{record.pk}/progress/").content.decode()
        tasks.sweep.call_local()
    assert "being looked into" in page
    assert "an email tells you" not in page
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("follower", "is_sent", "is_kept"),
    [
        (State.ATTEMPTING, False, True),
        (State.PURCHASED, False, False),
        (State.RESERVED, True, True),
        (State.EXPIRED, True, True),
    ],
)
def test_what_was_held_anew_for_a_bank_that_was_late_is_told_by_its_own_letter(follower, is_sent, is_kept):
    customer = {"email_address": CUSTOMER["email"], "first_name": "Ada", "last_name": "Reader"}
    record = OrderRecord.objects.create(
        visitor="ada", state=State.EXPIRED, why_failed="late", payment="stripe", customer=customer
    )
    OrderRecord.objects.create(visitor="ada", state=follower, payment="stripe", again_of=record)
    letters.promise(record, kind="settled")
    for letter_id in letters.due():
        letters.send(letter_id)
    letter = record.letters.get()
    assert (len(mail.outbox) == 1) is is_sent
    assert (letter.fate == "") is is_kept


def test_who_went_back_to_pay_otherwise_hears_only_when_that_is_over(client, f13):
    record = pressed(client)
    letters.promise(record, kind="settled")
    record.change(state=State.RESERVED)
    tasks.sweep.call_local()
    assert mail.outbox == []
    record.change(state=State.RELEASED)
    tasks.sweep.call_local()
    assert mail.outbox == []
    assert record.letters.get().fate == Fate.WITHDRAWN


def test_whose_details_were_taken_out_is_not_written_to_any_more(client, f13):
    record = pressed(client)
    letters.promise(record, kind="settled")
    record.change(customer={})
    settled(record)
    assert mail.outbox == []
    assert record.letters.get().fate == Fate.WITHDRAWN

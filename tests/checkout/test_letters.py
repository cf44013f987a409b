from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from checkout import emails, tasks
from checkout.models import Letter, OrderRecord, State
from tests.builders import CUSTOMER, pressed, run

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]

LATE = timedelta(seconds=181)


@pytest.fixture
def by_smtp(f13, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", f13.smtp_port
    return f13


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
    (letter,) = by_smtp.mail()
    assert letter["to"] == [CUSTOMER["email"]]
    assert letter["subject"] == "Your tickets are bought"
    for part in (letter["text"], letter["html"]):
        assert "Dear Ada Reader" in part
        assert f"http://testserver/checkout/{record.pk}/progress/" in part
        assert not [said for said in ("Long Lane", "N1 9GU", "7946", CUSTOMER["email"]) if said in part]


def test_it_is_sent_once_however_often_and_by_whomever(client, f13):
    record = settled(kept_waiting(client, f13))
    for _ in range(3):
        tasks.buy.call_local(str(record.pk))
        tasks.sweep.call_local()
    emails.promise(record, kind="settled")
    assert len(mail.outbox) == 1


def test_two_workers_at_once_send_one(client, f13, monkeypatch):
    record = kept_waiting(client, f13)
    run(record)
    (letter_id,) = emails.due(record.pk)
    written = emails.message

    def another_worker_comes(letter):
        monkeypatch.setattr(emails, "message", written)
        emails.send(letter_id)
        return written(letter)

    monkeypatch.setattr(emails, "message", another_worker_comes)
    emails.send(letter_id)
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
    assert "no money is taken" in letter.body


def test_who_left_before_the_page_could_promise_it_is_written_to_too(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="lost", seconds=500)
    run(record)
    with time_machine.travel(timezone.now() + LATE):
        tasks.sweep.call_local()
        assert Letter.objects.filter(record=record).count() == 1


def test_a_purchase_of_seconds_brings_no_such_letter(client, f13):
    record = settled(pressed(client))
    tasks.sweep.call_local()
    assert record.state == State.PURCHASED
    assert not Letter.objects.exists()


def test_a_mail_server_that_is_away_is_tried_again_ever_more_seldom(client, f13, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    record = settled(kept_waiting(client, f13))
    letter = Letter.objects.get(record=record)
    assert letter.sent_at is None
    first = letter.look_again_at - timezone.now()
    assert timedelta(seconds=50) < first <= timedelta(seconds=60)
    assert emails.due() == []
    with time_machine.travel(letter.look_again_at + timedelta(seconds=1)):
        again_at = emails.send(letter.pk)
        assert again_at - timezone.now() > first
    settings.EMAIL_PORT = f13.smtp_port
    with time_machine.travel(again_at + timedelta(seconds=1)):
        tasks.sweep.call_local()
    assert len(f13.mail()) == 1


def test_it_is_given_up_after_days(client, f13):
    record = settled(kept_waiting(client, f13))
    Letter.objects.filter(record=record).update(sent_at=None, tries=emails.MOST_TRIES)
    assert emails.due() == []


def test_it_is_written_in_the_orders_language(client, f13):
    record = kept_waiting(client, f13)
    record.change(language="fr")
    settled(record)
    (letter,) = mail.outbox
    ((html, _kind),) = letter.alternatives
    assert '<html lang="fr"' in html
    assert f"http://testserver/fr/checkout/{record.pk}/progress/" in letter.body


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
    assert "we send an email" not in page
    assert not Letter.objects.exists()


def test_each_kind_has_its_three_templates():
    customer = {"email_address": "ada@example.com"}
    letter = Letter(record=OrderRecord(customer=customer, state=State.PURCHASED))
    for kind in emails.KINDS:
        letter.kind = kind
        message = emails.message(letter)
        assert message.subject
        assert message.body
        assert message.alternatives

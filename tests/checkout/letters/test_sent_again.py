"""A letter once more, for its buyer or by staff; and an address that was mistyped."""

import logging
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from checkout import letters, matters, tasks
from checkout.letters import again as once_more
from checkout.models import Letter, Step
from tests.builders import CUSTOMER, pressed
from tests.letters import bought, received

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]

RIGHT = "ada.reader@example.com"


def again(record, on_commit, **options):
    with on_commit(execute=True):
        return letters.promise_again(record, kind="confirmation", **({"by": ""} | options))


def corrected(record, on_commit, email=RIGHT):
    with on_commit(execute=True):
        return letters.correct_address(record, email, by="grace")


def test_it_is_the_same_letter_with_its_tickets_and_says_that_it_was_asked_for(
    client, by_smtp, django_capture_on_commit_callbacks
):
    record = bought(client)
    assert again(record, django_capture_on_commit_callbacks)
    first, second = received(by_smtp)
    assert second.subject == first.subject
    assert second.barcodes() == first.barcodes() != []
    assert second.message["Message-ID"] != first.message["Message-ID"]
    assert "once more because it was asked for" in second.text
    assert "once more" not in first.text


def test_each_press_is_one_letter_and_only_so_many_in_an_hour(
    client, by_smtp, django_capture_on_commit_callbacks, settings
):
    record = bought(client)
    pressed_often = [again(record, django_capture_on_commit_callbacks) for _ in range(5)]
    assert pressed_often == [True, True, True, False, False]
    assert len(received(by_smtp)) == 4
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert again(record, django_capture_on_commit_callbacks)


def test_only_so_many_in_a_day(client, by_smtp, django_capture_on_commit_callbacks, settings):
    settings.SEND_AGAIN_PER_DAY = 4
    record, sent = bought(client), 0
    for hour in range(0, 20, 2):
        with time_machine.travel(timezone.now() + timedelta(hours=hour)):
            sent += again(record, django_capture_on_commit_callbacks)
    assert sent == 4


def test_while_one_is_on_its_way_it_is_that_one(
    client, by_smtp, django_capture_on_commit_callbacks, settings
):
    settings.EMAIL_PORT = 9
    record = bought(client)
    assert again(record, django_capture_on_commit_callbacks)
    assert record.letters.count() == 1


def test_two_presses_in_the_same_moment_are_one_letter(client, by_smtp, monkeypatch):
    """Both have counted before either has written."""
    record = bought(client)
    make = once_more.make

    def another_is_quicker(letter):
        make(Letter(record=record, kind=letter.kind, occasion=letter.occasion))
        return make(letter)

    monkeypatch.setattr(once_more, "make", another_is_quicker)
    assert not letters.promise_again(record, kind="confirmation", by="")
    assert record.letters.count() == 2


def test_what_was_not_bought_is_not_confirmed(client, by_smtp):
    record = pressed(client)
    assert not letters.promise_again(record, kind="confirmation", by="")
    assert not Letter.objects.exists()


def test_who_asked_is_written_down(client, by_smtp, django_capture_on_commit_callbacks):
    record = bought(client)
    again(record, django_capture_on_commit_callbacks, by="grace")
    assert record.letters.last().asked_by == "grace"
    assert record.steps.filter(what="a letter is sent again", detail="confirmation grace").exists()


# A mistyped address


def test_a_corrected_address_gets_the_confirmation_and_all_that_follows(
    client, by_smtp, django_capture_on_commit_callbacks
):
    record = bought(client)
    assert corrected(record, django_capture_on_commit_callbacks)
    record.refresh_from_db()
    assert record.buyer_email == RIGHT
    again(record, django_capture_on_commit_callbacks)
    assert [letter.to for letter in received(by_smtp)] == [CUSTOMER["email"], RIGHT, RIGHT]


def test_neither_address_is_in_steps_or_logs(client, by_smtp, django_capture_on_commit_callbacks, caplog):
    caplog.set_level(logging.DEBUG)
    record = bought(client)
    caplog.clear()
    corrected(record, django_capture_on_commit_callbacks)
    told = "\n".join(f"{step.what} {step.detail}" for step in Step.objects.all())
    assert "staff correct the address for letters grace" in told
    for address in (RIGHT, CUSTOMER["email"]):
        assert address not in told
        assert address not in caplog.text


def test_the_same_address_again_changes_nothing(client, by_smtp, django_capture_on_commit_callbacks):
    record = bought(client)
    assert not corrected(record, django_capture_on_commit_callbacks, CUSTOMER["email"])
    assert len(received(by_smtp)) == 1


@pytest.mark.parametrize("email", ["", "ada", "ada@example.com\r\nBcc: all@example.com", "a b@example.com"])
def test_what_is_no_address_is_refused_in_words(client, by_smtp, email):
    record = bought(client)
    with pytest.raises(ValidationError) as refused:
        letters.correct_address(record, email, by="grace")
    assert refused.value.messages[0].endswith(".")
    record.refresh_from_db()
    assert record.buyer_email == CUSTOMER["email"]


def test_what_the_wrong_address_refused_goes_to_the_right_one_and_the_matter_is_closed(
    client, by_smtp, django_capture_on_commit_callbacks
):
    by_smtp.refuse_mail(CUSTOMER["email"], "550 5.1.1 No such user")
    record = bought(client)
    assert [matter.kind for matter in matters.of(record)] == [matters.Kind.LETTER]
    corrected(record, django_capture_on_commit_callbacks)
    (letter,) = received(by_smtp)
    assert letter.to == RIGHT
    record = type(record).objects.get(pk=record.pk)
    assert matters.of(record) == []


def test_a_letter_that_is_being_sent_to_the_wrong_address_at_this_moment_goes_to_the_right_one_too(
    client, by_smtp, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL_PORT = 9  # tried, and not taken yet
    record = bought(client)
    settings.EMAIL_PORT = by_smtp.smtp_port
    corrected(record, django_capture_on_commit_callbacks)
    tasks.sweep.call_local()
    assert [letter.to for letter in received(by_smtp)] == [RIGHT]


def test_a_letter_that_waits_for_the_end_goes_to_the_address_of_then(
    client, by_smtp, django_capture_on_commit_callbacks
):
    record = pressed(client)
    letters.promise(record, kind="settled")
    corrected(record, django_capture_on_commit_callbacks)
    tasks.buy.call_local(str(record.pk))
    assert [letter.to for letter in received(by_smtp)] == [RIGHT]

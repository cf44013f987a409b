"""What a mail server does not take: for good it is staff's matter, for now it is tried again."""

import smtplib
from datetime import timedelta

import pytest
import time_machine

from checkout import asking_again, letters, matters, tasks
from checkout.letters import refusals
from checkout.models import Fate, OrderRecord
from tests.builders import CUSTOMER
from tests.letters import bought, received

ADA = CUSTOMER["email"]


def fresh(record):
    return OrderRecord.objects.get(pk=record.pk)


@pytest.mark.django_db
def test_an_address_that_is_refused_for_good_is_not_tried_again(client, by_smtp):
    by_smtp.refuse_mail(ADA, "550 5.1.1 <ada@example.com>: no such user")
    record = bought(client)
    (letter,) = record.letters.all()
    assert (letter.fate, letter.answer, letter.tries) == (Fate.REFUSED, "550 5.1.1", 1)
    tasks.sweep.call_local()
    assert letters.due() == []
    assert received(by_smtp) == []


@pytest.mark.django_db
def test_it_is_an_open_matter_until_staff_have_seen_to_it(client, by_smtp):
    by_smtp.refuse_mail(ADA, "550 5.1.1 no such user")
    record = bought(client)
    (matter,) = matters.of(fresh(record))
    assert matter.kind == matters.Kind.LETTER
    assert "550 5.1.1" in matter.why
    assert ADA not in matter.why
    assert list(OrderRecord.objects.filter(matters.condition(matters.Kind.LETTER))) == [record]
    assert asking_again.needs_staff(record)
    assert asking_again.see_to(record, who="grace")
    assert matters.of(fresh(record)) == []
    assert not OrderRecord.objects.filter(matters.any_condition()).exists()


@pytest.mark.django_db
def test_the_buyer_sees_on_the_page_that_the_letter_did_not_come(client, by_smtp):
    by_smtp.refuse_mail(ADA, "550 5.1.1 no such user")
    record = bought(client)
    page = client.get(f"/order/{record.pk}/").content.decode()
    assert "Our letter could not be delivered" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answer", ["451 4.7.1 greylisted", "452 4.2.2 mailbox full", "552 5.2.2 over quota", "550 5.7.1 blocked"]
)
def test_what_may_pass_is_tried_again(client, by_smtp, answer):
    by_smtp.refuse_mail(ADA, answer)
    record = bought(client)
    (letter,) = record.letters.all()
    assert letter.fate == ""
    assert matters.of(record) == []
    with time_machine.travel(letter.look_again_at + timedelta(seconds=1)):
        tasks.sweep.call_local()
    assert len(received(by_smtp)) == 1


@pytest.mark.django_db
def test_a_letter_that_is_too_large_goes_without_its_tickets_and_says_so(client, by_smtp):
    by_smtp.refuse_mail(ADA, "552 5.3.4 message too big", data=True)
    record = bought(client)
    record.letters.update(look_again_at=None)
    tasks.sweep.call_local()
    (letter,) = received(by_smtp)
    assert [name for name in letter.names if name.endswith(".pdf")] == []
    assert "too large for a letter" in letter.text


@pytest.mark.django_db
def test_one_that_is_too_large_even_so_is_a_matter_for_staff(client, by_smtp):
    by_smtp.refuse_mail(ADA, "552 5.3.4 message too big", data=True, times=2)
    record = bought(client)
    record.letters.update(look_again_at=None)
    tasks.sweep.call_local()
    assert [matter.kind for matter in matters.of(fresh(record))] == [matters.Kind.LETTER]


@pytest.mark.parametrize(
    ("error", "answer", "is_final", "is_too_large"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"5.1.1 unknown")}), "550 5.1.1", True, False),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (550, b"unknown")}), "550", True, False),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (450, b"4.2.0 wait")}), "450 4.2.0", False, False),
        (smtplib.SMTPRecipientsRefused({"a@b.example": (554, b"5.7.1 relay")}), "554 5.7.1", False, False),
        (smtplib.SMTPDataError(554, b"5.6.0 bad content"), "554 5.6.0", True, False),
        (smtplib.SMTPDataError(552, b"too big"), "552", False, True),
        (smtplib.SMTPSenderRefused(552, b"5.3.4 size", "me"), "552 5.3.4", False, True),
        (smtplib.SMTPSenderRefused(550, b"5.1.0 who are you", "me"), "550 5.1.0", False, False),
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 no"), "535 5.7.8", False, False),
        (smtplib.SMTPServerDisconnected("gone"), "", False, False),
        (ConnectionRefusedError(), "", False, False),
        (ValueError("a header"), "", True, False),
    ],
)
def test_only_the_address_can_be_wrong_for_good(error, answer, is_final, is_too_large):
    assert refusals.of(error) == refusals.Refusal(answer, is_final, is_too_large)

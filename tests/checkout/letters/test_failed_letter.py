"""Who hears that nothing was bought: who left, not who has seen it and tried again."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from checkout import failing, letters, tasks
from checkout.models import Letter, OrderRecord, State
from tests.builders import CUSTOMER, a_hold, pressed
from tests.rules.pages import HouseRulesClient

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]

REFUSED = CUSTOMER | {"address_line_two": "decline"}
AFTER = timedelta(seconds=601)


def refused(client):
    """A purchase that ended without tickets, a moment ago."""
    record = pressed(client, customer=REFUSED)
    tasks.buy.call_local(str(record.pk))
    record.refresh_from_db()
    assert record.state == State.FAILED
    return record


def later(*, by=AFTER):
    with time_machine.travel(timezone.now() + by):
        tasks.sweep.call_local()


def test_who_left_hears_after_a_while_why_and_what_to_do(client, f13):
    record = refused(client)
    tasks.sweep.call_local()
    assert mail.outbox == []
    later()
    (letter,) = mail.outbox
    assert letter.subject == "Your tickets were not bought"
    told, (order,) = failing.told(record), record.reservation.orders
    ((html, _kind),) = letter.alternatives
    for part in (letter.body, html):
        assert order.event.name in part
        assert str(told.money) in part
        assert str(told.why) in part
        assert str(told.next) in part
        assert f"http://testserver/checkout/{record.pk}/progress/" in part
        assert f"http://testserver/performance/{order.performance.id}/" in part
    assert letter.attachments == []


def test_who_has_seen_it_on_the_page_is_not_written_to(client, f13):
    record = refused(client)
    assert "were not bought" in client.get(f"/checkout/{record.pk}/progress/").content.decode()
    later()
    assert mail.outbox == []


def test_another_device_that_watches_has_not_told_the_buyer(client, f13):
    record = refused(client)
    HouseRulesClient().get(f"/checkout/{record.pk}/progress/")
    later()
    assert len(mail.outbox) == 1


def test_who_has_come_back_and_holds_something_is_not_written_to(client, f13):
    refused(client)
    a_hold(client)
    later()
    assert mail.outbox == []


def test_who_comes_back_just_before_it_is_sent_is_not_written_to_either(client, f13):
    record = refused(client)
    letters.promise(record, kind="failed")
    a_hold(client)
    tasks.sweep.call_local()
    assert mail.outbox == []
    assert record.letters.get().fate == "withdrawn"


def test_it_is_one_letter_however_often_the_sweep_comes(client, f13):
    refused(client)
    for _ in range(3):
        later()
    assert len(mail.outbox) == 1


def test_days_later_nobody_wants_to_hear_of_it(client, f13):
    refused(client)
    later(by=timedelta(days=3))
    assert not Letter.objects.exists()


def test_a_hold_that_was_only_let_run_out_brings_no_letter(client, f13):
    record = a_hold(client)
    record.change(customer={"email_address": CUSTOMER["email"]})
    later(by=timedelta(minutes=40))
    assert OrderRecord.objects.get(pk=record.pk).state == State.EXPIRED
    later(by=timedelta(minutes=60))
    assert not Letter.objects.exists()


def test_strangers_names_are_no_way_to_send_advertising(client, f13):
    """Anybody may type anybody's address into a purchase that fails."""
    record = refused(client)
    record.change(customer={**record.customer, "first_name": "Win at https://evil.example"})
    later()
    assert "evil" not in mail.outbox[0].body

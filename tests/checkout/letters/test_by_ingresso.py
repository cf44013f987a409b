"""Where Ingresso writes the confirmation, this shop writes none: one letter, whatever happens."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from checkout import letters, tasks
from checkout.models import Letter, State
from tests.builders import CUSTOMER, pressed, run
from tests.letters import bought, received

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]

LATE = timedelta(seconds=181)
INGRESSO, SHOP = "tickets@sandbox.example", "tickets@testserver"


@pytest.fixture
def by_ingresso(by_smtp, settings):
    settings.CONFIRMATION_EMAIL = "ingresso"
    return by_smtp


def senders(sandbox):
    return [str(letter.message["From"]) for letter in received(sandbox)]


def asked(sandbox):
    """What f13 was told with the purchase about the letter."""
    (call,) = sandbox.log(endpoint="purchase")
    return [value for name, value in call["params"] if name == "send_confirmation_email"]


def test_f13_is_asked_to_write_and_the_shop_does_not(client, by_ingresso):
    record = bought(client)
    tasks.sweep.call_local()
    assert asked(by_ingresso) == ["true"]
    assert senders(by_ingresso) == [INGRESSO]
    page = client.get(f"/order/{record.pk}/").content.decode()
    assert "The confirmation comes from Ingresso" in page
    assert CUSTOMER["email"] in page
    assert "We have sent" not in page


def test_otherwise_f13_is_not_asked_and_the_shop_writes(client, by_smtp):
    record = bought(client)
    assert asked(by_smtp) == []
    assert senders(by_smtp) == [SHOP]
    page = client.get(f"/order/{record.pk}/").content.decode()
    assert "We have sent all of this to" in page
    assert "from Ingresso" not in page


def test_settled_late_it_is_ingressos_letter_that_keeps_the_promise(client, by_ingresso):
    record = pressed(client)
    by_ingresso.fault("purchase", kind="lost")
    run(record)
    with time_machine.travel(timezone.now() + LATE):
        page = client.get(f"/checkout/{record.pk}/progress/").content.decode()
    assert "an email tells you once it is settled" in page
    record.change(look_again_at=None)
    tasks.buy.call_local(str(record.pk))
    tasks.sweep.call_local()
    record.refresh_from_db()
    assert record.state == State.PURCHASED
    assert senders(by_ingresso) == [INGRESSO]


def test_what_was_not_bought_the_shop_tells(client, by_ingresso):
    record = pressed(client, customer=CUSTOMER | {"address_line_two": "decline"})
    letters.promise(record, kind="settled")
    tasks.buy.call_local(str(record.pk))
    assert senders(by_ingresso) == [SHOP]


def test_a_setting_that_changes_while_it_is_bought_makes_neither_two_letters_nor_none(
    client, by_ingresso, settings
):
    record = pressed(client)
    by_ingresso.fault("purchase", kind="lost")
    run(record)
    settings.CONFIRMATION_EMAIL = "shop"
    tasks.buy.call_local(str(record.pk))
    tasks.sweep.call_local()
    assert senders(by_ingresso) == [INGRESSO]


def test_who_asks_for_it_again_has_the_shops_own_which_says_so(
    client, by_ingresso, django_capture_on_commit_callbacks
):
    record = bought(client)
    with django_capture_on_commit_callbacks(execute=True):
        assert letters.promise_again(record, kind="confirmation", by="")
    assert senders(by_ingresso) == [INGRESSO, SHOP]
    again = received(by_ingresso)[-1]
    assert "The confirmation itself came from Ingresso" in again.text
    assert again.barcodes()
    assert "We have sent all of this to" in client.get(f"/order/{record.pk}/").content.decode()


def test_at_the_white_label_ingresso_writes_by_itself(client, by_smtp):
    record = bought(client)
    Letter.objects.all().delete()
    record.change(payment="white-label", confirmation_by="")
    assert not letters.promise(record, kind="confirmation")
    assert letters.told(record).is_by_ingresso

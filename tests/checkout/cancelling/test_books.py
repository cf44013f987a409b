"""Each night, what is cancelled is compared with what was given back: of the last days, and of long ago."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import requests
import time_machine
from django.utils import timezone

from boxoffice import shared
from boxoffice.ticketing import get_service
from checkout import books, cancelled_lately, cancelling, days, differences, tasks
from checkout.models import Difference
from checkout.reconciling import Kind
from tests import cancelling as do
from tests import own_stripe as shop

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]
LONG = timedelta(days=20)


@pytest.fixture(autouse=True)
def _at_once(settings):
    settings.RECONCILE_GRACE_SECONDS = 0.0


def found():
    """What a night finds of the last days, and of earlier ones."""
    window = days.nightly()
    rows = [*differences.keep(books.look(window)), *differences.keep(cancelled_lately.look(window))]
    return sorted(row.kind for row in rows)


def in_the_dashboard(bank, record, amount):
    intent = record.authorisations.get().intent_id
    asked = {"payment_intent": intent, "amount": amount}
    requests.post(f"{bank.url}/v1/refunds", asked, auth=(shop.SECRET_KEY, ""), timeout=10).raise_for_status()


def test_what_was_cancelled_and_given_back_is_no_difference(client, bank, settings):
    settings.CANCELLATION_COST_PERCENT = Decimal("12.5")
    record = do.bought_by_card(client, bank, do.CAT, do.OPERA, send="POST")
    do.cancelled(record, 1)
    assert found() == []
    do.cancelled(record, 2)
    assert found() == []


def test_while_it_is_under_way_it_is_none_either(client, bank):
    record = do.bought_by_card(client, bank)
    bank.fault("cancel", kind="lost")
    cancellation = do.cancelled(record)
    assert found() == []
    bank.fault("stripe.refund", kind="502_before")
    do.run(cancellation)
    assert record.refunds.get().standing == "asked"
    assert found() == []


def test_tickets_cancelled_and_money_kept(client, bank, monkeypatch):
    record = do.bought_by_card(client, bank)
    monkeypatch.setattr("checkout.cancelling.concluding._give_money_back", lambda *args: None)
    do.cancelled(record)
    assert found() == [Kind.CANCELLED_WITHOUT_REFUND]
    row = Difference.objects.get()
    assert (row.ours, row.taken) == ("cancelled · 1 × · GBP 55 · −GBP 55", "GBP 55.00")
    cancelling.refund(record, Decimal(55), by="ada")
    do.recover()
    assert found() == []
    row.refresh_from_db()
    assert not row.is_open


def test_money_given_back_and_tickets_kept(client, bank):
    record = do.bought_by_card(client, bank)
    in_the_dashboard(bank, record, 1000)
    assert found() == [Kind.REFUND_WITHOUT_CANCELLED]
    assert Difference.objects.get().taken == "GBP 45.00 · −GBP 10.00"


def test_cancelled_elsewhere_is_found_on_credit_too(bought, settings):
    settings.STRIPE_SECRET_KEY = ""
    record = bought(do.CAT)
    get_service().cancel(record.transaction_uuid, items=[1])
    assert found() == [Kind.CANCELLED_DIFFERS]
    do.recover()


def test_cancelled_here_and_not_there(bought, monkeypatch, settings):
    settings.STRIPE_SECRET_KEY = ""
    record = bought(do.CAT)
    do.heard_of(record, 1)
    assert found() == [Kind.CANCELLED_DIFFERS]


# Long after the purchase


def test_what_was_cancelled_lately_is_compared_whenever_it_was_bought(client, bank, monkeypatch):
    record = do.bought_by_card(client, bank)
    window = later_window()
    assert cancelled_lately.look(window).subjects == frozenset()
    do.cancelled(record)
    looked = cancelled_lately.look(window)
    assert (looked.subjects, looked.found) == (frozenset({record.transaction_uuid}), ())
    get_taken = cancelled_lately.stripe_books.get_taken
    monkeypatch.setattr(
        cancelled_lately.stripe_books, "get_taken", lambda intent: replace(get_taken(intent), refunded=0)
    )
    rows = differences.keep(cancelled_lately.look(window))
    assert [row.kind for row in rows] == [Kind.CANCELLED_WITHOUT_REFUND]


def later_window():
    """As if it were weeks later: the purchases of today are long over."""
    day = (timezone.now() + LONG).date()
    return days.window(day, day)


def test_what_still_differs_is_looked_at_until_it_does_not(client, bank):
    record = do.bought_by_card(client, bank)
    in_the_dashboard(bank, record, 5500)
    window = later_window()
    (row,) = differences.keep(cancelled_lately.look(window))
    assert row.kind == Kind.REFUND_WITHOUT_CANCELLED
    with time_machine.travel(timezone.now() + timedelta(days=5)):  # no news any more, but still open
        assert len(differences.keep(cancelled_lately.look(window))) == 1
        do.heard_of(record, 1)
        get_service().cancel(record.transaction_uuid, items=[1])
        assert differences.keep(cancelled_lately.look(window)) == []
    row.refresh_from_db()
    assert not row.is_open


def test_other_differences_are_left_to_their_days(client, bank):
    record = do.bought_by_card(client, bank)
    do.cancelled(record)
    other = Difference.objects.create(
        kind=Kind.MONEY_DIFFERS, subject=record.transaction_uuid, at=timezone.now() - LONG
    )
    differences.keep(cancelled_lately.look(later_window()))
    other.refresh_from_db()
    assert other.is_open


def test_every_night_both_are_done(client, bank, monkeypatch):
    record = do.bought_by_card(client, bank)
    in_the_dashboard(bank, record, 100)
    monkeypatch.setattr(days, "nightly", later_window)
    shared.store.drop("checkout.reconcile")
    tasks.reconcile()
    assert Difference.objects.get().kind == Kind.REFUND_WITHOUT_CANCELLED

"""A bank that says yes after the hold's end: the same seats at the same price once more, or no charge."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from checkout import late, purchase, reservation, tasks
from checkout.models import OrderRecord, Standing, State
from checkout.payments import stripe_line
from tests import own_stripe as shop
from tests.builders import a_hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_the_bank(client, bank):
    """The buyer was at the bank's page when the hold ran out; then the bank said yes."""
    record, authorisation = shop.begun(client)
    asked = shop.confirm(bank, authorisation.intent_id, card="pm_card_threeDSecure2Required")
    shop.work(record)
    assert record.state == State.AUTHORISING
    bank.move_clock(minutes=16)
    shop.ask_bank(bank, asked)
    with time_machine.travel(record.hold_ends_at + timedelta(minutes=1)):
        yield record


def follower(record):
    return OrderRecord.objects.filter(again_of=record).first()


def money(bank):
    return [(row["taken"], row["held"]) for row in bank.stripe()["intents"]]


def seats(record):
    return [order.seat_ids for order in record.reservation.orders]


def test_the_same_is_held_once_more_and_bought(bank, at_the_bank):
    record = shop.work(at_the_bank)
    new = follower(record)
    assert (record.state, record.why_failed) == (State.EXPIRED, late.LATE)
    assert (new.state, new.customer) == (State.PURCHASED, record.customer)
    assert seats(new) == seats(record)
    assert money(bank) == [(5500, 0)]


def test_the_money_is_the_new_orders_in_stripes_books_too(bank, at_the_bank):
    new = follower(shop.work(at_the_bank))
    (authorisation,) = new.authorisations.all()
    assert authorisation.standing == Standing.CAPTURED
    row = bank.transaction(new.transaction_uuid)
    assert row["sold_for"] == row["stripe"]["taken"] != {}
    assert bank.stripe()["intents"][0]["metadata"]["order"] == str(new.pk)
    assert len(bank.stripe()["intents"]) == 1


def test_the_page_that_was_watched_leads_to_the_new_order(client, bank, at_the_bank):
    record = shop.work(at_the_bank)
    new = follower(record)
    for page in ("progress/", ""):
        answer = client.get(f"/checkout/{record.pk}/{page}")
        assert answer.headers["Location"] == f"/checkout/{new.pk}/progress/"


def test_pages_of_other_records_pay_no_query_for_it(client, bank, at_the_bank, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert late.follower_of(at_the_bank) is None
    record = shop.work(at_the_bank)
    with django_assert_num_queries(1):
        found = late.follower_of(record)
    assert found == follower(record)


def test_at_another_price_the_money_is_freed_and_the_buyer_asked_anew(bank, at_the_bank):
    bank.catalogue(price={"7AB": 5})
    record = shop.work(at_the_bank)
    new = follower(record)
    assert (new.state, new.customer_errors) == (State.RESERVED, {"": late.LATE})
    assert new.customer == record.customer
    assert money(bank) == [(0, 0)]
    assert len(bank.log(endpoint="purchase")) == 0


def test_where_somebody_else_has_the_seats_by_now_the_money_is_freed(client, bank, at_the_bank):
    others = type(client)()
    (taken,) = seats(at_the_bank)
    a_hold(others, seats=taken) if taken else a_hold(others)
    record = shop.work(at_the_bank)
    assert record.state == State.EXPIRED
    assert money(bank) == [(0, 0)]
    assert len(bank.log(endpoint="purchase")) == 0


@pytest.mark.parametrize("kind", ["410", "502_before", "garbage"])
def test_where_nothing_can_be_held_the_money_is_freed_and_the_page_says_why(client, bank, at_the_bank, kind):
    bank.fault("reserve", kind=kind, times=5)
    record = shop.work(at_the_bank)
    assert (record.state, record.why_failed) == (State.EXPIRED, late.LATE)
    assert follower(record).state == State.LOST
    assert money(bank) == [(0, 0)]
    page = client.get(f"/checkout/{record.pk}/progress/", follow=True).content.decode()
    assert "Your bank agreed only after the time for these tickets had run out" in page


def test_an_ordinary_hold_that_ran_out_says_nothing_of_a_bank(client, bank):
    record = a_hold(client)
    with time_machine.travel(record.hold_ends_at):
        page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert "The time for these tickets has run out" in page
    assert "Your bank agreed" not in page


def test_a_buyer_who_holds_something_else_by_now_keeps_it(client, bank, at_the_bank):
    other = a_hold(client, perf_id="")
    record = shop.work(at_the_bank)
    other.refresh_from_db()
    assert (record.state, other.state) == (State.EXPIRED, State.RESERVED)
    assert follower(record) is None
    assert money(bank) == [(0, 0)]


def test_it_happens_once(bank, at_the_bank, monkeypatch):
    record = at_the_bank
    monkeypatch.setattr(tasks.late, "to_go_on_with", lambda record_id: [])  # the worker dies in between
    new = follower(shop.work(record))
    assert new.state == State.AUTHORISING
    bank.move_clock(minutes=16)
    with time_machine.travel(new.hold_ends_at + timedelta(minutes=1)):
        shop.work(new)
    assert (new.state, follower(new)) == (State.EXPIRED, None)
    assert money(bank) == [(0, 0)]


def test_a_worker_that_died_after_the_new_hold_leaves_it_to_the_sweep(bank, at_the_bank, monkeypatch):
    with monkeypatch.context() as dying:
        dying.setattr(tasks.late, "to_go_on_with", lambda record_id: [])
        new = follower(shop.work(at_the_bank))
    tasks.sweep()
    new.refresh_from_db()
    assert new.state == State.PURCHASED
    assert money(bank) == [(5500, 0)]


def test_a_worker_that_died_before_the_new_hold_leaves_the_money_to_be_freed(bank, at_the_bank, monkeypatch):
    def dies(*arguments, **options):
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(reservation, "hold_again", dies)
        with pytest.raises(SystemExit):
            purchase.run(at_the_bank.pk)
    tasks.sweep()
    assert money(bank) == [(0, 5500)]  # somebody may be holding the seats anew
    with time_machine.travel(timezone.now() + late.AT_IT + timedelta(seconds=1)):
        tasks.sweep()
    assert money(bank) == [(0, 0)]


def test_money_that_was_freed_meanwhile_buys_nothing(bank, at_the_bank, monkeypatch):
    hold = reservation.hold_again

    def slow(record, *, language):
        authorisation = record.authorisations.get()
        stripe_line.cancel(authorisation.intent_id, key="meanwhile")
        authorisation.move(Standing.FREED)
        return hold(record, language=language)

    monkeypatch.setattr(reservation, "hold_again", slow)
    new = follower(shop.work(at_the_bank))
    assert (new.state, new.customer_errors) == (State.RESERVED, {"": late.LATE})
    assert money(bank) == [(0, 0)]


def test_seconds_before_the_end_it_is_too_late_too(client, bank):
    record = shop.paid(client, bank)
    with time_machine.travel(record.hold_ends_at - timedelta(seconds=1)):
        shop.work(record)
    assert (record.state, follower(record).state) == (State.EXPIRED, State.PURCHASED)
    assert sorted(row["status"] for row in bank.transactions()) == ["purchased", "released"]
    assert money(bank) == [(5500, 0)]

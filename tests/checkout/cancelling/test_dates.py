"""What counts as dated, and until when a buyer may withdraw from the rest."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice.ticketing import Event, Order, Performance
from checkout.cancelling import dates

NIGHT = datetime(2027, 3, 5, 19, 30, tzinfo=UTC)


def an_order(*, starts=NIGHT, **event):
    return Order(1, event=Event("E1", **event), performance=Performance("E1-1", starts=starts))


@pytest.mark.parametrize(
    ("order", "is_dated"),
    [
        (an_order(), True),
        (an_order(needs_performance=False), False),  # f13 gives one all the same
        (an_order(starts=None), False),
        (an_order(type="hotel_room", needs_departure_date=True, starts=None), True),
        (an_order(type="hotel_room", needs_duration=True, needs_performance=False), True),
        (an_order(type="misc_item"), False),
        (Order(1, event=Event("E1"), performance=None), False),
        (Order(1), True),
    ],
)
def test_dated_is_what_was_bought_for_a_day(order, is_dated):
    assert dates.is_dated(order) is is_dated


def test_only_what_is_dated_begins():
    later = NIGHT + timedelta(seconds=1)
    assert dates.has_begun(an_order(), later)
    assert not dates.has_begun(an_order(), NIGHT - timedelta(seconds=1))
    assert not dates.has_begun(an_order(needs_performance=False), later)


@pytest.mark.parametrize(
    ("bought", "last", "why"),
    [
        ("2027-03-01", "2027-03-15", "fourteen days, that of the purchase not among them"),
        ("2027-03-06", "2027-03-22", "not on a Saturday"),
        ("2027-03-07", "2027-03-22", "not on a Sunday"),
    ],
)
def test_the_period_ends_on_a_working_day(bought, last, why):
    at = datetime.fromisoformat(f"{bought}T23:59:59+00:00")
    assert dates.last_day(an_order(needs_performance=False), at).isoformat() == last, why


def test_goods_may_take_thirty_days_to_come():
    at = datetime(2027, 3, 1, 12, tzinfo=UTC)
    assert dates.last_day(an_order(type="misc_item"), at).isoformat() == "2027-04-14"


@given(at=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)), hours=st.integers(-12, 14))
def test_nowhere_does_it_end_before_the_fourteenth_day_has(at, hours):
    """By the calendar of the place where the buyer lives; and what is told is never too late."""
    order, bought_at, there = (
        an_order(needs_performance=False),
        at.replace(tzinfo=UTC),
        timezone(timedelta(hours=hours)),
    )
    last = bought_at.astimezone(there).date() + timedelta(days=14)
    while last.weekday() >= 5:
        last += timedelta(days=1)
    ends_at = dates.withdrawal_ends(order, bought_at)
    assert ends_at >= datetime.combine(last + timedelta(days=1), datetime.min.time(), there)
    assert ends_at - bought_at < timedelta(days=20)
    told = dates.last_day(order, bought_at)
    assert ends_at >= datetime.combine(told + timedelta(days=1), datetime.min.time(), there)

"""Days, weeks and months as calendars show them: the venue's days, the reader's weeks."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
import time_machine
from django.utils import translation

from boxoffice.ticketing import CostRange, Currency, Money, Month, Offer, Performance, Price
from catalog import calendar
from catalog.dates_upstream import Listed, Months
from catalog.timetable import Timetable

POUND = Currency("gbp", pre_symbol="£")
NEW_YORK = timezone(timedelta(hours=-5))


def pounds(amount):
    return Price(Money(Decimal(amount), POUND), Money(Decimal(0), POUND))


def a_performance(day, hour=19, *, id="P", price=None, saving=None, zone=UTC, **facts):
    offer = Offer(pounds(1), saving_percent=Decimal(saving)) if saving else None
    costs = CostRange(cheapest=pounds(price), best_value_offer=offer) if price else None
    return Performance(id, starts=datetime(2027, 1, day, hour, tzinfo=zone), cost_range=costs, **facts)


def days_of(*performances):
    return calendar._days(performances)


def sheet_of(*performances, months=((2027, 1),), wanted=""):
    found = Timetable(
        tuple(Month(*month) for month in months), Listed("", performances), datetime(2027, 1, 1, tzinfo=UTC)
    )
    return calendar._sheet(found, wanted=wanted)


def test_days_are_the_venues():
    (day,) = days_of(a_performance(8, 23, zone=NEW_YORK))
    assert day.date == date(2027, 1, 8)


def test_several_performances_of_a_day_stand_in_their_order():
    (day,) = days_of(a_performance(8, 20, id="late"), a_performance(8, 14, id="early"))
    assert [one.id for one in day.performances] == ["early", "late"]


def test_what_has_no_date_comes_last_and_is_not_lost():
    first, last = days_of(Performance("any", date_text="By arrangement"), a_performance(8))
    assert (first.date, last.date) == (date(2027, 1, 8), None)
    assert sheet_of(Performance("any"), a_performance(8)).others == (Performance("any"),)


def test_a_day_costs_what_its_cheapest_performance_costs():
    (day,) = days_of(a_performance(8, 14, price=30), a_performance(8, 20, price=25), a_performance(8, 22))
    assert day.cheapest == pounds(25)
    assert day.has_several_prices


def test_what_is_no_longer_on_sale_lowers_no_price():
    (day,) = days_of(a_performance(8, 14, price=5, is_ghost=True), a_performance(8, 20, price=25))
    assert day.cheapest == pounds(25)
    assert not day.has_several_prices


def test_the_best_offer_marks_the_day():
    (day,) = days_of(a_performance(8, 14, price=30, saving=8), a_performance(8, 20, price=25, saving=15))
    assert day.offer.saving_percent == 15


@pytest.mark.parametrize(("limited", "is_limited"), [((True, True), True), ((True, False), False)])
def test_little_is_left_of_a_day_when_little_is_left_of_all_of_it(limited, is_limited):
    (day,) = days_of(*(a_performance(8, hour, is_limited=one) for hour, one in enumerate(limited, 14)))
    assert day.is_limited == is_limited


def test_today_is_today_at_the_venue():
    (day,) = days_of(a_performance(8, 23, zone=NEW_YORK))
    with time_machine.travel(datetime(2027, 1, 9, 3, tzinfo=UTC)):  # ten in the evening there
        assert day.is_today
    with time_machine.travel(datetime(2027, 1, 8, 3, tzinfo=UTC)):  # still the 7th there
        assert not day.is_today


def test_a_sheet_begins_with_the_first_week_that_has_something_and_ends_with_the_last():
    sheet = sheet_of(a_performance(13), a_performance(27))
    assert [[day and day.date.day for day in week] for week in sheet.weeks] == [
        list(range(11, 18)),
        list(range(18, 25)),
        [25, 26, 27, 28, 29, 30, 31],
    ]


def test_days_of_the_neighbouring_months_leave_their_places_empty():
    assert sheet_of(a_performance(1)).weeks[0][:5] == (
        None,
        None,
        None,
        None,
        sheet_of(a_performance(1)).weeks[0][4],
    )


@pytest.mark.parametrize(
    ("language", "first_short", "first_long"),
    [("en", "Mon", "Monday"), ("ar-eg", "السبت", "السبت"), ("en-us", "Sun", "Sunday")],
)
def test_weeks_begin_as_the_readers_do(language, first_short, first_long):
    with translation.override(language):
        sheet = sheet_of(a_performance(13))
        assert sheet.weekdays[0] == (first_short, first_long)
        assert len(sheet.weekdays) == len(sheet.weeks[0]) == 7


def test_months_without_dates_are_skipped_in_turning_the_leaf():
    months = ((2026, 11), (2027, 1), (2027, 5))
    sheet = sheet_of(a_performance(13), months=months, wanted="2027-01")
    assert ((sheet.before.month, sheet.after.month), sheet.month.year) == ((11, 5), 2027)
    assert [(year, len(found)) for year, found in sheet.years] == [(2026, 1), (2027, 2)]


def test_the_first_and_the_last_month_lead_nowhere_further():
    months = ((2026, 12), (2027, 1))
    assert sheet_of(a_performance(1), months=months).before is None
    assert sheet_of(a_performance(1), months=months, wanted="2027-01").after is None


DAYS = tuple(date(2027, 1, number) for number in range(1, 32))


@pytest.mark.parametrize(
    ("months", "wanted", "listed"),
    [
        ((), "2027-01", ""),
        ((Month(2027, 1, dates=DAYS[:30]),), "", ""),
        ((Month(2027, 1, dates=DAYS),), "", "2027-01"),
        ((Month(2027, 1, dates=DAYS), Month(2027, 3, dates=DAYS)), "2027-03", "2027-03"),
        ((Month(2027, 1, dates=DAYS), Month(2027, 3, dates=DAYS)), "2027-02", "2027-01"),
    ],
)
def test_few_days_are_asked_for_at_once_and_many_by_the_month(months, wanted, listed):
    assert Months(months).listed(wanted) == listed

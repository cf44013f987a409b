"""Sets of days as numbers: the same as sets of days."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sandbox.catalogue.days import any_within, days_of, first_of, last_of, months_of, weekdays_of

DAYS = st.sets(st.dates(date(2016, 1, 1), date(2039, 12, 31)), min_size=1, max_size=60)


@given(DAYS)
def test_first_last_weekdays_and_months_are_those_of_the_days(days):
    number = days_of(days)
    assert (first_of(number), last_of(number)) == (min(days), max(days))
    assert weekdays_of(number) == sum(1 << bit for bit in {day.isoweekday() % 7 for day in days})
    told = {
        (year, month, day) for year, month, mask in months_of(number) for day in range(32) if mask >> day & 1
    }
    assert told == {(day.year, day.month, day.day - 1) for day in days}


@given(DAYS, st.dates(date(2015, 1, 1), date(2041, 1, 1)), st.integers(-3, 900))
def test_a_range_has_some_of_them_or_none(days, first, length):
    last = first + timedelta(days=length)
    assert any_within(days_of(days), first=first, last=last) == any(first <= day <= last for day in days)


def test_an_open_range_has_them_all():
    assert any_within(days_of([date(2030, 1, 1)]), first=date.min, last=date.max)


def test_none_are_in_no_month():
    assert list(months_of(0)) == []

"""Sets of days as numbers, a bit for each day: years of them are put together, compared and kept cheaply."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

EPOCH = date(2000, 1, 1)  # bit 0; the clock cannot be moved so far back
WEEK = 7
LAST = (date(2100, 1, 1) - EPOCH).days


def days_of(days: Iterable[date]) -> int:
    """The set of these days."""
    found = 0
    for day in days:
        found |= 1 << (day - EPOCH).days
    return found


def first_of(days: int) -> date:
    return EPOCH + timedelta(days=(days & -days).bit_length() - 1)


def last_of(days: int) -> date:
    return EPOCH + timedelta(days=days.bit_length() - 1)


def any_within(days: int, *, first: date, last: date) -> bool:
    """Whether one of them is from `first` to `last`."""
    start, end = max((first - EPOCH).days, 0), min((last - EPOCH).days, LAST)
    return end >= start and bool(days >> start & (1 << (end - start + 1)) - 1)


def months_of(days: int) -> Iterator[tuple[int, int, int]]:
    """Year, month and mask of every month that has some; bit 0 of the mask is the 1st."""
    if not days:
        return
    first, last = first_of(days), last_of(days)
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        year, month = number // 12, number % 12 + 1
        start = date(year, month, 1)
        length = (date(year + month // 12, month % 12 + 1, 1) - start).days
        if mask := days >> (start - EPOCH).days & (1 << length) - 1:
            yield year, month, mask


def weekdays_of(days: int) -> int:
    """The weekdays among them; bit 0 is Sunday."""
    return sum(1 << weekday for weekday, every in enumerate(_EVERY) if days & every)


def _every(weekday: int) -> int:
    """All days that are this weekday."""
    first = next(day for day in range(WEEK) if (EPOCH + timedelta(days=day)).isoweekday() % WEEK == weekday)
    return sum(1 << day for day in range(first, LAST, WEEK))


_EVERY = tuple(_every(weekday) for weekday in range(WEEK))

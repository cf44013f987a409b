"""Days as bits. Of a month, bit 0 is the 1st; of a week, bit 0 is Sunday, which Python calls 6."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from ..errors import Unreadable
from . import reading
from .reading import YEARS, Data

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WIDEST = 64


def bits(data: Data, key: str) -> tuple[int, ...]:
    """Which bits are set, counted from 0."""
    mask = reading.integer(data, key) or 0
    if not 0 <= mask < 1 << WIDEST:
        raise Unreadable(f"{key} is not a mask of days")
    return tuple(bit for bit in range(WIDEST) if mask >> bit & 1)


def dates(data: Data, key: str, *, year: int, month: int) -> tuple[date, ...]:
    last = monthrange(year, month)[1]
    return tuple(date(year, month, bit + 1) for bit in bits(data, key) if bit < last)


def weekdays(data: Data, key: str) -> frozenset[int]:
    return frozenset((bit - 1) % 7 for bit in bits(data, key) if bit < 7)


def month_number(data: Data, key: str) -> int:
    name = reading.required(data, key).lower()[:3]
    if name not in MONTHS:
        raise Unreadable(f"{key} is not a month")
    return MONTHS.index(name) + 1


def year_in(value: int | None, *, what: str) -> int:
    if value is None or value not in YEARS:
        raise Unreadable(f"{what} is not a year")
    return value


def available_dates(data: Data) -> tuple[date, ...]:
    """The days in `year_2027: {jan_bitmask: …}`; other keys of that table are for others to read."""
    found: list[date] = []
    for name, months in sorted(data.items()):
        if name.startswith("year_") and name[5:].isdecimal():
            year = year_in(int(name[5:9]), what=name)
            found += _dates_in(year, reading.mapping(months, what=name))
    return tuple(sorted(found))


def _dates_in(year: int, months: Data) -> list[date]:
    masks = [(number, f"{name}_bitmask") for number, name in enumerate(MONTHS, start=1)]
    return [day for number, key in masks for day in dates(months, key, year=year, month=number)]

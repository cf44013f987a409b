"""Points in time, ranges and masks of days as f13 writes them."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sandbox.catalogue.days import first_of, last_of, months_of
from sandbox.http import Refusal

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
RANGE = re.compile(r"(\d{8})?:?(\d{8})?", re.ASCII)


def moment(at: datetime) -> dict[str, str]:
    """A point in time in three ways."""
    return {
        "date_desc": date_desc(at),
        "iso8601_date_and_time": iso(at),
        "time_desc": time_desc(at),
    }


def date_desc(day: date) -> str:
    """Thu, 9th March 2017."""
    return f"{DAYS[day.weekday()]}, {day.day}{_ordinal(day.day)} {MONTHS[day.month - 1]} {day.year}"


def time_desc(at: datetime) -> str:
    """7.30 PM."""
    return f"{at.hour % 12 or 12}.{at.minute:02} {'AM' if at.hour < 12 else 'PM'}"


def iso(at: datetime) -> str:
    """2017-07-05T19:30:00+01:00, with Z where the offset is nothing."""
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def date_range(text: str) -> tuple[date, date]:
    """Read "20270101:20270131", of which both are optional. Raises Refusal for anything else."""
    found = RANGE.fullmatch(text.strip())
    if found is None:
        raise Refusal("Not a date range")
    first, last = found.groups()
    try:
        return _day(first) or date.min, _day(last) or date.max
    except ValueError:
        raise Refusal("Not a date range") from None


def month_key(month: int) -> str:
    """jan."""
    return MONTHS[month - 1][:3].lower()


@lru_cache(maxsize=2000)
def available_dates(days: int) -> dict[str, Any]:
    """The first and the last of a set of days, and for each year a mask of each month: the same for many."""
    years: dict[str, Any] = {}
    for year, month, mask in months_of(days):
        years.setdefault(f"year_{year}", {})[f"{month_key(month)}_bitmask"] = mask
    return {"first_yyyymmdd": f"{first_of(days):%Y%m%d}", "last_yyyymmdd": f"{last_of(days):%Y%m%d}"} | years


def _day(text: str | None) -> date | None:
    return datetime.strptime(text, "%Y%m%d").date() if text else None


def _ordinal(number: int) -> str:
    if 10 < number % 100 < 14:
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")

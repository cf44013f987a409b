"""The dates of an event as its page shows them: few in one list, many as the sheet of one month."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby

from babel.dates import get_day_names
from django.utils import timezone

from boxoffice import words
from boxoffice.ticketing import Month, Offer, Performance, Price, TicketingError

from . import timetable
from .dates_upstream import month_name
from .models import Event
from .timetable import Known, Timetable, Wish

FEW = 30
A_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])", re.ASCII)
MANY_A_DAY = 4  # so many performances of a day stand behind one line, which opens
MANY_MONTHS = 18


@dataclass(frozen=True)
class Day:
    """A day at the venue with its performances. Without a date, those whose time f13 only puts into words."""

    date: date | None
    performances: tuple[Performance, ...] = ()

    @cached_property
    def on_sale(self) -> tuple[Performance, ...]:
        return tuple(one for one in self.performances if one.is_on_sale)

    @cached_property
    def cheapest(self) -> Price | None:
        prices = [one.cost_range.cheapest for one in self.on_sale if one.cost_range]
        return min(filter(None, prices), key=lambda price: price.total.amount, default=None)

    @cached_property
    def has_several_prices(self) -> bool:
        return len({one.cost_range.cheapest for one in self.on_sale if one.cost_range}) > 1

    @property
    def offer(self) -> Offer | None:
        """The best of the day, where there is one."""
        offers = [one.cost_range.best_value_offer for one in self.on_sale if one.cost_range]
        return max(filter(None, offers), key=lambda offer: offer.saving_percent or 0, default=None)

    @property
    def is_limited(self) -> bool:
        """Nothing of the day is left in plenty."""
        return bool(self.on_sale) and all(one.is_limited for one in self.on_sale)

    @property
    def are_many(self) -> bool:
        return len(self.performances) >= MANY_A_DAY

    @property
    def is_today(self) -> bool:
        """By the venue's clock, wherever the reader and the server are."""
        starts = next((one.starts for one in self.performances if one.starts), None)
        return starts is not None and timezone.now().astimezone(starts.tzinfo).date() == self.date


@dataclass(frozen=True)
class Sheet:
    """One month as calendars show it: whole weeks, beginning as the reader's do."""

    month: Month
    weeks: tuple[tuple[Day | None, ...], ...]
    months: tuple[Month, ...]  # all that can be turned to
    others: tuple[Performance, ...] = ()  # without a date

    @property
    def number(self) -> int:
        return self.months.index(self.month)

    @property
    def before(self) -> Month | None:
        return self.months[self.number - 1] if self.number else None

    @property
    def after(self) -> Month | None:
        return self.months[self.number + 1] if self.number + 1 < len(self.months) else None

    @property
    def has_many_months(self) -> bool:
        return len(self.months) > MANY_MONTHS

    @property
    def years(self) -> tuple[tuple[int, tuple[Month, ...]], ...]:
        by_year = groupby(self.months, key=lambda month: month.year)
        return tuple((year, tuple(months)) for year, months in by_year)

    @property
    def weekdays(self) -> tuple[tuple[str, str], ...]:
        """Short and long names, in the reader's order."""
        locale, first = words.locale(), words.locale().first_week_day
        short, long = (get_day_names(width, "stand-alone", locale) for width in ("abbreviated", "wide"))
        return tuple((short[day % 7], long[day % 7]) for day in range(first, first + 7))


@dataclass(frozen=True)
class Dates:
    """One of: `days` in a list, a `sheet`, the performance to `take` where there is no choice, or nothing."""

    days: tuple[Day, ...] = ()
    sheet: Sheet | None = None
    take: Performance | None = None
    is_unknown: bool = False  # f13 is away, and nothing older is known
    is_late: bool = False  # f13 is away, and this is older than it should be
    minutes: int = 0  # how old that is
    has_prices: bool = True

    @property
    def performances(self) -> tuple[Performance, ...]:
        """All that are shown, in their order."""
        of_sheet = (day for week in self.sheet.weeks for day in week if day) if self.sheet else ()
        return tuple(one for day in (*self.days, *of_sheet) for one in day.performances)


def wish(event_id: str, *, month: str, language: str) -> Wish:
    """`month` is an address's word: YYYY-MM, or of no meaning at all."""
    return Wish(event_id, language, month if A_MONTH.fullmatch(month) else "")


def dates(event: Event, asked: Wish, *, known: Known) -> Dates:
    """The dates to show. A month in which there is nothing counts as none."""
    told = event.told
    if not event.is_on_sale or event.is_add_on:
        return Dates()
    try:
        found = timetable.look(asked, known=known, is_dated=told.needs_performance)
    except TicketingError:
        return Dates(is_unknown=True)
    shown = Dates(
        is_late=found.is_late,
        minutes=int(found.age.total_seconds() // 60),
        has_prices=found.has_fresh_prices,
    )
    if not told.needs_performance:
        return replace(shown, take=next(iter(found.listed.performances), None))
    if found.months and (found.listed.month or len(found.listed.performances) > FEW):
        return replace(shown, sheet=_sheet(found, wanted=asked.wanted))
    return replace(shown, days=_days(found.listed.performances))


def _days(found: Iterable[Performance]) -> tuple[Day, ...]:
    """In order; what has no date comes last."""
    ordered = sorted(found, key=lambda one: (one.day or date.max, one.starts and one.starts.timestamp()))
    return tuple(Day(day, tuple(group)) for day, group in groupby(ordered, key=lambda one: one.day))


def _sheet(found: Timetable, *, wanted: str) -> Sheet:
    names = [month_name(month) for month in found.months]
    month = found.months[names.index(wanted) if wanted in names else 0]
    days: dict[date | None, Day] = {day.date: day for day in _days(found.listed.performances)}
    weeks = calendar.Calendar(words.locale().first_week_day).monthdatescalendar(month.year, month.month)
    rows = [tuple(_of_month(day, month, days) for day in week) for week in weeks]
    return Sheet(
        month,
        tuple(_without_empty_ends(rows)),
        found.months,
        days.get(None, Day(None)).performances,
    )


def _of_month(day: date, month: Month, days: dict[date | None, Day]) -> Day | None:
    """Days of the neighbouring months leave their places empty."""
    return days.get(day, Day(day)) if day.month == month.month else None


def _without_empty_ends(weeks: list[tuple[Day | None, ...]]) -> Iterable[tuple[Day | None, ...]]:
    """From the first week with something on until the last: the weeks that have been are not looked at."""
    has_something = [any(day and day.performances for day in week) for week in weeks]
    if not any(has_something):
        return weeks
    first, last = has_something.index(True), len(weeks) - has_something[::-1].index(True)
    return weeks[first:last]

"""The dates of an event as its page shows them: few in one list, many month by month."""

import calendar
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from boxoffice.ticketing import Month, Performance, TicketingError

from . import performances
from .models import Event

FEW = 30


@dataclass(frozen=True)
class Day:
    date: date
    performances: tuple[Performance, ...]


@dataclass(frozen=True)
class Dates:
    """`months` is empty when all days fit one list; `take` is set where no date is to be chosen."""

    days: tuple[Day, ...] = ()
    months: tuple[Month, ...] = ()
    month: Month | None = None
    take: Performance | None = None
    is_unknown: bool = False  # f13 is away, and nothing older is known


def dates(event: Event, *, month: str, language: str) -> Dates:
    """The dates to show, for `month` as YYYY-MM where one is asked for; a senseless one counts as none."""
    if not event.is_on_sale:
        return Dates()
    try:
        if not event.told.needs_performance:
            return Dates(take=performances.performance_to_take(event.event_id, language=language))
        return _few(event, language=language) or _by_month(event, wanted=month, language=language)
    except TicketingError:
        return Dates(is_unknown=True)


def _few(event: Event, *, language: str) -> Dates | None:
    page = performances.list_first(event.event_id, most=FEW, language=language)
    return None if page.paging.has_next else Dates(days=_days(page.performances))


def _by_month(event: Event, *, wanted: str, language: str) -> Dates:
    months = performances.list_months(event.event_id, language=language)
    chosen = next((month for month in months if _name(month) == wanted), months[0] if months else None)
    if chosen is None:
        return Dates()
    starts, ends = date(chosen.year, chosen.month, 1), _last_day(chosen)
    found = performances.list_performances(event.event_id, starts=starts, ends=ends, language=language)
    return Dates(days=_days(found), months=months, month=chosen)


def _days(found: tuple[Performance, ...]) -> tuple[Day, ...]:
    dated = sorted((one for one in found if one.starts), key=lambda one: (one.day, one.starts))
    return tuple(Day(day, tuple(group)) for day, group in groupby(dated, key=lambda one: one.day))


def _name(month: Month) -> str:
    return f"{month.year:04}-{month.month:02}"


def _last_day(month: Month) -> date:
    return date(month.year, month.month, calendar.monthrange(month.year, month.month)[1])

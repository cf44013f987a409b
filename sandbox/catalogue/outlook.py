"""What is on of an event as of one day, summed up without listing its performances.

Events that are sold alike on each weekday share the work: of the days that they have in common only one
performance for each weekday is looked at.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sandbox.catalogue.days import days_of, first_of, last_of
from sandbox.catalogue.model import Area, Event, Performance, Schedule

DAY = timedelta(days=1)
Areas = tuple[Area, ...]
Sold = dict[int, tuple[Areas, int]]  # by identity: what is sold alike, and the days of it


@dataclass(frozen=True, slots=True)
class Overview:
    """What is left at one moment: the first and the last performance, all days, each house with its days."""

    first: Performance | None
    last: Performance | None
    days: int
    sold: tuple[tuple[Areas, int], ...]
    houses: tuple[Areas, ...]


@dataclass(frozen=True)
class Pattern:
    """The days of a schedule: by weekday one performance that stands for all, and the limited ones singly."""

    days: int
    by_weekday: tuple[tuple[Performance, int], ...]
    limited: tuple[Performance, ...]


class Outlook:
    """An event as of one day. What begins within hours is told singly, the rest of the run is one sum."""

    def __init__(self, event: Event, day: date, *, pattern: Callable[[Event, date, date], Pattern]) -> None:
        first, last = event.schedule.window(day)
        soon = min(first + DAY, last)  # where it is tomorrow already, a performance may have begun
        self.day = day
        self._event = event
        self._soon = tuple(
            _listed(event, first - DAY, soon)
        )  # where it is still yesterday, tonight is to come
        later = pattern(event, soon + DAY, last)
        self._later_days = later.days
        self._later = _sold_later(event, later)
        self._told: tuple[int, Overview] | None = None

    def at(self, now: datetime) -> Overview:
        """One and the same value until another performance has begun."""
        begun = bisect_right(self._soon, now, key=lambda performance: performance.starts_at)
        if self._told is None or self._told[0] != begun:
            self._told = begun, self._overview(self._soon[begun:])
        return self._told[1]

    def _overview(self, left: tuple[Performance, ...]) -> Overview:
        sold = dict(self._later)
        for performance in left:
            _add(sold, self._event.areas(performance), days_of([performance.starts_at.date()]))
        listed = tuple(sorted(sold.values(), key=lambda each: each[1] & -each[1]))
        return Overview(
            first=left[0] if left else self._on(first_of, number=0),
            last=self._on(last_of, number=-1) or (left[-1] if left else None),
            days=self._later_days | days_of(performance.starts_at.date() for performance in left),
            sold=listed,
            houses=tuple(areas for areas, _ in listed),
        )

    def _on(self, which: Callable[[int], date], *, number: int) -> Performance | None:
        """The first or the last performance of the later days."""
        if not self._later_days:
            return None
        return self._event.schedule.on(self._event, day=which(self._later_days))[number]


class Patterns:
    """The patterns of one day, each built once for all events with the same schedule."""

    def __init__(self) -> None:
        self._day: date | None = None
        self._built: dict[tuple[Schedule, date, date], Pattern] = {}

    def of(self, day: date) -> Callable[[Event, date, date], Pattern]:
        if self._day != day:
            self._day, self._built = day, {}
        return self._pattern

    def _pattern(self, event: Event, first: date, last: date) -> Pattern:
        if event.status != "live":
            return Pattern(0, (), ())
        if not event.is_sold_by_weekday:
            return _singly(event, first, last)
        key = event.schedule, first, last
        if key not in self._built:
            self._built[key] = _by_weekday(event, first, last)
        return self._built[key]


def sold_on(event: Event, performances: Iterable[Performance]) -> tuple[tuple[Areas, int], ...]:
    """What several performances have to sell: each house with its days."""
    sold: Sold = {}
    for performance in performances:
        _add(sold, event.areas(performance), days_of([performance.starts_at.date()]))
    return tuple(sold.values())


def _listed(event: Event, first: date, last: date) -> Iterable[Performance]:
    if event.status != "live":
        return
    for number in range((last - first).days + 1):
        yield from event.schedule.on(event, day=first + timedelta(days=number))


def _by_weekday(event: Event, first: date, last: date) -> Pattern:
    every = tuple(_listed(event, first, last))
    usual: dict[int, tuple[Performance, int]] = {}
    for performance in every:
        if not performance.is_limited:
            day = performance.starts_at.date()
            known, days = usual.get(day.weekday(), (performance, 0))
            usual[day.weekday()] = known, days | days_of([day])
    return Pattern(
        days=days_of(performance.starts_at.date() for performance in every),
        by_weekday=tuple(usual.values()),
        limited=tuple(performance for performance in every if performance.is_limited),
    )


def _singly(event: Event, first: date, last: date) -> Pattern:
    """For an event whose days are all its own."""
    every = tuple(_listed(event, first, last))
    each = tuple((performance, days_of([performance.starts_at.date()])) for performance in every)
    return Pattern(days_of(performance.starts_at.date() for performance in every), each, ())


def _sold_later(event: Event, pattern: Pattern) -> Sold:
    sold: Sold = {}
    for performance, days in pattern.by_weekday:
        _add(sold, event.areas(performance), days)
    for performance in pattern.limited:
        # Which of these are sold out is a matter of the event's own ids.
        own = replace(performance, id=f"{event.id}-{performance.id.rpartition('-')[2]}")
        _add(sold, event.areas(own), days_of([performance.starts_at.date()]))
    return sold


def _add(sold: Sold, areas: Areas, days: int) -> None:
    if areas:
        known = sold.get(id(areas))
        sold[id(areas)] = areas, days | (known[1] if known else 0)

"""What is on: events by id, their performances on sale today, and how their tickets can still be sent.

Safe under threads, and quick: what a day's answers are made of is built once.
"""

import threading
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sandbox.catalogue.changes import Change
from sandbox.catalogue.demo import EVENTS as DEMO
from sandbox.catalogue.invented import EVENTS as INVENTED
from sandbox.catalogue.invented.many import made
from sandbox.catalogue.model import Area, Event, Performance, SendMethod
from sandbox.catalogue.outlook import Outlook, Overview, Patterns
from sandbox.clock import Clock
from sandbox.kept import Kept

DAY = timedelta(days=1)
RUNS_KEPT = 250  # events whose performances stay listed: some have ten thousand of them


def all_events(*, at_least: int = 0) -> tuple[Event, ...]:
    """Everything there is to sell. More are made by rule where so many live ones are wanted."""
    known = DEMO + INVENTED
    return known + made(at_least - sum(event.status == "live" for event in known))


class Catalogue:
    """The events, and which of their performances are on sale by `clock`."""

    def __init__(self, clock: Clock, events: Iterable[Event] = DEMO + INVENTED) -> None:
        self._clock = clock
        self._originals = {event.id: event for event in events}
        self._events = dict(self._originals)
        self._changes: dict[str, Change] = {}
        self.version = 0  # grows with each change, and goes on after a reset
        self._lock = threading.Lock()
        self._runs: Kept[Run] = Kept(RUNS_KEPT)
        self._outlooks: dict[str, Outlook] = {}
        self._patterns = Patterns()
        self._known: dict[str, Performance] = {}

    def events(self) -> tuple[Event, ...]:
        """The live events."""
        return tuple(event for event in self._events.values() if event.status == "live")

    def all_events(self) -> tuple[Event, ...]:
        """The live ones, the dead ones and those still to come."""
        return tuple(self._events.values())

    def get_event(self, event_id: str) -> Event | None:
        return self._events.get(event_id)

    def performances(self, event: Event) -> tuple[Performance, ...]:
        """What is on sale, in order: from now on, at most two years of the calendar ahead."""
        now = self._clock.now()
        return self._run(event, now.date()).left(now)

    def get_performance(self, performance_id: str) -> Performance | None:
        """A performance by its id, also one that is over. None: no such day, or nothing was on."""
        known = self._known.get(performance_id)
        if known is not None:
            return known
        event_id, _, code = performance_id.rpartition("-")
        event = self._events.get(event_id)
        day = event.schedule.day_of(code) if event else None
        if event is None or day is None:
            return None
        found = next((each for each in event.schedule.on(event, day=day) if each.id == performance_id), None)
        if found is not None:
            self._known[performance_id] = found
        return found

    def change(self, event_id: str, **changes: Any) -> None:
        """Have an event differ from what it was at the start, in the fields of `Change`."""
        with self._lock:
            change = self._changes[event_id] = replace(self._changes.get(event_id, Change()), **changes)
            self._put(change.applied_to(self._originals[event_id]))

    def is_gone(self, event: Event) -> bool:
        """Whether it has vanished: nobody sells it any more, and nobody hears of it."""
        change = self._changes.get(event.id)
        return change is not None and change.is_gone

    def reset(self) -> None:
        """Undo all changes."""
        with self._lock:
            for event_id in self._changes:
                self._put(self._originals[event_id])
            self._changes = {}

    def _put(self, event: Event) -> None:
        self._events[event.id] = event
        self._outlooks.pop(event.id, None)
        self._runs.clear()
        self.version += 1

    def overview(self, event: Event) -> Overview:
        """What is on sale in sum, without listing the performances."""
        now = self._clock.now()
        outlook, today = self._outlooks.get(event.id), now.date()
        if outlook is None or outlook.day != today:
            outlook = self._outlooks[event.id] = Outlook(event, today, pattern=self._patterns.of(today))
        return outlook.at(now)

    def houses(self, event: Event) -> tuple[tuple[Area, ...], ...]:
        """What there is to sell, once for all performances that are sold alike."""
        return self.overview(event).houses

    def is_ghost(self, performance: Performance) -> bool:
        """Whether it is no longer on sale, or not yet."""
        event = self._events[performance.event_id]
        now = self._clock.now()
        _, last = event.schedule.window(now.date())
        return performance.starts_at <= now or event.status != "live" or performance.starts_at.date() > last

    def send_methods(self, event: Event, performance: Performance) -> tuple[SendMethod, ...]:
        """The ways of sending tickets of this performance that are still possible today."""
        methods = event.source.send_methods if event.send_methods is None else event.send_methods
        days_left = (performance.starts_at.date() - self._clock.today()).days
        return tuple(method for method in methods if method.lead_days <= days_left)

    def _run(self, event: Event, today: date) -> "Run":
        with self._lock:  # two that ask at once build it once
            return self._runs.get((event.id, today), lambda: Run(tuple(_built(event, today))))


class Run:
    """An event's performances as of one day, and those that are left of them."""

    def __init__(self, whole: tuple[Performance, ...]) -> None:
        self.whole = whole
        self._left = 0, whole

    def left(self, now: datetime) -> tuple[Performance, ...]:
        """Those to come; one and the same tuple until another has begun."""
        gone, left = self._left
        if (begun := bisect_right(self.whole, now, key=_start)) != gone:
            left = self.whole[begun:]
            self._left = begun, left
        return left


def _built(event: Event, today: date) -> Iterable[Performance]:
    if event.status != "live":
        return
    first, last = event.schedule.window(today)
    day = first - DAY  # where it is still yesterday, tonight is to come
    while day <= last:
        yield from event.schedule.on(event, day=day)
        day += DAY


def _start(performance: Performance) -> datetime:
    return performance.starts_at

"""What is on: events by id, their performances on sale today, and how their tickets can still be sent.

Safe under threads, and quick: what a day's answers are made of is built once.
"""

import threading
from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sandbox.catalogue.demo import EVENTS as DEMO
from sandbox.catalogue.invented import EVENTS as INVENTED
from sandbox.catalogue.model import Area, Event, Performance, SendMethod
from sandbox.clock import Clock

DAY = timedelta(days=1)


class Catalogue:
    """The events, and which of their performances are on sale by `clock`."""

    def __init__(self, clock: Clock, events: Iterable[Event] = DEMO + INVENTED) -> None:
        self._clock = clock
        self._events = {event.id: event for event in events}
        self._live = tuple(event for event in self._events.values() if event.status == "live")
        self._lock = threading.Lock()
        self._runs: dict[str, Run] = {}
        self._houses: dict[str, tuple[tuple[Performance, ...], tuple[tuple[Area, ...], ...]]] = {}
        self._known: dict[str, Performance] = {}

    def events(self) -> tuple[Event, ...]:
        """The live events."""
        return self._live

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

    def houses(self, event: Event) -> tuple[tuple[Area, ...], ...]:
        """What there is to sell, once for all performances that are sold alike."""
        listed = self.performances(event)
        kept = self._houses.get(event.id)
        if kept is not None and kept[0] is listed:
            return kept[1]
        found = {id(areas): areas for each in listed if (areas := event.areas(each))}
        houses = tuple(found.values())
        self._houses[event.id] = listed, houses
        return houses

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
        run = self._runs.get(event.id)
        if run is None or run.day != today:
            with self._lock:  # two that ask at once build it once
                run = self._runs.get(event.id)
                if run is None or run.day != today:
                    run = self._runs[event.id] = Run(today, tuple(_built(event, today)))
        return run


class Run:
    """An event's performances as of one day, and those that are left of them."""

    def __init__(self, day: date, whole: tuple[Performance, ...]) -> None:
        self.day, self.whole = day, whole
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

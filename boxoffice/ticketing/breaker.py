"""A breaker that processes share, so that a dead f13 costs milliseconds and not timeouts."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from .endpoints import Kind
from .errors import BreakerOpen, NoAnswer, NotSent, ServiceDown, SupplierDown, TicketingError

log = logging.getLogger(__name__)
T = TypeVar("T")

API, LIVE = "f13", "f13-live"  # two lanes, each with its own count
REMEMBERED = 600.0  # seconds for which failures count as consecutive though nobody asks
LOOK_AGAIN = 1.0  # seconds for which a process trusts what it last saw of the shared count


class SharedStore(Protocol):
    """The little that processes share. Values are small; seconds are how long they live."""

    def get(self, key: str) -> Any: ...

    def set(self, key: str, value: Any, seconds: float) -> None: ...

    def increment(self, key: str, seconds: float) -> int: ...

    def claim(self, key: str, seconds: float) -> bool:
        """Take the key if nobody has it: true for one caller, until the seconds are over."""


@dataclass(slots=True)
class Seen:
    """The shared count of a lane, as this process saw it last."""

    failures: int = 0
    at: float = float("-inf")


class Breaker:
    """Opens after so many failures in a row, lets one probe through after a pause, closes on success.

    Which failures count. What matters is whether asking again would only cost time.

    - No connection (NotSent) counts for everything, whoever met it: nothing else would connect either.
    - A lost or late answer, 500, 503 and 504 count where f13 answers from its own database (the catalogue):
      there is nobody else to blame. These are the API lane, which stops all that is new: questions, reserve.
    - The same from an endpoint for which f13 asks a supplier may be that supplier's doing. They count in the
      live lane, which stops live questions only: browsing goes on, and any other supplier's answer closes it.
    - 502 says that the API is well and one supplier is not: it counts nowhere, and is a success of the API.
    - Refusals (4xx) are answers, hence successes. What is Unreadable is neither.
    - What is asked aside is given up so soon that its silence says nothing: it counts by NotSent alone.
    - Deeds never count but by NotSent, for they wait for suppliers and banks; nor do questions of settling,
      which may be made to wait for the deed that they ask about.

    What is never stopped. Purchase, callback, release, cancel and the questions that settle them pass an open
    breaker, and so are probes: a hold that is running out is worth a connection attempt, and a lost purchase
    has to be found. Their answers close it like any other.

    A store that fails never stops selling: then the breaker is closed, and says so in the log.
    """

    def __init__(
        self,
        store: SharedStore,
        *,
        clock: Callable[[], float] = time.time,
        failures: int = 5,
        pause: float = 10.0,
    ) -> None:
        self.store = store
        self.clock = clock
        self.failures = failures
        self.pause = pause
        self._seen = {API: Seen(), LIVE: Seen()}

    def check(self, kind: Kind, *, endpoint: str = "") -> None:
        """Raise BreakerOpen where asking would only cost time."""
        for lane in _lanes_that_stop(kind):
            if self._is_open(lane) and not self._may_probe(lane):
                raise BreakerOpen(endpoint=endpoint)

    def learn(self, kind: Kind, error: TicketingError | None) -> None:
        """Take in how a conversation went."""
        lane = _lane_blamed(kind, error)
        if lane:
            self._count(lane)
        elif error is None or _is_an_answer(error):
            self._close(API)
            if kind is Kind.LIVE and error is None:
                self._close(LIVE)

    def _is_open(self, lane: str) -> bool:
        return self._look(lane) >= self.failures

    def _may_probe(self, lane: str) -> bool:
        return bool(self._safely(lambda: self.store.claim(f"{lane}:probe", self.pause), otherwise=True))

    def _look(self, lane: str) -> int:
        seen, now = self._seen[lane], self.clock()
        if now - seen.at >= LOOK_AGAIN:
            seen.failures = self._safely(lambda: int(self.store.get(f"{lane}:failures") or 0), otherwise=0)
            seen.at = now
        return seen.failures

    def _count(self, lane: str) -> None:
        seen = self._seen[lane]
        seen.failures = self._safely(
            lambda: self.store.increment(f"{lane}:failures", REMEMBERED), otherwise=0
        )
        seen.at = self.clock()
        if seen.failures >= self.failures:
            # Written again so that it lives on while it is open, and taken so that the pause begins now.
            self._safely(
                lambda: self.store.set(f"{lane}:failures", seen.failures, REMEMBERED), otherwise=None
            )
            self._safely(lambda: self.store.set(f"{lane}:probe", True, self.pause), otherwise=None)
            log.warning("breaker %s is open after %d failures", lane, seen.failures)

    def _close(self, lane: str) -> None:
        """Forget the failures. Nothing is written while there are none, which is nearly always."""
        if self._look(lane):
            self._safely(lambda: self.store.set(f"{lane}:failures", 0, REMEMBERED), otherwise=None)
            self._seen[lane] = Seen(0, self.clock())

    def _safely(self, ask: Callable[[], T], *, otherwise: T) -> T:
        try:
            return ask()
        except Exception as error:  # whatever a store can raise: selling goes on
            log.warning("breaker without its store: %s", type(error).__name__)
            return otherwise


def _lanes_that_stop(kind: Kind) -> tuple[str, ...]:
    if kind in (Kind.LIVE, Kind.ASIDE):
        return API, LIVE
    return (API,) if kind in (Kind.CATALOGUE, Kind.HOLDING) else ()


def _lane_blamed(kind: Kind, error: TicketingError | None) -> str:
    if isinstance(error, BreakerOpen | SupplierDown):
        return ""
    if isinstance(error, NotSent):
        return API
    if not isinstance(error, NoAnswer | ServiceDown):
        return ""
    return {Kind.CATALOGUE: API, Kind.LIVE: LIVE}.get(kind, "")


def _is_an_answer(error: TicketingError) -> bool:
    """f13 spoke: it refused, or it told of a supplier."""
    return error.status is not None and (error.status < 500 or isinstance(error, SupplierDown))


class MemoryStore:
    """A store within one process, for tests and for whoever runs a single one."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self._kept: dict[str, tuple[Any, float]] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> Any:
        value, until = self._kept.get(key, (None, 0.0))
        return value if self.clock() < until else None

    def set(self, key: str, value: Any, seconds: float) -> None:
        self._kept[key] = (value, self.clock() + seconds)

    def increment(self, key: str, seconds: float) -> int:
        with self._lock:
            count = int(self.get(key) or 0) + 1
            self.set(key, count, seconds)
            return count

    def claim(self, key: str, seconds: float) -> bool:
        with self._lock:
            if self.get(key) is not None:
                return False
            self.set(key, True, seconds)
            return True

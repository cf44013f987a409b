"""The sandbox's own clock: real time, moved forwards or back by its control door."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta


class Clock:
    """Tells the time in UTC. Everything in the sandbox that depends on time asks here."""

    def __init__(self) -> None:
        self._offset = timedelta()
        self._resets = 0
        self._moved = threading.Condition()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def today(self) -> date:
        return self.now().date()

    @property
    def ahead(self) -> timedelta:
        """How far it has been moved from the real time."""
        return self._offset

    def move(self, delta: timedelta) -> None:
        with self._moved:
            self._offset += delta
            self._moved.notify_all()

    def reset(self) -> None:
        """Put it right. Whoever waits goes on: what they wait for belongs to the time before."""
        with self._moved:
            self._offset = timedelta()
            self._resets += 1
            self._moved.notify_all()

    def wait(self, seconds: float) -> None:
        """Return when `seconds` have gone by on this clock, in time or because it was moved; or reset."""
        end, resets = self.now() + timedelta(seconds=seconds), self._resets
        with self._moved:
            while resets == self._resets and (left := (end - self.now()).total_seconds()) > 0:
                self._moved.wait(left)

    def wait_until(self, moment: Callable[[], datetime | None]) -> None:
        """Return when the moment has come. It is asked for anew whenever the clock moves, or at `wake`."""
        with self._moved:
            while (when := moment()) is None or when > self.now():
                self._moved.wait(None if when is None else (when - self.now()).total_seconds())

    def wake(self) -> None:
        """Have those who wait until a moment look again: it may have changed."""
        with self._moved:
            self._moved.notify_all()

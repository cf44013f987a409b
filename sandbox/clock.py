"""The sandbox's own clock: real time, moved forwards or back by its control door."""

import threading
from datetime import UTC, date, datetime, timedelta


class Clock:
    """Tells the time in UTC. Everything in the sandbox that depends on time asks here."""

    def __init__(self) -> None:
        self._offset = timedelta()
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
        with self._moved:
            self._offset = timedelta()
            self._moved.notify_all()

    def wait(self, seconds: float) -> None:
        """Return when `seconds` have gone by on this clock: in time, or because it was moved."""
        end = self.now() + timedelta(seconds=seconds)
        with self._moved:
            while (left := (end - self.now()).total_seconds()) > 0:
                self._moved.wait(left)

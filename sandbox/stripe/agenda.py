"""What is to happen at a moment of the sandbox's clock: holds lapse, banks answer, letters are sent again.

Deeds run under Stripe's lock and never wait. Whoever asks for something first catches up, so that an answer
never lags behind a clock that was moved; a thread does the same for when nobody asks.
"""

import threading
from collections.abc import Callable, Hashable
from contextvars import Context
from datetime import datetime

from sandbox.clock import Clock

Deed = Callable[[], None]


class Agenda:
    """Deeds by name, each with its moment. A name has one deed: the latest that was put."""

    def __init__(self, clock: Clock, lock: threading.RLock) -> None:
        self._clock, self._lock = clock, lock
        self._due: dict[Hashable, tuple[datetime, Deed]] = {}
        self._watcher: threading.Thread | None = None

    def put(self, name: Hashable, when: datetime, deed: Deed) -> None:
        with self._lock:
            self._due[name] = when, deed
            if self._watcher is None:
                self._watcher = threading.Thread(target=self._watch, daemon=True, name="agenda")
                self._watcher.start()
        self._clock.wake()

    def drop(self, name: Hashable) -> None:
        with self._lock:
            self._due.pop(name, None)
        self._clock.wake()

    def clear(self) -> None:
        with self._lock:
            self._due.clear()
        self._clock.wake()

    def catch_up(self) -> None:
        """Do all that is due by now, in its order."""
        with self._lock:
            while self._due:
                name, (when, deed) = min(self._due.items(), key=lambda item: item[1][0])
                if when > self._clock.now():
                    return
                del self._due[name]
                Context().run(deed)  # it is no caller's doing, whoever was first to look

    def _watch(self) -> None:
        while True:
            self._clock.wait_until(self._next)
            with self._lock:
                self.catch_up()
                if not self._due:
                    self._watcher = None
                    return

    def _next(self) -> datetime:
        """Asked while the clock is held, so without the lock. With nothing left the moment is now."""
        return min((when for when, _ in list(self._due.values())), default=self._clock.now())

"""The log of requests that `/_control/log` shows: a line when one arrives, completed once it is answered."""

import threading
import uuid
from collections import deque
from typing import Any

from sandbox.clock import Clock

KEPT = 20_000

Entry = dict[str, Any]


class Journal:
    """Keeps the latest requests, and gives each its id."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: deque[Entry] = deque(maxlen=KEPT)

    def new_request_id(self) -> str:
        return str(uuid.uuid4())

    def open(self, **entry: Any) -> Entry:
        """A line for a request that has just come. Its status is null while the deed is under way."""
        line = entry | {"at": self._clock.now().isoformat(), "status": None, "done_at": None}
        with self._lock:
            self._entries.append(line)
        return line

    def close(self, line: Entry, *, status: int) -> None:
        with self._lock:
            line |= {"status": status, "done_at": self._clock.now().isoformat()}

    def entries(self) -> list[Entry]:
        with self._lock:
            return [dict(line) for line in self._entries]

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()

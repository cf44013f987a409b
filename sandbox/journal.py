"""The log of requests that `/_control/log` shows."""

import threading
import uuid
from collections import deque
from typing import Any

from sandbox.clock import Clock

KEPT = 20_000


class Journal:
    """Keeps the latest requests, and gives each its id."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._entries: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def new_request_id(self) -> str:
        return str(uuid.uuid4())

    def write(self, **entry: Any) -> None:
        with self._lock:
            self._entries.append(entry | {"at": self._clock.now().isoformat()})

    def entries(self) -> list[dict[str, Any]]:
        with self._lock:
            return list(self._entries)

    def clear(self) -> None:
        with self._lock:
            self._entries.clear()

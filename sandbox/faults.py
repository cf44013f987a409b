"""Faults on demand: what goes wrong with the next requests, as `/_control/faults` was told."""

import threading
from dataclasses import dataclass

KINDS = frozenset(
    {
        "slow",  # waits, then all is well
        "502_before",  # the deed does not happen
        "502_after",  # the deed happens, the answer is lost in a 502
        "cut",  # the connection ends without an answer; the deed does not happen
        "lost",  # the connection ends without an answer; the deed goes on, for `seconds`
        "half",  # the answer stops in its middle; the deed happened
        "garbage",  # an answer that is no JSON; the deed happened
        "410",  # gone
        "down",  # availability only: backend_is_down
        "broken",  # availability only: backend_is_broken
        "throttled",  # availability only: backend_throttle_failed
    }
)


@dataclass
class Fault:
    endpoint: str  # "purchase", or "*"
    kind: str
    times: int = 1
    seconds: float = 0.0


class Faults:
    """The faults that wait for their request. Each strikes `times` times."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._waiting.append(fault)

    def strike(self, endpoint: str) -> Fault | None:
        """The fault that hits this request, if any; used up by being asked for."""
        with self._lock:
            for fault in self._waiting:
                if fault.endpoint in {endpoint, "*"}:
                    fault.times -= 1
                    self._waiting = [kept for kept in self._waiting if kept.times > 0]
                    return fault
        return None

    def clear(self) -> None:
        with self._lock:
            self._waiting = []

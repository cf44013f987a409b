"""Faults on demand: what goes wrong with the next requests, as `/_control/faults` was told."""

import threading
from dataclasses import dataclass

# Each may take `seconds` of the sandbox's clock. Every endpoint knows the first group.
ON_THE_WIRE = {
    "slow": "waits, then all is well",
    "502_before": "waits, then 502; the deed does not happen",
    "502_after": "the deed happens, in its time; its answer is lost in a 502",
    "cut": "waits, then the connection ends without an answer; the deed does not happen",
    "lost": "the connection ends at once without an answer; the deed goes on, in its time",
    "half": "the deed happens; the answer stops in its middle",
    "garbage": "the deed happens; the answer is no JSON",
    "410": "gone; the deed does not happen",
}
OF_THE_SUPPLIER = {
    "down": "availability says backend_is_down",
    "broken": "availability says backend_is_broken",
    "throttled": "availability says backend_throttle_failed",
}
KINDS = frozenset(ON_THE_WIRE | OF_THE_SUPPLIER)


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

    @property
    def waiting(self) -> list[Fault]:
        with self._lock:
            return list(self._waiting)

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._waiting.append(fault)

    def strike(self, endpoint: str) -> Fault | None:
        """The fault that hits this request, if any; used up by being asked for.

        One for `stripe` hits `stripe.capture` too.
        """
        with self._lock:
            for fault in self._waiting:
                if fault.endpoint in {endpoint, endpoint.partition(".")[0], "*"}:
                    fault.times -= 1
                    self._waiting = [kept for kept in self._waiting if kept.times > 0]
                    return fault
        return None

    def clear(self) -> None:
        with self._lock:
            self._waiting = []

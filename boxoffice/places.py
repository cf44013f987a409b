"""How much of each kind a worker does at once, so that no kind keeps all threads and others wait for them.

The threads of a worker take whatever comes first in the queue. What finds the places of its kind taken leaves
its thread at once, and comes again in a second: to this worker, or to another one.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings

AGAIN_AFTER = 1.0  # seconds

Kinds = dict[str, int]  # how many of each may be under way at once


def purchases(suppliers: tuple[str, ...]) -> Kinds:
    """Each supplier may be slow by itself: some places are kept for the others."""
    most = settings.PURCHASES_AT_ONCE
    kept = settings.PLACES_FOR_OTHER_SUPPLIERS
    return {"purchases": most + kept} | {f"purchases of {supplier}": most for supplier in suppliers}


def deeds() -> Kinds:
    """Looking up, releasing: short as a rule, and not to wait for any purchase."""
    return {"deeds": settings.PLACES_FOR_DEEDS}


def asides() -> Kinds:
    """Letters: nobody's tickets wait for them."""
    return {"asides": settings.PLACES_FOR_ASIDES}


def refreshes() -> Kinds:
    """One at a time, so that letters always find a place beside it."""
    return {"refreshes": 1} | asides()


class Places:
    """Those of one process."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._lock = threading.Lock()
        self._clock = clock
        self._taken: Counter[str] = Counter()
        self._coming: dict[str, float] = {}

    @contextmanager
    def taken(self, kinds: Kinds) -> Iterator[bool]:
        """A place of each of these kinds while the block runs; False, and none, where one has no more."""
        with self._lock:
            is_free = all(self._taken[kind] < most for kind, most in kinds.items())
            if is_free:
                self._taken.update(kinds.keys())
        try:
            yield is_free
        finally:
            if is_free:
                with self._lock:
                    self._taken.subtract(kinds.keys())

    def is_coming(self, what: str) -> bool:
        """Whether this is put back already. Each sweep finds it anew; it must not come ever more often."""
        with self._lock:
            now = self._clock()
            self._coming = {one: until for one, until in self._coming.items() if until > now}
            is_known = what in self._coming
            self._coming.setdefault(what, now + 0.9 * AGAIN_AFTER)
        return is_known


here = Places()


def in_turn(task: Any, row_id: str | int, *, kinds: Kinds, do: Callable[[], datetime | None]) -> None:
    """Do the task's work, and again when that says so; where its places are taken, try in a second."""
    with here.taken(kinds) as is_free:
        come_back_at = do() if is_free else None
    if come_back_at is not None:
        task.schedule((row_id,), eta=come_back_at)
    elif not is_free and not here.is_coming(f"{task.name} {row_id}"):
        task.schedule((row_id,), delay=AGAIN_AFTER)

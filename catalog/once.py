"""One asks f13, the others wait: threads of this process for the answer, other processes for its row.

The claim stays after a good answer until it ends by itself, so that nobody asks again at once. After a
failure it says so for some seconds: whoever waits gives up, and nobody tries in vain meanwhile.
"""

import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings

from boxoffice import shared
from boxoffice.ticketing import NoAnswer, TicketingError

logger = logging.getLogger(__name__)

ONE_CALLER = 30.0  # seconds for which nobody else asks; whoever asks for longer may have died
LEFT_ALONE = 5.0  # seconds after a failure
PATIENCE = 10.0  # seconds for which the others wait
PAUSE = 0.1
FAILED = "failed"

Answer = TypeVar("Answer")
pause = time.sleep

_under_way: dict[str, Future[Any]] = {}
_in_background: set[str] = set()
_lock = threading.Lock()


def once(key: str, *, ask: Callable[[], Answer], look: Callable[[], Answer | None]) -> Answer:
    """The answer to `ask`, asked by one caller at a time. `look`: what another process may have kept.

    Raises TicketingErrors: those of whoever asked, and NoAnswer when waiting took too long.
    """
    with _lock:
        known = _under_way.get(key)
        flight: Future[Any] = known or _under_way.setdefault(key, Future())
    if known is not None:
        return _waited_for(known)
    try:
        answer = _claimed(key, ask=ask, look=look)
    except BaseException as error:
        flight.set_exception(error)
        raise
    else:
        flight.set_result(answer)
        return answer
    finally:
        with _lock:
            del _under_way[key]


def in_background(key: str, ask: Callable[[], object]) -> None:
    """Ask without waiting, unless somebody does already; a failure is only logged."""
    with _lock:
        if key in _in_background:
            return
        _in_background.add(key)
    if settings.REFRESHES_AT_ONCE:
        _threads(os.getpid(), settings.REFRESHES_AT_ONCE).submit(_asked_in_thread, key, ask)
    else:
        _asked(key, ask)


def _waited_for(flight: "Future[Answer]") -> Answer:
    try:
        return flight.result(timeout=PATIENCE)
    except TimeoutError:
        raise NoAnswer("another thread still waits for it") from None


def _claimed(key: str, *, ask: Callable[[], Answer], look: Callable[[], Answer | None]) -> Answer:
    """Ask, or wait for the process that does."""
    ends = time.monotonic() + PATIENCE
    while not shared.store.claim(key, ONE_CALLER):
        found = look()
        if found is not None:
            return found
        if shared.store.get(key) == FAILED or time.monotonic() >= ends:
            raise NoAnswer("another process has asked in vain, or still waits for it")
        pause(PAUSE)
    return _answered(key, ask)


def _answered(key: str, ask: Callable[[], Answer]) -> Answer:
    try:
        return ask()
    except Exception:
        shared.store.set(key, FAILED, LEFT_ALONE)
        raise


def _asked(key: str, ask: Callable[[], object]) -> None:
    try:
        if shared.store.claim(key, ONE_CALLER):
            _answered(key, ask)
    except TicketingError as error:
        logger.warning("Showing an older answer: %s", error)
    except Exception:  # nobody waits for this thread who could be told
        logger.exception("An answer could not be brought up to date")
    finally:
        with _lock:
            _in_background.discard(key)


def _asked_in_thread(key: str, ask: Callable[[], object]) -> None:
    try:
        _asked(key, ask)
    finally:
        shared.leave_thread()


@lru_cache(maxsize=1)  # by the process, for threads do not survive a fork
def _threads(pid: int, number: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(number, thread_name_prefix="refresh")

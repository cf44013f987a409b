"""Whether a worker is there: each says so every few seconds, in a row that it takes back as it stops.

The row is in the database whatever the cache: a shop whose Redis is gone has its workers, and sells on.
"""

import logging
import threading
import time
import uuid
from collections.abc import Callable

from django.conf import settings
from django.db import Error, connection

from .models import Shared
from .shared import TableStore, leave_thread

logger = logging.getLogger(__name__)

PREFIX = "worker.alive."
THERE = "The worker is there"
BEATS = 5  # in the time for which one of them counts: so many may be missed


def is_alive() -> bool:
    """Whether some worker would begin what is asked for now."""
    if settings.HUEY.get("immediate"):  # whoever asks does it
        return True
    return Shared.objects.filter(key__startswith=PREFIX, ends_at__gt=time.time()).exists()


class Heartbeat:
    """Of one process. Any of its threads may start or stop it, any number of times."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._stopped = threading.Event()
                arguments = (f"{PREFIX}{uuid.uuid4().hex}", self._stopped)
                self._thread = threading.Thread(target=_beat_until, args=arguments, daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """What is told to stop begins nothing new, even while it ends what it has begun."""
        with self._lock:
            thread, self._thread = self._thread, None
            self._stopped.set()
        if thread is not None:
            thread.join()


def _beat_until(key: str, stopped: threading.Event) -> None:
    _say(lambda store: store.tidy())  # with Redis, nobody else takes out the rows of workers that died
    _say(lambda store: store.set(key, 1, settings.WORKER_ALIVE_SECONDS))
    logger.info(THERE)
    while not stopped.wait(settings.WORKER_ALIVE_SECONDS / BEATS):
        _say(lambda store: store.set(key, 1, settings.WORKER_ALIVE_SECONDS))
    _say(lambda store: store.drop(key))
    leave_thread()


def _say(what: Callable[[TableStore], None]) -> None:
    """A database that is away for a moment costs a beat, not the worker."""
    try:
        what(TableStore())
    except Error as error:
        logger.warning("The worker could not say that it is there: %s", type(error).__name__)
        connection.close()


heartbeat = Heartbeat()

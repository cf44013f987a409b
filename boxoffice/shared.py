"""What all processes share in a few bytes: who refreshes what, the breaker, counters.

In Redis where there is one, else in a small table of the database. Redis may go away or fall silent at any
moment; whoever asks it is then given the answer that lets selling go on.
"""

import json
import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections

from . import numbers
from .models import Shared

logger = logging.getLogger(__name__)

PREFIX = "shared:"
LEFT_ALONE = 5.0  # seconds for which a cache that failed is not asked: each question might cost a timeout

Answer = TypeVar("Answer")
_asked_again_at = 0.0  # 0 while the cache is well
_lock = threading.Lock()


def cached(ask: Callable[[], Answer], *, otherwise: Answer) -> Answer:
    """What the cache says to a question, or `otherwise` while there is no cache to ask.

    Once it has failed, one caller in so many seconds finds out whether it is back; the others never wait.
    """
    global _asked_again_at
    if _asked_again_at and not _may_find_out():
        return otherwise
    try:
        answer = ask()
    except Exception as error:  # whatever a cache's client raises, the shop sells without it
        _asked_again_at = time.monotonic() + LEFT_ALONE
        numbers.CACHE_FAILURES.inc()
        logger.warning("Going on without the cache: %s", type(error).__name__)
        return otherwise
    _asked_again_at = 0.0
    return answer


def _may_find_out() -> bool:
    global _asked_again_at
    with _lock:
        if time.monotonic() < _asked_again_at:
            return False
        _asked_again_at = time.monotonic() + LEFT_ALONE
        return True


class SharedStore(Protocol):
    """Small values with an end. Every method is atomic across processes."""

    def get(self, key: str) -> Any: ...
    def set(self, key: str, value: Any, seconds: float) -> None: ...
    def increment(self, key: str, seconds: float) -> int: ...
    def claim(self, key: str, seconds: float) -> bool: ...
    def drop(self, key: str) -> None: ...
    def tidy(self) -> None: ...


class RedisStore:
    """Through Django's cache, whose `add` and `incr` are single commands of Redis."""

    def get(self, key: str) -> Any:
        return cached(lambda: cache.get(PREFIX + key), otherwise=None)

    def set(self, key: str, value: Any, seconds: float) -> None:
        cached(lambda: cache.set(PREFIX + key, value, seconds), otherwise=None)

    def increment(self, key: str, seconds: float) -> int:
        return cached(lambda: self._increment(key, seconds), otherwise=0)

    def claim(self, key: str, seconds: float) -> bool:
        return cached(lambda: cache.add(PREFIX + key, 1, seconds), otherwise=True)

    def drop(self, key: str) -> None:
        cached(lambda: cache.delete(PREFIX + key), otherwise=False)

    def tidy(self) -> None:
        """Redis forgets by itself."""

    def _increment(self, key: str, seconds: float) -> int:
        cache.add(PREFIX + key, 0, seconds)
        try:
            return cache.incr(PREFIX + key)
        except ValueError:  # it ended between the two
            return self._increment(key, seconds)


class TableStore:
    """One row per key; each method is one statement, so that PostgreSQL and SQLite keep it atomic."""

    def get(self, key: str) -> Any:
        row = self._run(
            "SELECT value FROM boxoffice_shared WHERE key = %s AND ends_at > %s", key, time.time()
        )
        return json.loads(row[0]) if row else None

    def set(self, key: str, value: Any, seconds: float) -> None:
        self._run(
            """
            INSERT INTO boxoffice_shared (key, value, ends_at) VALUES (%s, %s, %s)
            ON CONFLICT (key) DO UPDATE SET value = excluded.value, ends_at = excluded.ends_at
            RETURNING key
            """,
            *(key, json.dumps(value), time.time() + seconds),
        )

    def increment(self, key: str, seconds: float) -> int:
        now = time.time()
        row = self._run(
            """
            INSERT INTO boxoffice_shared AS kept (key, value, ends_at) VALUES (%s, '1', %s)
            ON CONFLICT (key) DO UPDATE SET
              value = CASE WHEN kept.ends_at > %s
                      THEN CAST(CAST(kept.value AS integer) + 1 AS text) ELSE '1' END,
              ends_at = CASE WHEN kept.ends_at > %s THEN kept.ends_at ELSE excluded.ends_at END
            RETURNING value
            """,
            *(key, now + seconds, now, now),
        )
        return int(row[0])

    def claim(self, key: str, seconds: float) -> bool:
        now = time.time()
        row = self._run(
            """
            INSERT INTO boxoffice_shared AS kept (key, value, ends_at) VALUES (%s, '1', %s)
            ON CONFLICT (key) DO UPDATE SET ends_at = excluded.ends_at WHERE kept.ends_at <= %s
            RETURNING key
            """,
            *(key, now + seconds, now),
        )
        return row is not None

    def drop(self, key: str) -> None:
        self._run("DELETE FROM boxoffice_shared WHERE key = %s RETURNING key", key)

    def tidy(self) -> None:
        """What has ended stays in the table until somebody takes it out."""
        Shared.objects.filter(ends_at__lt=time.time()).delete()

    def _run(self, statement: str, *values: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()


table = TableStore()
store: SharedStore = RedisStore() if "redis" in settings.CACHES["default"]["BACKEND"].lower() else table


def count(key: str, seconds: float) -> int:
    """One more of what must be counted. While there is no Redis, which says 0 then, the table counts."""
    return store.increment(key, seconds) or table.increment(key, seconds)


def leave_thread() -> None:
    """Close what a thread that ends has opened by asking the store."""
    connections.close_all()

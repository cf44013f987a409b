"""What all processes share in a few bytes: who refreshes what, the breaker, counters.

In Redis where there is one, else in a small table of the database.
"""

import json
import time
from typing import Any, Protocol

from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections

PREFIX = "shared:"


class SharedStore(Protocol):
    """Small values with an end. Every method is atomic across processes."""

    def get(self, key: str) -> Any: ...
    def set(self, key: str, value: Any, seconds: float) -> None: ...
    def increment(self, key: str, seconds: float) -> int: ...
    def claim(self, key: str, seconds: float) -> bool: ...
    def drop(self, key: str) -> None: ...


class RedisStore:
    """Through Django's cache, whose `add` and `incr` are single commands of Redis."""

    def get(self, key: str) -> Any:
        return cache.get(PREFIX + key)

    def set(self, key: str, value: Any, seconds: float) -> None:
        cache.set(PREFIX + key, value, seconds)

    def increment(self, key: str, seconds: float) -> int:
        cache.add(PREFIX + key, 0, seconds)
        try:
            return cache.incr(PREFIX + key)
        except ValueError:  # it ended between the two
            return self.increment(key, seconds)

    def claim(self, key: str, seconds: float) -> bool:
        return cache.add(PREFIX + key, 1, seconds)

    def drop(self, key: str) -> None:
        cache.delete(PREFIX + key)


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

    def _run(self, statement: str, *values: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()


store: SharedStore = (
    RedisStore() if "redis" in settings.CACHES["default"]["BACKEND"].lower() else TableStore()
)


def leave_thread() -> None:
    """Close what a thread that ends has opened by asking the store."""
    connections.close_all()

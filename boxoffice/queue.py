"""The queue in PostgreSQL, for a shop that starts while PostgreSQL is away, and lives through its restarts.

A worker has a thread for each of its places, and PostgreSQL has only so many connections: one thread listens
for all of them. Whoever hears of work does it, and first wakes another one to listen on.
"""

import logging
import threading
import time
from typing import Any

import psycopg
import psycopg.sql
from huey import PostgresHuey
from huey.storage import PostgresStorage

logger = logging.getLogger(__name__)

TABLES_BEING_MADE = 0x626F786F  # a lock of ours, so that of many processes one makes them
PAUSE = 1.0  # seconds, between two attempts of a worker to hear of work


class Storage(PostgresStorage):
    """Makes its tables with its first connection, and not while the shop's modules are read."""

    def __init__(self, name: str = "huey", **options: Any) -> None:
        super().__init__(name, create_tables=False, **options)
        self._listening = threading.Lock()
        self._is_free = threading.Condition()  # to listen
        self._ear: psycopg.Connection[Any] | None = None

    def dequeue(self) -> bytes | None:
        """The next task, or None. Without a database each thread of a worker says one line a second."""
        try:
            task: bytes | None = self._dequeue()
            return task if task is not None else self._awaited()
        except psycopg.OperationalError as error:
            logger.warning("The queue cannot be read: %s", type(error).__name__)
            time.sleep(PAUSE)
            return None

    def close(self) -> bool:
        with self._listening:
            if self._ear is not None:
                self._close_quiet(self._ear)
                self._ear = None
        return bool(super().close())

    def _awaited(self) -> bytes | None:
        """What comes within the read timeout, to this thread; the others wait until they are woken."""
        if not self._listening.acquire(blocking=False):
            with self._is_free:
                if self._listening.locked():
                    self._is_free.wait(self.read_timeout)
            return None
        try:
            is_heard = self._hears()
        finally:
            self._listening.release()
            with self._is_free:
                self._is_free.notify()
        return self._dequeue() if is_heard else None

    def _hears(self) -> bool:
        if self._ear is None or self._ear.closed or self._ear.broken:
            self._ear = self._connect()
            self._ear.execute(psycopg.sql.SQL("LISTEN {}").format(psycopg.sql.Identifier(self.channel)))
            return True  # of what came before
        return bool(list(self._ear.notifies(timeout=self.read_timeout, stop_after=1)))

    def _create_connection(self) -> psycopg.Connection[Any]:
        connection = self._connect()
        self._make_tables(connection)
        return connection

    def _make_tables(self, connection: psycopg.Connection[Any]) -> None:
        """What is there is left alone: to look is cheaper than to lock, and needs no right to make any."""
        if self._is_complete(connection):
            return
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (TABLES_BEING_MADE,))
            for statement in self.ddl:
                connection.execute(statement)

    def _is_complete(self, connection: psycopg.Connection[Any]) -> bool:
        row = connection.execute("SELECT to_regclass(%s)", (self.table_counter,)).fetchone()
        return row is not None and row[0] is not None  # the last of the tables


class Queue(PostgresHuey):
    storage_class = Storage

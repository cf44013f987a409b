"""The queue in PostgreSQL, for a shop that starts while PostgreSQL is away, and lives through its restarts."""

import logging
import time
from typing import Any

import psycopg
from huey import PostgresHuey
from huey.storage import PostgresStorage

logger = logging.getLogger(__name__)

TABLES_BEING_MADE = 0x626F786F  # a lock of ours, so that of many processes one makes them
PAUSE = 1.0  # seconds, between two attempts of a worker to hear of work


class Storage(PostgresStorage):
    """Makes its tables with its first connection, and not while the shop's modules are read."""

    def __init__(self, name: str = "huey", **options: Any) -> None:
        super().__init__(name, create_tables=False, **options)

    def dequeue(self) -> bytes | None:
        """The next task, or None. Without a database each thread of a worker says one line a second."""
        try:
            task: bytes | None = super().dequeue()
        except psycopg.OperationalError as error:
            logger.warning("The queue cannot be read: %s", type(error).__name__)
            time.sleep(PAUSE)
            return None
        return task

    def _create_connection(self) -> psycopg.Connection[Any]:
        connection: psycopg.Connection[Any] = self._connect()
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

"""The queue in PostgreSQL: made when it is first wanted, heard of by one thread for all."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from boxoffice.queue_storage import Storage
from tests.faults.night import wait_until
from tests.services import Postgres, new_database, postgres_server

THREADS = 8
LISTENING = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'queue' AND query LIKE 'LISTEN%'"
ALL = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'queue'"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres_server() as server:
        yield server


@pytest.fixture
def url(server: Postgres) -> str:
    return new_database(server.url, name="queue")


@pytest.fixture
def storage(url: str) -> Iterator[Storage]:
    storage = Storage("boxoffice", dsn=url, read_timeout=8)
    yield storage
    storage.close()


def count(server: Postgres, query: str) -> int:
    with psycopg.connect(f"{server.url}/postgres") as connection:
        return connection.execute(query).fetchone()[0]


def test_it_is_made_without_a_database_and_says_so_when_it_is_asked(caplog, monkeypatch):
    monkeypatch.setattr("boxoffice.queue_storage.PAUSE", 0)
    storage = Storage("boxoffice", dsn="postgres://postgres@127.0.0.1:9/none")
    assert storage.dequeue() is None
    assert "The queue cannot be read: OperationalError" in caplog.text


def test_of_many_processes_that_come_first_one_makes_the_tables(url):
    storages = [Storage("boxoffice", dsn=url) for _ in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as threads:
        list(threads.map(lambda storage: storage.enqueue(b"task"), storages))
    assert storages[0].queue_size() == THREADS
    for storage in storages:
        storage.close()


def test_one_thread_listens_for_all_and_each_task_is_done_once_as_soon_as_it_comes(server, storage):
    done, stopped = [], threading.Event()

    def work():
        while not stopped.is_set():
            task = storage.dequeue()
            if task is not None:
                done.append(task)

    with ThreadPoolExecutor(THREADS) as threads:
        for _ in range(THREADS):
            threads.submit(work)
        wait_until(lambda: count(server, LISTENING) == 1, what="somebody listens")
        tasks = [f"task {number}".encode() for number in range(3 * THREADS)]
        for task in tasks:
            storage.enqueue(task)
        # Well before anybody's patience ends: who hears of one wakes the next.
        wait_until(lambda: sorted(done) == sorted(tasks), what="all are done", within=6)
        assert count(server, ALL) == 2
        stopped.set()
        for _ in range(2 * THREADS):  # so that nobody waits any more
            storage.enqueue(b"the end")


def test_cut_connections_are_made_anew(server, storage, monkeypatch):
    monkeypatch.setattr("boxoffice.queue_storage.PAUSE", 0)
    storage.enqueue(b"first")
    assert storage.dequeue() == b"first"
    assert storage._hears()
    server.restart()
    wait_until(lambda: storage.dequeue() is None and not storage._conn.closed, what="it is back")
    storage.enqueue(b"second")
    assert storage.dequeue() == b"second"

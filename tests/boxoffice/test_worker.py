import time

import pytest
from django.db import OperationalError, connection

from boxoffice import worker
from boxoffice.models import Shared
from boxoffice.shared import TableStore

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]


@pytest.fixture(autouse=True)
def _tasks_are_left_to_workers(settings):
    settings.HUEY = settings.HUEY | {"immediate": False}


@pytest.fixture
def here(monkeypatch):
    """A heartbeat in this thread, whose connection the test needs afterwards."""
    monkeypatch.setattr(worker, "leave_thread", lambda: None)
    return worker._beat_until


class Rounds:
    """The event that ends a heartbeat: set after so many beats, without waiting for any."""

    def __init__(self, count, *, between=lambda: None):
        self.left, self.between, self.pauses = count, between, []

    def wait(self, seconds):
        self.pauses.append(seconds)
        self.between()
        self.left -= 1
        return self.left < 0


def test_without_a_worker_none_is_alive():
    assert not worker.is_alive()


def test_it_costs_one_question(django_assert_num_queries):
    with django_assert_num_queries(1):
        worker.is_alive()


def test_a_worker_is_alive_while_it_beats_and_not_once_it_has_stopped(here):
    seen = []
    here("worker.alive.a", Rounds(2, between=lambda: seen.append(worker.is_alive())))
    assert seen == [True, True, True]
    assert not worker.is_alive()


def test_one_that_stops_leaves_the_others_alive(here):
    TableStore().set("worker.alive.b", 1, 60)
    here("worker.alive.a", Rounds(0))
    assert worker.is_alive()


def test_a_killed_worker_is_alive_no_longer_than_its_last_beat_counts(settings):
    TableStore().set("worker.alive.a", 1, settings.WORKER_ALIVE_SECONDS)
    Shared.objects.update(ends_at=time.time() - 1)
    assert not worker.is_alive()


def test_it_beats_so_often_that_some_may_be_missed(here, settings):
    rounds = Rounds(0)
    here("worker.alive.a", rounds)
    assert rounds.pauses == [settings.WORKER_ALIVE_SECONDS / worker.BEATS]
    assert worker.BEATS >= 3


def test_rows_of_workers_that_died_are_taken_out_by_the_next(here):
    TableStore().set("worker.alive.dead", 1, -1)
    here("worker.alive.a", Rounds(0))
    assert not Shared.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_costs_a_beat_and_not_the_worker(here):
    failures = iter([OperationalError("gone")] * 2)

    def fail_twice(execute, *query):
        for failure in failures:
            raise failure
        return execute(*query)

    seen = []
    with connection.execute_wrapper(fail_twice):
        here("worker.alive.a", Rounds(1, between=lambda: seen.append(worker.is_alive())))
    assert seen == [False, True]


@pytest.mark.django_db(transaction=True)
def test_any_thread_may_start_it_and_it_starts_anew_where_a_thread_was_replaced():
    heartbeat = worker.Heartbeat()
    for _ in range(3):
        heartbeat.start()
    first = heartbeat._thread
    heartbeat.stop()
    heartbeat.stop()
    assert first
    assert not first.is_alive()
    heartbeat.start()
    assert heartbeat._thread is not first
    heartbeat.stop()
    assert not worker.is_alive()


def test_a_redis_that_is_gone_is_not_asked(settings, monkeypatch):
    def fail(*arguments, **options):
        raise AssertionError("asked the cache")

    monkeypatch.setattr("boxoffice.shared.cached", fail)
    TableStore().set("worker.alive.a", 1, 60)
    assert worker.is_alive()

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection

from boxoffice.shared import RedisStore, TableStore


@pytest.fixture(params=[TableStore, RedisStore])
def store(request, db):
    if request.param is RedisStore and "redis" not in settings.CACHES["default"]["BACKEND"].lower():
        return RedisStore()  # the same commands, on the memory of this process
    return request.param()


def test_a_value_is_kept_until_its_end(store):
    store.set("colour", {"name": "red"}, 60)
    store.set("past", 1, -1)
    assert store.get("colour") == {"name": "red"}
    assert store.get("past") is None
    assert store.get("never") is None


def test_a_value_can_be_dropped(store):
    store.set("drop", 1, 60)
    store.drop("drop")
    store.drop("drop")
    assert store.get("drop") is None


def test_counting_starts_at_one(store):
    assert [store.increment("count", 60) for _ in range(3)] == [1, 2, 3]


def test_only_the_first_claim_holds(store):
    assert store.claim("lock", 60)
    assert not store.claim("lock", 60)


def test_a_claim_that_ended_can_be_taken_by_another(store):
    store.claim("ended", 0.000001)
    assert store.claim("ended", 60)


@pytest.mark.django_db(transaction=True)
def test_of_many_processes_at_once_one_claims_and_all_are_counted():
    def both(_):
        try:
            return TableStore().claim("race", 60), TableStore().increment("races", 60)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(both, range(40)))
    assert sum(claimed for claimed, _ in results) == 1
    assert sorted(count for _, count in results) == list(range(1, 41))

import os
import socket
import subprocess
import sys

import pytest
from django.conf import settings

from boxoffice import shared
from boxoffice.models import Shared
from boxoffice.shared import RedisStore, TableStore

pytestmark = pytest.mark.on_sqlite_too


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


def test_what_has_ended_is_tidied_away(db):
    table = TableStore()
    table.set("ended", 1, -1)
    table.set("still", 1, 60)
    table.tidy()
    assert list(Shared.objects.values_list("key", flat=True)) == ["still"]


WITHOUT_REDIS = """
import django; django.setup()
from boxoffice.shared import store
print(store.claim("a", 9), store.get("b"), store.increment("c", 9), store.set("d", 1, 9), store.drop("e"))
"""


@pytest.mark.parametrize("redis", ["silent", "gone"])
def test_without_redis_everybody_may_and_nobody_waits(redis):
    with socket.create_server(("127.0.0.1", 0), backlog=8) as server:
        address = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        if redis == "gone":
            server.close()
        done = subprocess.run(
            [sys.executable, "-c", WITHOUT_REDIS],
            env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "CACHE_URL": address},
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    assert done.stdout.splitlines() == ["True None 0 None None"]
    # Asked once and then left alone: with a timeout for each question no page would be quick.
    assert done.stderr.count("Going on without the cache") == 1


RACE = """
import django; django.setup()
from boxoffice.shared import TableStore
store = TableStore()
for number in range(10):
    print(int(store.claim("race", 60)), store.increment("races", 60))
"""


def test_of_many_processes_at_once_one_claims_and_all_are_counted(tmp_path):
    url = f"sqlite:///{tmp_path / 'race.sqlite3'}"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": url}
    subprocess.run([sys.executable, "manage.py", "migrate", "boxoffice", "-v0"], env=environment, check=True)
    race = [sys.executable, "-c", RACE]
    racers = [subprocess.Popen(race, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    lines = [line.split() for racer in racers for line in racer.communicate()[0].splitlines()]
    assert sum(int(claimed) for claimed, _ in lines) == 1
    assert sorted(int(count) for _, count in lines) == list(range(1, 41))


def test_a_cache_that_failed_is_asked_by_one_in_five_seconds_until_it_answers(monkeypatch):
    now, asked = 100.0, []
    monkeypatch.setattr(shared.time, "monotonic", lambda: now)
    monkeypatch.setattr(shared, "_asked_again_at", 0.0)

    def fail():
        raise TimeoutError

    def ask():
        asked.append(now)
        # Others come while this one waits for its timeout.
        assert shared.cached(lambda: asked.append("another"), otherwise="without") == "without"
        fail()

    assert shared.cached(fail, otherwise="without") == "without"
    now += shared.LEFT_ALONE - 0.1
    assert shared.cached(ask, otherwise="without") == "without"
    assert asked == []
    now += 0.2
    assert shared.cached(ask, otherwise="without") == "without"
    assert asked == [now]
    now += shared.LEFT_ALONE + 0.1
    assert shared.cached(lambda: "well", otherwise="without") == "well"
    assert shared.cached(lambda: "well at once", otherwise="without") == "well at once"

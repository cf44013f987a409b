"""Who may read the numbers, where, and what the tables say."""

import urllib.error
import urllib.request
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError, connection
from django.utils import timezone
from huey.contrib.djhuey import HUEY
from prometheus_client.parser import text_string_to_metric_families

from boxoffice import following, metrics, numbers, told
from boxoffice.shared import TableStore
from checkout import matters, tasks
from checkout import told as told_of_orders
from checkout.models import OrderRecord, State

TOKEN = "a-token-of-sixteen"
BEARER = f"Bearer {TOKEN}"
KNOWS = {"Authorization": BEARER}


@pytest.fixture
def token(settings):
    settings.METRICS_TOKEN = TOKEN


def a_record(state, **changes):
    return OrderRecord.objects.create(state=state, visitor=uuid.uuid4().hex, payment="credit", **changes)


def read(text):
    """Samples by name and labels."""
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.django_db
def test_without_a_token_in_the_settings_there_is_no_such_page(client):
    assert client.get("/metrics", headers=KNOWS).status_code == 404


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    "said", [None, "", TOKEN, f"Basic {TOKEN}", "Bearer ", f"Bearer {TOKEN}x", "Bearer ä"]
)
def test_whoever_does_not_know_it_learns_nothing(client, said):
    answer = client.get("/metrics", headers={"Authorization": said} if said is not None else {})
    assert (answer.status_code, answer.content) == (401, b"")


@pytest.mark.django_db
@pytest.mark.usefixtures("token")
def test_whoever_knows_it_reads_all_numbers_whatever_host_they_ask(client):
    client.get("/health/live")
    answer = client.get("/metrics", headers=KNOWS | {"Host": "10.0.0.7:8000"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    samples = read(answer.content.decode())
    named = {name for name, *_labels in samples}
    assert {told.name for told in numbers.READ} <= named
    assert samples[("boxoffice_page_seconds_count", ("route", "health"), ("status", "200"))] >= 1
    assert samples[("boxoffice_database_up",)] == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("token")
def test_a_database_that_is_away_costs_only_its_own_numbers(client, monkeypatch):
    def refuse():
        raise OperationalError

    monkeypatch.setattr(told, "standing", refuse)
    samples = read(client.get("/metrics", headers=KNOWS).content.decode())
    assert samples[("boxoffice_database_up",)] == 0
    assert ("boxoffice_workers",) not in samples
    assert any(name == "boxoffice_page_seconds_count" for name, *_labels in samples)


@pytest.mark.django_db
def test_it_costs_a_handful_of_questions_however_many_orders_there_are(django_assert_max_num_queries):
    for _ in range(5):
        a_record(State.ATTEMPTING)
    with django_assert_max_num_queries(6):
        list(told.told())
        list(told_of_orders.told())


@pytest.mark.django_db
def test_orders_are_told_by_state_and_of_what_has_ended_the_last_day_only():
    for state in (State.ATTEMPTING, State.ATTEMPTING, State.PURCHASED, State.FAILED):
        a_record(state)
    long_ago = timezone.now() - timedelta(days=2)
    for state in (State.PURCHASED, State.HANDED_OVER):
        a_record(state, changed_at=long_ago)
    counted = {state: count for state, count in told_of_orders.by_state().items() if count}
    assert counted == {State.ATTEMPTING: 2, State.PURCHASED: 1, State.FAILED: 1, State.HANDED_OVER: 1}
    assert set(told_of_orders.by_state()) == set(State)


@pytest.mark.django_db
def test_open_matters_are_told_by_kind_with_their_age():
    a_record(State.ATTEMPTING, changed_at=timezone.now() - timedelta(minutes=10))
    families = {family.name: family for family in told_of_orders.told()}
    counts = {sample.labels["kind"]: sample.value for sample in families["boxoffice_open_matters"].samples}
    ages = families["boxoffice_open_matters_age_seconds"].samples
    assert set(counts) == set(matters.Kind.values)
    assert counts["waiting"] == 1
    assert next(one.value for one in ages if one.labels["kind"] == "waiting") == pytest.approx(600, abs=30)


@pytest.mark.django_db
def test_workers_and_the_breaker_are_told(settings):
    store = TableStore()
    store.set("worker.alive.a", 1, 60)
    store.set("worker.alive.b", 1, 60)
    families = {family.name: family.samples for family in told.told()}
    assert families["boxoffice_workers"][0].value == 2
    assert {one.labels["lane"] for one in families["boxoffice_breaker_open"]} == {"f13", "f13-live"}


# The queue


@pytest.fixture
def queue(settings, db):
    """Huey's tables in the test's database; `queue` puts tasks in, as huey does."""
    settings.HUEY = settings.HUEY | {"immediate": False}
    prefix, number, data = ("", "integer primary key", "blob")
    if connection.vendor == "postgresql":
        prefix, number, data = ("huey_", "bigserial primary key", "bytea")
    columns = {"task": "priority real", "schedule": "timestamp double precision"}
    with connection.cursor() as cursor:
        for table, column in columns.items():
            cursor.execute(f"CREATE TABLE {prefix}{table} (id {number}, queue text, data {data}, {column})")

    def put(task, *, due=None):
        task.id = following.task_id()
        table, column = ("task", "priority") if due is None else ("schedule", "timestamp")
        into = f"INSERT INTO {prefix}{table} (queue, data, {column})"
        values = [HUEY.serialize_task(task), task.priority if due is None else due]
        with connection.cursor() as cursor:
            cursor.execute(f"{into} VALUES ('boxoffice', %s, %s)", values)

    return put


def test_before_anybody_used_it_the_queue_is_empty(settings, db):
    settings.HUEY = settings.HUEY | {"immediate": False}
    assert told.queue(1_800_000_000) == (0, 0)


def test_a_queue_that_is_empty_has_no_age(queue):
    assert told.queue(1_800_000_000) == (0, 0)


def test_the_queue_is_as_old_as_what_has_waited_longest_whatever_comes_first(queue):
    with time_machine.travel(1_800_000_000, tick=False):
        queue(tasks.send_letter.s(1))
    with time_machine.travel(1_800_000_100, tick=False):
        queue(tasks.buy.s("3b1c9d1e-8a55-4c1c-9d0b-000000000000"))
    assert told.queue(1_800_000_160) == (2, 160)


def test_what_is_put_off_counts_from_when_it_was_due(queue):
    queue(tasks.send_letter.s(1), due=1_800_000_000)
    assert told.queue(1_799_999_999) == (0, 0)
    assert told.queue(1_800_000_030) == (1, 30)


# The worker's port


@pytest.fixture
def port(transactional_db):
    one = metrics.Port()
    one.open(0)
    yield one
    one.close()


def asked(port, path="/metrics", **headers):
    request = urllib.request.Request(f"http://127.0.0.1:{port.number}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 -- the address made above
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


@pytest.mark.usefixtures("token")
def test_the_workers_port_tells_those_who_know_the_token(port):
    assert asked(port)[0] == 401
    assert asked(port, "/", **KNOWS)[0] == 404
    status, text = asked(port, **KNOWS)
    assert status == 200
    assert read(text)[("boxoffice_up", ("part", "worker"), ("release", metrics.VERSION))] == 1


def test_a_port_that_is_taken_does_not_stop_the_worker(port, caplog):
    another = metrics.Port()
    another.open(port.number)
    assert f"METRICS_PORT {port.number} cannot be opened" in caplog.text
    assert another.number == 0

"""One purchase in real processes, followed by its id: from the balancer's header to f13's request id."""

import json
import os
import signal
import sqlite3
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from rehearsal.environment import free_port, shop_environment
from rehearsal.programs import NO_PROXY
from rehearsal.shop import ShopProcess
from tests.builders import CUSTOMER
from tests.faults.night import QUIET, Buyer, first_performance, wait_until

ID, HEADER = "walk-0123456789abcdef", "X-Request-ID"
TOKEN = "only-for-rehearsals"
PROCESSES = 2
ASKED = 40


class Watched:
    """A shop with two web processes and a worker, whose log lines and numbers are read."""

    def __init__(self, shop: ShopProcess, sandbox, database: Path, port: int) -> None:
        self.shop, self.sandbox, self.database, self.port = shop, sandbox, database, port

    def lines(self, program):
        """What a program has logged, each line as JSON: one that is none fails the test."""
        return [json.loads(line) for line in program.log.read_text().splitlines()]

    def numbers(self, url):
        request = urllib.request.Request(f"{url}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})  # noqa: S310 -- it is http
        with NO_PROXY.open(request, timeout=10) as answer:
            families = text_string_to_metric_families(answer.read().decode())
            return {
                (one.name, *sorted(one.labels.values())): one.value
                for family in families
                for one in family.samples
            }

    @property
    def of_web(self):
        return self.numbers(self.shop.url)

    @property
    def of_worker(self):
        return self.numbers(f"http://127.0.0.1:{self.port}")

    def rows(self, query):
        with closing(sqlite3.connect(self.database, timeout=10)) as connection, connection:
            return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def watched(sandbox_process, tmp_path_factory):
    folder, port = tmp_path_factory.mktemp("watched"), free_port()
    seen = {
        "METRICS_TOKEN": TOKEN,
        "METRICS_PORT": str(port),
        "TRUSTED_PROXIES": "127.0.0.1",
        "LOG_FORMAT": "json",
    }
    database = folder / "shop.sqlite3"
    settings = shop_environment(sandbox_process, database_url=f"sqlite:///{database}", **QUIET, **seen)
    shop = ShopProcess(settings, logs=folder)
    shop.web.command = [*shop.web.command, "--workers", str(PROCESSES)]
    sandbox_process.reset()
    shop.manage("migrate", "--noinput")
    shop.manage("refresh_catalogue")
    with shop.running():
        yield Watched(shop, sandbox_process, database, port)


@pytest.fixture(scope="module")
def bought(watched):
    """An order that was paid for by a request with a balancer's id."""
    buyer = Buyer(watched.shop.url, first_performance(watched.sandbox))
    address = buyer.hold()
    page = buyer.get(address).text
    buyer.session.headers[HEADER] = ID
    answer = buyer.post(address, CUSTOMER, page=page, follow=False)
    assert (answer.status_code, answer.headers[HEADER]) == (302, ID)
    states = "SELECT state FROM checkout_orderrecord"
    wait_until(lambda: watched.rows(states) == [("purchased",)], what="the order is bought")
    wait_until_over(watched, "checkout.buy")
    return watched


def wait_until_over(watched, task):
    """Of this purchase: workers have others, of their own."""

    def is_over():
        return _of(watched.lines(watched.shop.worker), "boxoffice.task", task=task, id=ID)

    wait_until(is_over, what=f"{task} is over")


def _of(lines, logger, **facts):
    wanted = facts | {"logger": logger}
    return [line for line in lines if all(line.get(name) == value for name, value in wanted.items())]


def test_one_id_leads_from_the_balancer_to_f13s_own_and_into_the_order(bought):
    (access,) = _of(bought.lines(bought.shop.web), "boxoffice.access", id=ID)
    assert (access["route"], access["method"], access["status"]) == ("checkout:checkout", "POST", 302)
    (call,) = _of(bought.lines(bought.shop.worker), "boxoffice.ticketing", id=ID, endpoint="purchase.v1")
    ((record_id,),) = bought.rows("SELECT id FROM checkout_orderrecord")
    assert {access["order"].replace("-", ""), call["order"].replace("-", "")} == {record_id}
    assert call["task"] == "checkout.buy"
    (heard,) = bought.sandbox.log(endpoint="purchase")
    assert heard["request_id"] == call["f13_request_id"]
    assert dict(heard["params"])["tsw_session_track_id"] == ID
    ((step,),) = bought.rows("SELECT request_id FROM checkout_step WHERE what = 'bought'")
    assert step == call["f13_request_id"]


def test_the_letter_that_followed_has_the_same_id(bought):
    wait_until_over(bought, "checkout.send_letter")


def test_no_log_names_the_buyer_or_a_secret(bought):
    assert len(bought.sandbox.log(endpoint="purchase")) == 1
    written = "".join(program.log.read_text() for program in bought.shop.programs)
    private = {*(word for word in CUSTOMER.values() if len(word) > 3), "demopass", "only-for-rehearsals"}
    assert not [word for word in private if word in written]


def test_the_numbers_of_all_web_processes_are_told_by_whichever_is_asked(watched):
    health = ("boxoffice_page_seconds_count", "200", "health")
    before = watched.of_web.get(health, 0)
    for _ in range(ASKED):
        NO_PROXY.open(f"{watched.shop.url}/health/live", timeout=10).close()
    assert [watched.of_web[health] - before for _ in range(4)] == [ASKED] * 4


def test_what_a_process_counted_stays_when_it_is_killed(watched):
    route = ("boxoffice_page_seconds_count", "200", "catalog:home")
    for _ in range(ASKED):
        NO_PROXY.open(f"{watched.shop.url}/", timeout=10).close()
    before = watched.of_web[route]
    assert before >= ASKED
    children = Path(f"/proc/{watched.shop.web.process.pid}/task/{watched.shop.web.process.pid}/children")
    old = children.read_text().split()
    for pid in map(int, old):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not set(children.read_text().split()) & set(old), what="others are started")
    watched.shop.wait_until_ready()
    assert watched.of_web[route] == before


def test_the_worker_tells_its_tasks_calls_and_what_the_tables_say(bought):
    numbers = bought.of_worker
    assert numbers[("boxoffice_task_seconds_count", "checkout.buy", "ok")] >= 1
    assert numbers[("boxoffice_upstream_seconds_count", "ok", "purchase.v1")] == 1
    assert numbers[("boxoffice_orders", "purchased")] == 1
    assert numbers[("boxoffice_workers",)] == 1
    assert numbers[("boxoffice_breaker_open", "f13")] == 0
    assert ("boxoffice_queue_length",) in numbers
    assert bought.of_web[("boxoffice_holds_total", "reserved")] == 1


def test_gunicorns_own_words_are_in_the_same_form(watched):
    assert _of(watched.lines(watched.shop.web), "gunicorn.error", level="INFO")

"""One cluster for all of these tests, and what people met in all of them, told at the end."""

import os
from collections.abc import Iterator
from datetime import datetime

import pytest
import requests

from tests.cluster.books import Books
from tests.cluster.buyers import buying
from tests.cluster.counting import Counts, total
from tests.cluster.machine import Cluster, a_cluster
from tests.faults.night import wait_until

EVENT, FRIDAY = "6IE", 4
IS_LONG = os.environ.get("LOAD") == "long"
ORDERS = 40 if IS_LONG else 6  # that are bought after each blow
AWAY = 300 if IS_LONG else 20  # pages that say that the box office is away, before it comes back
MET: dict[str, Counts] = {}
BOOKS: list[Books] = []


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with a_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture(scope="session")
def performances(cluster: Cluster) -> list[str]:
    """With places for everybody."""
    asked = {"event_id": EVENT, "page_length": "100"}
    address = f"{cluster.sandbox.url}/f13/performances.v1"
    answer = requests.get(address, asked, auth=("demo", "demopass"), timeout=30).json()
    found = answer["results"]["performance"]
    days = {one["perf_id"]: datetime.fromisoformat(one["iso8601_date_and_time"]) for one in found}
    return [perf_id for perf_id, day in days.items() if day.weekday() == FRIDAY]


@pytest.fixture
def met(cluster: Cluster, performances: list[str], request: pytest.FixtureRequest) -> Iterator[Counts]:
    """What buyers meet, who come and go while the test does its worst."""
    with buying(cluster.url, performances) as counts:
        wait_until(lambda: len(counts.bought) >= 2, what="the first orders", within=90)
        MET[request.node.name] = counts
        yield counts


@pytest.fixture
def books(cluster: Cluster) -> Books:
    books = Books.of(cluster, total(MET.values()))
    BOOKS.append(books)
    return books


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not MET:
        return
    terminalreporter.section("what people met at the balancer")
    for name, counts in MET.items():
        terminalreporter.write_line(f"{name.removeprefix('test_')}: {counts.told}; {len(counts.bought)} orders")
    terminalreporter.write_line(f"All: {total(MET.values()).told}")
    for books in BOOKS:
        terminalreporter.write_line(books.told)

"""One cluster for all of these tests, and what people met in all of them, told at the end."""

import os
from collections.abc import Iterator

import pytest

from tests.cluster.books import Books
from tests.cluster.buyers import buying
from tests.cluster.counting import Counts, total
from tests.cluster.machine import Cluster, a_cluster
from tests.faults.night import wait_until
from tests.performances import with_places

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
    return with_places(cluster.sandbox.url)


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
        terminalreporter.write_line(
            f"{name.removeprefix('test_')}: {counts.told}; {len(counts.bought)} orders"
        )
    terminalreporter.write_line(f"All: {total(MET.values()).told}")
    for books in BOOKS:
        terminalreporter.write_line(books.told)

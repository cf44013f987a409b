"""What is so for every test: no other host, no chance in `make test`, a client that holds the rules."""

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from hypothesis import settings as hypothesis_settings
from pytest_socket import SocketConnectBlockedError

from boxoffice import footer, live
from tests.clocks import Clock
from tests.rules.pages import HouseRulesClient
from tests.sandbox_process import SandboxProcess
from tests.services import part_of

HERE = {None, "", "127.0.0.1", "::1", "localhost"}
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "django_db_serialized_rollback"}

hypothesis_settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis_settings.register_profile("here", deadline=None)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") else "here")

look_up = socket.getaddrinfo


def pytest_configure(config: pytest.Config) -> None:
    cache = settings.CACHES["default"]
    if "redis" in cache["BACKEND"].lower():
        # Each test process may empty its own part without the others noticing.
        cache["LOCATION"] = part_of(str(cache["LOCATION"]), number=worker_number())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that touch the database run beside PostgreSQL and Redis: docs/decisions/0015."""
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.on_postgresql)


def worker_number() -> int:
    """Which of the test processes that run side by side this is, from 0."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


@pytest.fixture(autouse=True)
def _names_of_other_hosts_stay_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """pytest-socket refuses connections; asking a name server about another host would already be one."""

    def only_here(host: Any, *arguments: Any, **options: Any) -> Any:
        if host not in HERE:
            raise SocketConnectBlockedError(sorted(filter(None, HERE)), str(host))
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", only_here)


@pytest.fixture(autouse=True)
def _the_foot_of_pages_is_known() -> None:
    """As in a process that has just asked, of staff who said nothing: pages are counted without it."""
    footer.know((), seconds=float("inf"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def client() -> HouseRulesClient:
    return HouseRulesClient()


@pytest.fixture
def no_tries_yet() -> None:
    """Nobody has tried anything that is counted: with Redis, counts of other tests are still there."""
    cache.clear()


@pytest.fixture(scope="session")
def sandbox_process() -> Iterator[SandboxProcess]:
    with SandboxProcess() as process:
        yield process


@pytest.fixture
def sandbox(sandbox_process: SandboxProcess) -> SandboxProcess:
    """The sandbox as at its start: nothing held, nothing sold, no faults, the clock right."""
    sandbox_process.reset()
    return sandbox_process


@pytest.fixture
def f13(sandbox: SandboxProcess, settings: Any) -> Iterator[SandboxProcess]:
    """The real sandbox, to which the shop of this test process speaks."""
    settings.F13_URL = sandbox.url
    live.forget()
    cache.clear()
    yield sandbox
    cache.clear()

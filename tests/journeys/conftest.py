"""Whole visits: a real browser, the shop's real web and worker, a real sandbox; one set per test process."""

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from rehearsal.environment import shop_environment
from rehearsal.shop import ShopProcess
from tests.conftest import worker_number
from tests.journeys.browser import DESK, PHONE, Watch, a_browser, keep_evidence
from tests.journeys.states import Visit
from tests.sandbox_process import READS_ONCE, SandboxProcess
from tests.services import new_database, part_of

PATIENCE = 15_000  # milliseconds: two cores are shared by browser, shop, worker and sandbox
FAILED = pytest.StashKey[bool]()

expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def shop(sandbox_process: SandboxProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShopProcess]:
    """The shop with a database of its own and the sandbox's catalogue."""
    folder = tmp_path_factory.mktemp("shop")
    # The sandbox begins anew with each test: what is free is not what it was a moment ago.
    settings = shop_environment(sandbox_process, **_places(folder), **READS_ONCE, ANSWERS_SHARED_SECONDS="0")
    running = ShopProcess(settings, logs=folder)
    running.manage("migrate", "--noinput")
    running.collect()
    try:
        sandbox_process.reset()  # of what the test before has arranged
        running.manage("refresh_catalogue")
        running.start()
        running.wait_until_ready()
        yield running
    finally:
        running.stop()


def _places(folder: Path) -> dict[str, str]:
    """SQLite, or databases of its own on the servers that this test run is given."""
    server, _, _ = os.environ.get("DATABASE_URL", "").rpartition("/")
    if not server.startswith("postgres"):
        return {"database_url": f"sqlite:///{folder / 'shop.sqlite3'}"}
    number = worker_number()
    cache_url = part_of(os.environ.get("CACHE_URL", ""), number=8 + number)
    return {"database_url": new_database(server, name=f"journeys_{number}"), "cache_url": cache_url}


# For the package alone: while Playwright runs, Django takes its thread for an asynchronous one.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test for what no page may do; `watch.forgive(text)` where it is meant."""
    watch = Watch()
    yield watch
    assert watch.complaints == []


Visitor = Callable[..., Page]


@pytest.fixture
def visitor(
    browser: Browser, shop: ShopProcess, sandbox: SandboxProcess, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[Visitor]:
    """Makes visitors, each with cookies of their own: `visitor()` at a desk, `visitor(**PHONE)`."""
    contexts = []

    def come(**options: Any) -> Page:
        context = browser.new_context(base_url=shop.url, locale="en-GB", service_workers="block", **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        return context.new_page()

    yield come
    if watch.complaints or request.node.stash.get(FAILED, False):
        pages = [page for context in contexts for page in context.pages]
        logs = {program.name: program.last_lines(200) for program in shop.programs}
        keep_evidence(request.node.name, pages=pages, logs=logs)
    for context in contexts:
        context.close()


@pytest.fixture
def page(visitor: Visitor) -> Page:
    return visitor(**DESK)


@pytest.fixture
def phone(visitor: Visitor) -> Page:
    return visitor(**PHONE)


@pytest.fixture
def page_without_scripts(visitor: Visitor) -> Page:
    return visitor(**WITHOUT_SCRIPTS)


WITHOUT_SCRIPTS = {"java_script_enabled": False}
WAYS: dict[str, dict[str, Any]] = {
    "desk": DESK,
    "desk without scripts": DESK | WITHOUT_SCRIPTS,
    "phone": PHONE,
    "phone without scripts": PHONE | WITHOUT_SCRIPTS,
}


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def visit(
    visitor: Visitor, shop: ShopProcess, sandbox: SandboxProcess, request: pytest.FixtureRequest
) -> Visit:
    """In each of the ways in which a shop is visited."""
    return Visit(visitor(**request.param), shop, sandbox)

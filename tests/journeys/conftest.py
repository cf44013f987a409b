"""Whole visits: a real browser, the shop's real web and worker, a real sandbox; one set per test process."""

from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from rehearsal.shop import ShopProcess
from tests.journeys.browser import DESK, PHONE, USUAL, Watch, a_browser, keep_evidence, slowed
from tests.journeys.shops import Open
from tests.journeys.shops import after_shop as after_shop
from tests.journeys.shops import cider_intent_shop as cider_intent_shop
from tests.journeys.shops import cider_shop as cider_shop
from tests.journeys.shops import open_shop as open_shop
from tests.journeys.shops import ready as ready
from tests.journeys.shops import redirect_shop as redirect_shop
from tests.journeys.shops import staff_shop as staff_shop
from tests.journeys.shops import stripe_shop as stripe_shop
from tests.journeys.shops import webhook as webhook
from tests.journeys.shops import white_label_return as white_label_return
from tests.journeys.shops import white_label_shop as white_label_shop
from tests.journeys.states import Visit
from tests.sandbox_process import SandboxProcess

PATIENCE = 15_000  # milliseconds: two cores are shared by browser, shop, worker and sandbox
FAILED = pytest.StashKey[bool]()

expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def shop(open_shop: Open) -> ShopProcess:
    """The usual one: the demo account, on credit."""
    return open_shop("shop")


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
        context = browser.new_context(base_url=shop.url, **(USUAL | options))
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        context.on("page", slowed)
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

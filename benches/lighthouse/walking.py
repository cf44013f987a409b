"""A buyer's walk, in a browser that Lighthouse looks into between the steps, with the buyer's cookies."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from rehearsal import chromium
from rehearsal.buyer import CUSTOMER
from rehearsal.environment import free_port, process_environment
from rehearsal.programs import Program

ARGUMENTS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
# The sandbox's: with pictures and seats; without seats.
EVENT, WITHOUT_SEATS = "/event/7AB/any/", "/event/6IF/any/"
FIRST_CHOICES = ("[name=group], [name=from]", "[name=send]")


@contextmanager
def a_browser() -> Iterator[int]:
    """Chromium with an empty profile; the port at which it is steered."""
    port = free_port()
    with tempfile.TemporaryDirectory() as profile:
        steered = [f"--remote-debugging-port={port}", f"--user-data-dir={profile}", "about:blank"]
        program = Program(
            "chromium",
            command=[chromium.program(), *ARGUMENTS, *steered],
            environment=process_environment({}),
            log=Path(profile) / "chromium.log",
        )
        program.start()
        try:
            program.wait_until_it_answers(f"http://127.0.0.1:{port}/json/version")
            yield port
        finally:
            program.stop()


def walk(url: str, *, port: int) -> Iterator[tuple[str, str]]:
    """Each page's name and address, once there is one: the buyer goes on when the next is asked for.

    One purchase. Lighthouse only opens addresses; nothing that it does sells, or lets anything go.
    """
    yield "home", f"{url}/"
    yield "search", f"{url}/search/"
    with _steps(port) as page:
        event = _led_to(page, url + EVENT)
        seats, kinds = (_first_date(page, url + event) for event in (EVENT, WITHOUT_SEATS))
    yield "event", event
    yield "performance", kinds
    yield "seat-map", seats
    with _steps(port) as page:
        trolley = _into_the_trolley(page, seats)
    yield "trolley", trolley
    with _steps(port) as page:
        held = _hold(page, trolley)
    yield "checkout", held
    with _steps(port) as page:
        order = _buy(page, held)
    yield "order", order


@contextmanager
def _steps(port: int) -> Iterator[Page]:
    """For some steps of the buyer's. Who measures then is alone in the browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        page = browser.contexts[0].new_page()
        yield page
        page.close()


def _led_to(page: Page, address: str) -> str:
    page.goto(address)
    return page.url


def _first_date(page: Page, event: str) -> str:
    page.goto(event)
    page.locator("a[href^='/performance/']").first.click()
    page.locator("body[data-page=performance]").wait_for()
    return page.url


def _into_the_trolley(page: Page, performance: str) -> str:
    page.goto(performance)
    page.locator("seat-map[data-ready]").wait_for()
    for names in FIRST_CHOICES:
        page.locator(names).first.check()
    page.get_by_role("button", name="Continue").click()
    page.locator("body[data-page=trolley]").wait_for()
    return page.url


def _hold(page: Page, trolley: str) -> str:
    page.goto(trolley)
    page.get_by_role("button", name="Hold these tickets").click()
    page.locator("body[data-page=checkout]").wait_for()
    return page.url


def _buy(page: Page, held: str) -> str:
    page.goto(held)
    for label, value in CUSTOMER.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Buy for").click()
    page.locator("body[data-page=order]").wait_for()
    return page.url

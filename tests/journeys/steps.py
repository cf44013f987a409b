"""What buyers do again and again, in their own words."""

import time

from playwright.sync_api import Page, expect

from tests.sandbox_process import SandboxProcess

PATIENCE = 15  # seconds
CUSTOMER = {
    "First name": "Ada",
    "Last name": "Reader",
    "Email": "ada@example.com",
    "Phone": "020 7946 0000",
    "Address": "1 Long Lane",
    "Town or city": "London",
    "Postcode": "N1 9GU",
}


def open_event(page: Page, words: str) -> None:
    """Find an event by searching for it."""
    page.goto("/")
    page.get_by_role("searchbox", name="Search events").fill(words)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("main").get_by_role("link", name=words).first.click()
    expect(page.locator("body[data-page=event]")).to_be_visible()


def open_first_performance(page: Page) -> None:
    page.locator(".days a").first.click()
    expect(page.locator("body[data-page=performance]")).to_be_visible()


def choose(page: Page, *, area: str, price: str, quantity: int, send: str) -> None:
    """An area and band by its price, a number of tickets, a way of sending; into the trolley."""
    band = page.locator(".bands li").filter(has_text=area)
    band.filter(has=page.locator(".price-total", has_text=price)).get_by_role("radio").first.check()
    page.get_by_label("Tickets", exact=True).select_option(str(quantity))
    page.locator(".send-methods li").filter(has_text=send).get_by_role("radio").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("body[data-page=trolley]")).to_be_visible()


def hold(page: Page) -> None:
    page.get_by_role("button", name="Hold these tickets").click()
    expect(page.locator("body[data-page=checkout]")).to_be_visible()


def fill_in(page: Page, **changes: str) -> None:
    for label, value in (CUSTOMER | changes).items():
        page.get_by_label(label, exact=True).fill(value)


def buy(page: Page) -> None:
    page.get_by_role("button", name="Buy for").click()
    expect(page.locator("body[data-page=order]")).to_be_visible()


def slow_down(sandbox: SandboxProcess, endpoint: str) -> None:
    """The next answer of this endpoint takes two minutes of the sandbox's clock."""
    sandbox.clear_log()
    sandbox.fault(endpoint, kind="slow", seconds=120)


def let_time_pass(sandbox: SandboxProcess, endpoint: str) -> None:
    """Until that answer has been given. The clock is moved only once the question is there: not too early."""
    patience = time.monotonic() + PATIENCE
    while not (asked := sandbox.log(endpoint=endpoint)) or asked[-1]["status"] is None:
        assert time.monotonic() < patience, f"{endpoint} was not answered"
        if asked:
            sandbox.move_clock(seconds=121)

"""What buyers do again and again, in their own words."""

import time
from urllib.parse import urlencode, urljoin

from playwright.sync_api import Locator, Page, expect

from rehearsal.buyer import CUSTOMER
from tests.sandbox_process import SandboxProcess

PATIENCE = 15  # seconds
SOLD_OUT_ON_SATURDAYS = "6IF"


def open_event(page: Page, words: str) -> None:
    """Find an event by searching for it."""
    page.goto("/")
    page.get_by_role("searchbox", name="Search events").fill(words)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("main").get_by_role("link", name=words).first.click()
    expect(page.locator("body[data-page=event]")).to_be_visible()
    page.wait_for_load_state()


# What begins soon may have begun before anybody here has bought it. What has no time never begins.
IN_TIME = """links => links.findIndex(link => {
    const time = [...link.querySelectorAll("time")].at(-1);
    return !time || new Date(time.dateTime) - Date.now() > 3 * 60 * 60 * 1000;
})"""


def first_in_time(performances: Locator) -> Locator:
    """Of links to performances the first that is hours away."""
    return performances.nth(max(0, performances.evaluate_all(IN_TIME)))


def open_first_performance(page: Page, *, on: str = "") -> None:
    """Of the event on the page: the first in time that has tickets, on a day whose words these are.

    Of the next month where this one has none any more.
    """
    days, next_month = page.locator(".days a, .dates .button"), page.locator(".months a[rel=next]")
    if f"/event/{SOLD_OUT_ON_SATURDAYS}/" in page.url:
        days = days.filter(has_not_text="Saturday")
    days = days.filter(has_text=on)
    while days.evaluate_all(IN_TIME) < 0 and next_month.count():
        page.goto(urljoin(page.url, next_month.get_attribute("href")))
    page.locator(".days details").evaluate_all("days => days.forEach(day => day.open = true)")
    first_in_time(days).click()
    expect(page.locator("body[data-page=performance]")).to_be_visible()
    page.wait_for_load_state()  # whole, and with its scripts: what is there first is not all there is


def choose(page: Page, *, area: str, price: str, quantity: int, send: str) -> None:
    """So many together in an area, at a price; a way of sending; into the trolley."""
    look_for(page, together=quantity)
    place = page.locator(".groups li, .bands li").filter(has_text=area)
    place.filter(has=page.locator(".price-total", has_text=price)).get_by_role("radio").first.check()
    choose_sending(page, send)


def look_for(page: Page, **wishes: object) -> None:
    """As the finder does it: its answer has an address."""
    page.goto(f"{page.url.split('?')[0]}?{urlencode(wishes, doseq=True)}")


def choose_sending(page: Page, send: str) -> None:
    """The last choice, and on to the trolley."""
    page.locator(".send-methods li").filter(has_text=send).get_by_role("radio").check()
    go_on(page)
    expect(page.locator("body[data-page=trolley]")).to_be_visible()
    page.wait_for_load_state()


def choose_first_sending(page: Page) -> None:
    page.locator("[name=send]").first.check()
    go_on(page)
    expect(page.locator("body[data-page=trolley]")).to_be_visible()
    page.wait_for_load_state()


def go_on(page: Page) -> None:
    """By the button in sight: on a phone it moves into the summary of the seats as soon as that is there."""
    page.wait_for_load_state()
    expect(page.locator("seat-map:defined:not([data-ready])")).to_have_count(0)  # none without scripts
    page.get_by_role("button", name="Continue").click()


def hold(page: Page) -> None:
    say_destination(page)
    page.get_by_role("button", name="Hold these tickets").click()
    expect(page.locator("body[data-page=checkout]")).to_be_visible()
    page.wait_for_load_state()  # with its style, which folds what is seldom asked


def say_destination(page: Page) -> None:
    """Where it is asked: the first country that there is."""
    country = page.locator("[name=destination]")
    if country.count():
        country.select_option(index=1)


def fill_in(page: Page, **changes: str) -> None:
    for label, value in (CUSTOMER | changes).items():
        page.get_by_label(label, exact=True).fill(value)


def buy(page: Page) -> None:
    page.get_by_role("button", name="Buy for").click()
    expect(page.locator("body[data-page=order]")).to_be_visible()
    page.wait_for_load_state()


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

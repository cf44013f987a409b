"""What buyers do who want to give tickets back."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.states import Visit
from tests.journeys.steps import buy, fill_in


def bought(visit: Visit, *events: str) -> str:
    """The address of an order with one of each."""
    for event_id in events:
        visit.fill_trolley(event_id)
    visit.hold()
    fill_in(visit.page)
    buy(visit.page)
    return visit.page.url


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def choose(page: Page, *names: str) -> None:
    page.get_by_role("link", name="Cancel tickets").click()
    expect(heading(page)).to_have_text("What do you want to cancel?")
    for name in names:
        page.get_by_role("checkbox", name=re.compile(name)).check()
    page.get_by_role("button", name="See what comes back").click()
    expect(heading(page)).to_have_text("Cancel these tickets?")


def press(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Cancel these tickets")).click()


def expect_cancelled(page: Page) -> None:
    """Without scripts the page comes again by itself."""
    expect(heading(page)).to_have_text("Your tickets are cancelled")

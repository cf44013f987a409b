"""What each page loads in Chromium that knows nothing of it yet: within its budget, bytes and requests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from benches.budget import Budget, Weight, budget
from rehearsal.shop import ShopProcess
from tests.journeys.browser import PHONE
from tests.journeys.states import Visit
from tests.journeys.steps import buy, fill_in
from tests.sandbox_process import SandboxProcess

PICTURES = {"Image"}


class Scale:
    """Everything that a page loads: how many bytes came, by request, and of which kind each is."""

    def __init__(self, session: CDPSession, *, besides: str) -> None:
        self.besides = besides
        self.kinds: dict[str, str] = {}
        self.bytes: dict[str, int] = {}
        self.names: dict[str, str] = {}
        session.on("Network.responseReceived", self._kind)
        session.on("Network.loadingFinished", self._end)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _kind(self, told: dict[str, Any]) -> None:
        address = told["response"]["url"]
        if not (self.besides and address.startswith(self.besides)):
            self.kinds[told["requestId"]], self.names[told["requestId"]] = told["type"], address

    def _end(self, told: dict[str, Any]) -> None:
        self.bytes[told["requestId"]] = int(told["encodedDataLength"])

    @property
    def counted(self) -> list[str]:
        """Each request besides pictures, and what it weighs."""
        return [f"{self.bytes.get(one, 0)} {self.names[one]}" for one in self._besides_pictures]

    @property
    def weight(self) -> Weight:
        asked = self._besides_pictures
        return Weight(sum(self.bytes.get(one, 0) for one in asked), len(asked))

    @property
    def _besides_pictures(self) -> list[str]:
        return [one for one, kind in self.kinds.items() if kind not in PICTURES]


@contextmanager
def weighing(page: Page, *, besides: str) -> Iterator[Scale]:
    """What is loaded in this block, to the last byte; but for what that host serves."""
    session = page.context.new_cdp_session(page)
    scale = Scale(session, besides=besides)
    yield scale
    page.wait_for_load_state("networkidle")
    session.detach()


def broken(page: Page, within: Budget, *, besides: str = "") -> list[str]:
    """The page once more, and what is over this budget; then all that it loaded."""
    page.wait_for_load_state("networkidle")  # what still came for the first time is not the page once more
    with weighing(page, besides=besides) as scale:
        page.reload()
    assert scale.weight.requests >= 3, "a page, a style sheet and a script are the least"
    over = list(within.over(scale.weight))
    return over and [*over, *scale.counted]


@pytest.fixture
def visit(browser: Browser, shop: ShopProcess, sandbox: SandboxProcess) -> Iterator[Visit]:
    """On a phone."""
    context = browser.new_context(base_url=shop.url, locale="en-GB", service_workers="block", **PHONE)
    yield Visit(context.new_page(), shop, sandbox)
    context.close()


CATALOGUE = {
    "home": "/",
    "search": "/search/?q=london",
    "nothing found": "/search/?q=zzzz",
    "event": "/event/7AB/any/",
    "event with a film": "/event/6IF/any/",
    "event of many dates": "/event/LN04/any/",
    "in Arabic": "/ar/",
}


@pytest.mark.parametrize("address", CATALOGUE.values(), ids=CATALOGUE)
def test_the_catalogue(visit: Visit, address: str) -> None:
    visit.page.goto(address)
    name = visit.page.locator("body").get_attribute("data-page") or ""
    assert broken(visit.page, budget(name)) == []


@pytest.mark.parametrize("event_id", ["6IF", "LN42", "9XW"])
def test_a_performance_without_seats(visit: Visit, event_id: str) -> None:
    visit.open_performance(event_id)
    assert broken(visit.page, budget("performance")) == []


@pytest.mark.parametrize("event_id", ["7AB", "LN17"])
def test_a_performance_with_its_seat_map(visit: Visit, event_id: str) -> None:
    visit.open_performance(event_id)
    assert broken(visit.page, budget("seat-map")) == []


def test_the_trolley_the_checkout_and_the_order(visit: Visit) -> None:
    page = visit.page
    page.goto("/trolley/")
    assert broken(page, budget("trolley")) == []
    visit.fill_trolley("7AB")
    assert broken(page, budget("trolley")) == []
    visit.hold()
    assert broken(page, budget("checkout")) == []
    fill_in(page)
    buy(page)
    assert broken(page, budget("order")) == []


def test_card_entry_besides_what_stripe_itself_loads(
    browser: Browser, stripe_shop: ShopProcess, sandbox: SandboxProcess
) -> None:
    context = browser.new_context(base_url=stripe_shop.url, service_workers="block", **PHONE)
    visit = Visit(context.new_page(), stripe_shop, sandbox)
    visit.fill_trolley("6IF")
    visit.hold()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Your tickets are held")
    assert broken(visit.page, budget("card-entry"), besides=sandbox.url) == []
    context.close()


@pytest.mark.parametrize("address", ["/orders/find/", "/pages/terms/"])
def test_other_pages_weigh_no_more_than_an_order(visit: Visit, address: str) -> None:
    visit.page.goto(address)
    assert broken(visit.page, budget("order")) == []

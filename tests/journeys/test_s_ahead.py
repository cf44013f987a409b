"""What Chromium fetches before anybody presses, and how pages of the catalogue follow each other."""

import time
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from rehearsal.shop import ShopProcess
from tests.journeys.browser import wait_for
from tests.journeys.states import Visit
from tests.journeys.steps import PATIENCE
from tests.sandbox_process import SandboxProcess

HOME, EVENT, PERFORMANCE, REFUSED = (
    f'"GET {words}' for words in ("catalog:home 200", "catalog:event 200", "catalog:performance", "ahead 503")
)
TOLD = "addEventListener('pagereveal', event => { window.isMoving = event.viewTransition !== null; });"


class Asked:
    """What has come to the shop since then, by its own log."""

    def __init__(self, page: Page, shop: ShopProcess) -> None:
        self._page, self._log = page, shop.web.log
        self._before = len(self._lines())

    def count(self, words: str) -> int:
        return sum(words in line for line in self._lines()[self._before :])

    def wait_for(self, words: str) -> None:
        patience = time.monotonic() + PATIENCE
        while not self.count(words):
            assert time.monotonic() < patience, f"{words} was never asked"
            self._page.wait_for_timeout(50)  # the browser goes on meanwhile

    def _lines(self) -> list[str]:
        return self._log.read_text().splitlines()


@pytest.fixture
def visit(page: Page, shop: ShopProcess, sandbox: SandboxProcess) -> Visit:
    return Visit(page, shop, sandbox)


def test_s_an_event_is_there_before_its_link_is_pressed_and_is_not_asked_for_again(visit: Visit) -> None:
    page = visit.page
    page.goto("/")
    page.wait_for_load_state()
    asked = Asked(page, visit.shop)
    card = page.locator(".card-link").first
    card.hover()
    asked.wait_for(EVENT)
    card.click()
    expect(page.locator("body[data-page=event]")).to_be_visible()
    page.wait_for_load_state()
    assert asked.count(EVENT) == 1


def test_s_a_performance_is_never_asked_for_before_it_is_pressed(visit: Visit) -> None:
    page = visit.page
    visit.open_event("7AB")
    page.wait_for_load_state()
    asked = Asked(page, visit.shop)
    visit.sandbox.clear_log()
    day = page.locator(".days a").first
    for link in (day, page.get_by_role("link", name="Trolley"), page.locator(".site-name")):
        link.hover()
        page.wait_for_timeout(400)  # twice as long as Chromium takes for a sign
    asked.wait_for(HOME)  # which may be fetched, and came last
    assert (asked.count(PERFORMANCE), asked.count("checkout:trolley"), asked.count(REFUSED)) == (0, 0, 0)
    assert visit.sandbox.log(endpoint="availability") == []
    day.click()
    expect(page.locator("body[data-page=performance]")).to_be_visible()
    asked.wait_for(PERFORMANCE)  # whose line is written once all of it has been sent
    assert asked.count(PERFORMANCE) == 1


def test_s_the_rules_are_a_file_that_is_kept_for_ever(shop: ShopProcess) -> None:
    said = requests.get(shop.url, timeout=10).headers["Speculation-Rules"]
    answer = requests.get(shop.url + said.strip('"'), timeout=10)
    assert answer.headers["Content-Type"] == "application/speculationrules+json"
    assert "immutable" in answer.headers["Cache-Control"]


def test_s_a_date_that_was_pressed_shows_it_until_the_answer_is_there(visit: Visit) -> None:
    page = visit.page
    visit.open_event("7AB")
    page.wait_for_load_state()
    day = page.locator(".days a").first
    before, then = day.evaluate("link => [link.dataset.asked, (link.click(), link.dataset.asked)]")
    assert (before, then) == (None, "")
    expect(page.locator("body[data-page=performance]")).to_be_visible()
    page.go_back()
    expect(page.locator("body[data-page=event]")).to_be_visible()
    expect(page.locator("[data-asked]")).to_have_count(0)


@pytest.fixture
def moving(browser: Browser, shop: ShopProcess) -> Iterator[Page]:
    """A page with a cache, as browsers have it; the usual ones have none while they are watched."""
    context = browser.new_context(base_url=shop.url, reduced_motion="no-preference")
    page = context.new_page()
    page.add_init_script(TOLD)
    yield page
    context.close()


def has_moved(page: Page, link: str, *, to: str) -> bool:
    """Whether the page behind that link grew out of the one before."""
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.wait_for_load_state()
    page.locator(link).first.click()
    expect(page.locator(f"body[data-page={to}]")).to_be_visible()
    page.wait_for_load_state()
    wait_for(page, "window.isMoving !== undefined")
    assert broken == []
    return page.evaluate("window.isMoving")


def test_s_in_the_catalogue_one_page_grows_out_of_the_other(moving: Page) -> None:
    moving.goto("/search/")
    assert has_moved(moving, ".card-link", to="event")
    assert has_moved(moving, ".site-name", to="home")


def test_s_on_the_way_to_tickets_nothing_moves(moving: Page) -> None:
    moving.goto("/event/7AB/any/")
    assert not has_moved(moving, ".days a", to="performance")
    assert not has_moved(moving, ".site-name", to="home")


def test_s_nothing_moves_where_motion_is_not_wanted(moving: Page) -> None:
    moving.emulate_media(reduced_motion="reduce")
    moving.goto("/search/")
    assert not has_moved(moving, ".card-link", to="event")

"""Pictures that do not come, a slow network, scripts that fail, break off or never come: it still sells."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.journeys.browser import DESK, PHONE, Watch
from tests.journeys.looking import too_wide
from tests.journeys.states import Visit
from tests.journeys.steps import CUSTOMER

EVENT = "The Unremarkable Incident of the Cat at Lunchtime"
SCREENS = pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
# Each picture has words in its place, or says nothing that does not stand beside it.
WITHOUT_WORDS = """() => [...document.images].filter(one => !one.hasAttribute("alt") ||
    (!one.alt && !one.closest("[aria-hidden=true]") &&
    !one.closest("a, li, figure, header, section")?.textContent.trim())).map(one => one.src)"""

Look = Callable[[Page], None]


def buy_tickets(page: Page, look: Look = lambda page: None) -> None:
    """From a search to the tickets, by what pages show; none is waited for to be complete."""
    page.goto("/search/?q=cat+at+lunchtime", wait_until="commit")
    page.get_by_role("main").get_by_role("link", name=EVENT).first.wait_for()
    look(page)
    page.get_by_role("main").get_by_role("link", name=EVENT).first.click()
    page.locator(".days a").first.wait_for()
    look(page)
    page.locator(".days a").first.click()
    page.locator("[name=group]").first.check()
    page.locator("[name=send]").first.check()
    look(page)
    page.get_by_role("button", name="Continue").click()
    page.locator("body[data-page=trolley]").wait_for()
    look(page)
    page.get_by_role("button", name="Hold these tickets").click()
    for label, value in CUSTOMER.items():
        page.get_by_label(label, exact=True).fill(value)
    look(page)
    page.get_by_role("button", name="Buy for").click()
    bought = page.locator("body[data-page=order]")
    again = page.get_by_role("link", name="Look again")
    expect(bought.or_(again).first).to_be_visible()
    while not bought.count():
        again.click()
        expect(bought.or_(again).first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    look(page)


@SCREENS
def test_b7_without_pictures_words_stand_in_their_place(visitor, watch: Watch, sandbox, screen) -> None:
    watch.forgive("net::ERR_FAILED")
    page = visitor(**screen)
    kept_away: list[str] = []

    def keep_away(route: Route) -> None:
        kept_away.append(route.request.url)
        route.abort()

    page.route(lambda _url: True, lambda route: keep_away(route) if is_picture(route) else route.fallback())
    found: list[str] = []

    def look(page: Page) -> None:
        size = page.viewport_size
        found.extend(page.evaluate(WITHOUT_WORDS) + too_wide(page))
        page.set_viewport_size(size)  # type: ignore[arg-type]

    buy_tickets(page, look)
    assert kept_away
    assert found == []
    assert len(sandbox.log(endpoint="purchase")) == 1


def is_picture(route: Route) -> bool:
    return route.request.resource_type == "image"


@SCREENS
def test_b7_on_a_slow_network_it_sells(visitor, sandbox, screen) -> None:
    page = visitor(**screen)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW)
    buy_tickets(page)
    assert len(sandbox.log(endpoint="purchase")) == 1


def fails(route: Route) -> None:
    route.abort()


def breaks_off(route: Route) -> None:
    try:
        answer = route.fetch()
        text = answer.text()
        route.fulfill(response=answer, body=text[: len(text) // 2] + " (")
    except Error:
        return  # the buyer has gone on to the next page


def never_comes(route: Route) -> None:
    """Not answered: the browser goes on waiting for it."""


@SCREENS
@pytest.mark.parametrize("trouble", [fails, breaks_off, never_comes])
def test_b7_with_scripts_in_trouble_it_sells(visitor, watch: Watch, sandbox, screen, trouble) -> None:
    watch.forgive("net::ERR_FAILED")
    watch.forgive("SyntaxError")
    watch.forgive("a script broke: ")
    page = visitor(**screen)
    asked: list[str] = []

    def meddle(route: Route) -> None:
        asked.append(route.request.url)
        trouble(route)

    page.route("**/*.js", meddle)
    buy_tickets(page)
    assert any("seat-map" in address for address in asked)
    assert len(sandbox.log(endpoint="purchase")) == 1


def test_b7_tools_of_the_seat_map_are_shown_once_they_work(page: Page, watch: Watch) -> None:
    watch.forgive("net::ERR_FAILED")
    page.goto("/event/7AB/any/")
    address = page.locator("a[href^='/performance/']").first.get_attribute("href")
    page.goto(f"{address}")
    expect(page.get_by_role("button", name="Best seats")).to_be_visible()
    page.route("**/*.js", fails)
    page.reload()
    expect(page.locator(".row > input").first).to_be_visible()
    expect(page.get_by_role("button", name="Best seats")).to_be_hidden()


def test_b7_what_is_typed_before_the_scripts_are_there_stays(page: Page, shop, sandbox) -> None:
    visit = Visit(page, shop, sandbox)
    visit.fill_trolley("7AB")
    visit.hold()
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Reader")
    held_up: list[Route] = []
    page.route("**/customer*.js", lambda route: held_up.append(route))
    address = page.url
    page.goto("/accessibility/")
    page.goto(address, wait_until="commit")
    page.get_by_label("First name").fill("Bea")
    visit.wait_until(lambda: held_up or page.wait_for_timeout(20), what="the script is asked for")
    held_up[0].continue_()
    expect(page.get_by_label("Last name")).to_have_value("Reader")
    expect(page.get_by_label("First name")).to_have_value("Bea")


def test_b7_what_is_chosen_before_the_scripts_are_there_is_looked_for(page: Page, shop, sandbox) -> None:
    visit = Visit(page, shop, sandbox)
    held_up: list[Route] = []
    page.route("**/finding*.js", lambda route: held_up.append(route))
    visit.open_performance("7AB")
    page.get_by_label("Together", exact=True).select_option("3")
    visit.wait_until(lambda: held_up or page.wait_for_timeout(20), what="the script is asked for")
    expect(page.get_by_role("heading", name="The best 2 together")).to_be_visible()
    held_up[0].continue_()
    expect(page.get_by_role("heading", name="The best 3 together")).to_be_visible()

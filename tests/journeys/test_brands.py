"""The shop as it comes, and in each of the example brands: nothing for axe to find, light or dark."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rehearsal.shop import ShopProcess
from tests.journeys.looking import problems
from tests.journeys.shops import Open
from tests.journeys.states import Visit

BRANDS = {
    "box-office": "",
    "velvet-lantern": "/pages/evening/",
    "puddle-and-kite": "/pages/first-visit/",
}


@pytest.fixture(scope="module", params=BRANDS)
def shop(open_shop: Open, request: pytest.FixtureRequest) -> ShopProcess:
    folder = Path("brands").resolve() / request.param
    worn = {"BRAND_DIR": str(folder)} if folder.is_dir() else {}
    return open_shop(f"brand-{request.param}", DEBUG="true", **worn)


def test_every_part_of_it_can_be_used_by_anyone(page: Page, shop: ShopProcess, sandbox) -> None:
    visit, found = Visit(page, shop, sandbox), {}
    page.goto("/style/")
    found["style"] = problems(page)
    page.goto("/")
    found["home"] = problems(page)
    visit.open_event("7AB")
    found["event"] = problems(page)
    visit.open_performance("7AB")
    found["performance"] = problems(page)
    visit.fill_trolley("7AB")
    found["trolley"] = problems(page)
    visit.hold()
    page.wait_for_load_state()
    found["checkout"] = problems(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_its_own_pages_are_reached_from_the_footer(page: Page, shop: ShopProcess) -> None:
    name = next(name for name in BRANDS if f"brand-{name}" in str(shop.web.log))
    page.goto("/fr/")
    links = page.get_by_role("contentinfo").locator(f"a[href='/fr{BRANDS[name]}']")
    expect(links).to_have_count(1 if BRANDS[name] else 0)
    if BRANDS[name]:
        links.click()
        expect(page.locator("body[data-page=legal] article h1")).to_be_visible()
        page.wait_for_load_state()
        assert problems(page) == []


def test_it_loads_nothing_from_strangers_and_one_style_sheet(page: Page, shop: ShopProcess, sandbox) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    page.wait_for_load_state("load")
    assert [url for url in asked if not url.startswith((shop.url, sandbox.url, "data:"))] == []
    assert len([url for url in asked if ".css" in url]) == 1

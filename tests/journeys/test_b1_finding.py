"""Finding: words, city, category, dates, price, offers, near me; sort; the address of a result is shared."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PHONE
from tests.journeys.looking import problems, too_wide

SOHO = {"latitude": 51.5137, "longitude": -0.1316}
NUTCRACKER = "Matthew Bourne's Nutcracker TEST"


def cards(page: Page):
    return page.locator("#results .card")


def number(page: Page) -> int:
    return int((page.locator("#count").text_content() or "").split()[0])


def open_search(page: Page, query: str = "") -> int:
    """How many events there are; the page is marked, so that one can see whether it stays."""
    page.goto(f"/search/{query}")
    page.evaluate("window.isTheSamePage = true")
    return number(page)


def parameters(page: Page) -> set[str]:
    return set(page.url.partition("?")[2].split("&"))


def expect_in_place(page: Page, address: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(address) + "$"))
    assert page.evaluate("window.isTheSamePage")


def fail_fetches(route) -> None:
    if route.request.resource_type == "fetch":
        route.abort()
    else:
        route.continue_()


def test_b1_words_filters_and_order_change_the_results_in_place(page: Page, visitor) -> None:
    all_events = open_search(page)
    page.get_by_label("London").check()
    expect_in_place(page, "/search/?city=london-uk")
    expect(page.get_by_label("London")).to_be_focused()
    expect(page.get_by_role("status").first).to_have_text(re.compile(r"^\d+ events$"))
    in_london = number(page)
    assert in_london < all_events
    page.get_by_label("Theatre").check()
    expect_in_place(page, "/search/?city=london-uk&category=theatre")
    page.get_by_label("Offers only").check()
    expect_in_place(page, "/search/?city=london-uk&category=theatre&offers=yes")
    assert 0 < number(page) < in_london
    expect(cards(page)).to_have_count(number(page))
    page.get_by_label("Sort by").select_option("By name")
    expect_in_place(page, "/search/?city=london-uk&category=theatre&offers=yes&sort=alphabetic")
    shown = page.locator("#results .card-name").all_text_contents()
    assert shown == sorted(shown)
    # The address alone leads somebody else to the same.
    other = visitor()
    other.goto(page.url)
    assert other.locator("#results .card-name").all_text_contents() == shown
    for _step in range(4):
        page.go_back()
    expect_in_place(page, "/search/")
    expect(page.get_by_label("London")).not_to_be_checked()
    assert number(page) == all_events


def test_b1_typing_looks_for_words_by_itself_and_forgives_typos(page: Page) -> None:
    open_search(page)
    box = page.get_by_role("searchbox", name="Search events")
    box.press_sequentially("nutcraker")
    expect_in_place(page, "/search/?q=nutcraker")
    expect(page.locator(".notice")).to_have_text("Nothing for “nutcraker”; showing “nutcracker”.")
    expect(cards(page)).to_have_count(1)
    expect(cards(page)).to_contain_text(NUTCRACKER)
    expect(box).to_be_focused()
    expect(box).to_have_value("nutcraker")
    expect(page.locator("#said")).to_contain_text("1 event Nothing for “nutcraker”")
    expect(page).to_have_title(re.compile("^Events for “nutcraker”"))


def test_b1_dates_prices_and_chips(page: Page) -> None:
    open_search(page)
    page.get_by_role("link", name="Next 7 days").click()
    expect(page).to_have_url(re.compile(r"/search/\?from=[\d-]+&to=[\d-]+$"))
    first_day = page.get_by_label("From day").input_value()
    assert f"from={first_day}" in page.url
    page.get_by_label("At most").fill("30")
    expect(page).to_have_url(re.compile("&max=30$"))
    expect(page.locator("#found-head .chip")).to_have_count(3)
    page.locator("#found-head .chip").filter(has_text="up to 30").click()
    expect(page).to_have_url(re.compile(r"to=[\d-]+$"))
    expect(page.get_by_label("At most")).to_have_value("")
    expect(page.locator("main")).to_be_focused()
    page.get_by_role("link", name="Next", exact=True).click()
    expect(page).to_have_url(re.compile("&page=2$"))
    assert page.evaluate("window.isTheSamePage")


def test_b1_near_me_is_asked_for_and_never_assumed(visitor) -> None:
    page = visitor(geolocation=SOHO, permissions=["geolocation"])
    everywhere = open_search(page)
    assert "near" not in page.url
    page.get_by_role("button", name="Near me").click()
    expect_in_place(page, "/search/?near=51.51,-0.13")
    assert 0 < number(page) < everywhere
    expect(cards(page).first.locator(".card-far")).to_have_text(re.compile(r"^\d+ km$"))
    expect(page.get_by_label("Sort by")).to_have_value("")
    expect(page.locator("#sort option").first).to_have_text("Nearest first")


def test_b1_near_a_city_and_what_if_the_browser_refuses(page: Page) -> None:
    open_search(page)
    page.get_by_role("button", name="Near me").click()
    expect(page.locator("#near-help")).to_contain_text("You can write a city instead")
    page.get_by_label("Near a city or venue").fill("edinburgh")
    expect(page).to_have_url(re.compile(r"\?near=edinburgh$"))
    expect(page.locator("#found-head .chip")).to_contain_text("Near Edinburgh")


def test_b1_when_fetching_fails_the_browser_goes_there(page: Page, watch) -> None:
    watch.forgive("net::ERR_FAILED")
    open_search(page)
    page.route("**/search/?*", fail_fetches)
    page.get_by_label("London").check()
    expect(page).to_have_url(re.compile(r"\?city=london-uk$"))
    expect(page.locator("#found-head .chip")).to_contain_text("London")
    assert not page.evaluate("window.isTheSamePage")


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_b1_without_scripts_one_form_does_it_all(visitor, size) -> None:
    page = visitor(java_script_enabled=False, **size)
    page.goto("/")
    page.get_by_role("link", name="All offers").click()
    with_offers = number(page)
    if size:
        page.get_by_text("Filter and sort").click()
    expect(page.get_by_role("button", name="Near me")).to_have_count(0)
    page.get_by_label("London").check()
    page.get_by_label("Sort by").select_option("Cheapest first")
    page.get_by_label("At most").fill("60")
    page.get_by_role("button", name="Show events").click()
    expect(page).to_have_url(re.compile("max=60"))
    assert {"city=london-uk", "offers=yes", "max=60", "sort=cost_ascending"} <= parameters(page)
    assert 0 < number(page) < with_offers
    page.get_by_role("searchbox", name="Search events").fill("zzzz")
    page.get_by_role("searchbox", name="Search events").press("Enter")
    expect(page.locator("#results")).to_contain_text("Nothing was found")
    assert "city=london-uk" in page.url
    page.get_by_role("link", name="Without these words").click()
    expect(cards(page).first).to_be_visible()


def test_b1_on_a_phone_filters_unfold_above_the_results(phone: Page) -> None:
    open_search(phone)
    expect(phone.get_by_label("London")).to_be_hidden()
    phone.get_by_text("Filter and sort").tap()
    phone.get_by_label("London").check()
    expect_in_place(phone, "/search/?city=london-uk")
    expect(phone.get_by_label("London")).to_be_visible()
    phone.get_by_text("2 more").first.tap()
    phone.get_by_label("Orlando").check()
    expect_in_place(phone, "/search/?city=london-uk&city=orlando-us")
    expect(phone.get_by_label("Orlando")).to_be_focused()


STATES = ("/", "/search/", "/search/?q=hamlt&near=london&max=90", "/search/?q=zzzz&city=london-uk&offers=yes")


@pytest.mark.parametrize("address", STATES)
def test_b1_anyone_can_use_it_in_any_state(page: Page, address) -> None:
    page.goto(address)
    for more in page.locator("details").all():
        more.evaluate("one => one.open = true")
    assert problems(page) == []


@pytest.mark.parametrize("query", ["q=midwinter", *(f"{name}={'W' * 150}" for name in ("q", "city", "near"))])
def test_b1_long_words_stay_within_the_page(page: Page, query) -> None:
    page.goto(f"/search/?{query}")
    assert too_wide(page) == []

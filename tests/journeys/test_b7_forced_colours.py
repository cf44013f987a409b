"""Where the reader's own colours take the place of ours, nothing that they told is lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import DESK
from tests.journeys.seats import SEATS, open_map
from tests.journeys.states import Visit

# What is still seen then: edges and their manner, lines beneath words, weight.
LOOK = """one => {
    const style = getComputedStyle(one);
    return ["borderTopWidth", "borderTopStyle", "outlineStyle", "textDecorationLine", "fontWeight"]
        .map(name => style[name]).join(" ");
}"""
EDGE = """one => {
    const {borderTopColor, borderTopWidth, borderTopStyle} = getComputedStyle(one);
    const paper = getComputedStyle(document.documentElement).backgroundColor;
    return [borderTopColor, paper, borderTopWidth, borderTopStyle];
}"""
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])


@pytest.fixture
def forced(visitor) -> Page:
    return visitor(**DESK, forced_colors="active", color_scheme="dark")


def look(one: Locator) -> str:
    return str(one.evaluate(LOOK))


def test_b7_what_is_chosen_is_told_without_our_colours(forced: Page, shop, sandbox) -> None:
    page = forced
    page.goto("/search/?city=london-uk")
    page.wait_for_load_state()
    page.get_by_role("link", name="Today", exact=True).click()
    today = page.get_by_role("link", name="Today", exact=True)
    expect(today).to_have_attribute("aria-current", "true")
    assert look(today) != look(page.get_by_role("link", name="Next 7 days", exact=True))
    page.goto("/search/")
    page.wait_for_load_state()
    pages = page.locator(".pages")
    expect(pages.locator("[aria-current]")).to_have_count(1)
    assert look(pages.locator("[aria-current]")) != look(pages.get_by_role("link", name="Page 2", exact=True))
    Visit(page, shop, sandbox).open_performance("7AB")
    page.wait_for_load_state()
    rows = page.locator(".groups li")
    rows.nth(1).get_by_role("radio").check()
    assert look(rows.nth(1)) != look(rows.nth(0))


def test_b7_seats_differ_free_chosen_and_taken(forced: Page) -> None:
    open_map(forced, "7AB")
    seat = forced.locator(SEATS).nth(3)
    fill = "one => getComputedStyle(one).backgroundColor"
    free = seat.evaluate(fill)
    seat.check()
    assert seat.evaluate(fill) != free
    other = forced.locator(SEATS).nth(5)
    before = look(other)
    other.evaluate("one => { one.disabled = true }")
    assert look(other) != before


def test_b7_errors_have_an_edge(forced: Page, watch) -> None:
    watch.forgive("responded with a status of 422")
    forced.goto("/orders/find/")
    forced.wait_for_load_state()
    email = forced.get_by_role("textbox", name="Email")
    before = look(email)
    forced.get_by_role("button", name="Find the order").click()
    expect(forced).to_have_title(re.compile("^Error"))
    forced.wait_for_load_state()
    assert look(email) != before
    assert (
        float(
            forced.locator(".error-summary").evaluate(
                "one => parseFloat(getComputedStyle(one).borderInlineStartWidth)"
            )
        )
        >= 3
    )


@SCHEMES
def test_b7_edges_of_fields_can_be_seen(visitor, scheme: str) -> None:
    page = visitor(**DESK, color_scheme=scheme)
    page.goto("/orders/find/")
    page.wait_for_load_state()
    for field in page.locator("main input:not([type=hidden]), .site-search input").all():
        edge, paper, width, style = field.evaluate(EDGE)
        assert (float(width.removesuffix("px")) >= 1, style) == (True, "solid")
        assert contrast(edge, paper) >= 3
    hint = "one => getComputedStyle(one, '::placeholder').color"
    assert contrast(page.get_by_role("searchbox").evaluate(hint), paper) >= 4.5


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted(lightness(one_of) for one_of in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def lightness(colour: str) -> float:
    """Of `rgb(…)`, as WCAG reckons it."""
    parts = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))

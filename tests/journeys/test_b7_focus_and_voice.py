"""What had the focus keeps it or hands it on, and whatever changes in place is said to those who listen."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import wait_for
from tests.journeys.holding import come_back, hold_seats, leave
from tests.journeys.seats import chosen, open_map, said, seat
from tests.journeys.states import Visit
from tests.journeys.steps import fill_in, let_time_pass, slow_down


@pytest.fixture
def visit(page: Page, shop, sandbox) -> Visit:
    return Visit(page, shop, sandbox)


def expect_busy_until_found(page: Page) -> None:
    wait_for(page, "() => !document.getElementById('results').hasAttribute('aria-busy')")


# Search


def test_b7_a_search_says_how_many_there_are_and_the_filter_keeps_the_focus(page: Page) -> None:
    page.goto("/search/")
    page.wait_for_load_state()
    status = page.get_by_role("status").first
    expect(status).to_be_empty()
    page.get_by_label("Theatre").check()
    expect(status).to_have_text(re.compile(r"^\d+ events$"))
    expect(page.get_by_role("checkbox", name="Theatre")).to_be_focused()
    expect_busy_until_found(page)
    today = page.get_by_role("link", name="Today", exact=True)
    today.press("Enter")
    expect(today).to_have_attribute("aria-current", "true")


def test_b7_a_filter_that_goes_hands_the_focus_on(page: Page) -> None:
    page.goto("/search/?q=zzzz&city=london-uk")
    page.wait_for_load_state()
    box = page.locator("#facets [value=london-uk]")
    expect(box).to_be_checked()
    box.press("Space")
    expect(box).to_have_count(0)
    expect(page.locator("#main")).to_be_focused()


def test_b7_a_chip_that_was_left_out_hands_the_focus_on(page: Page) -> None:
    page.goto("/search/?city=london-uk&offers=yes")
    page.wait_for_load_state()
    page.locator("#found-head .chip").first.press("Enter")
    expect(page.locator("#found-head .chip")).to_have_count(1)
    expect(page.locator("#main")).to_be_focused()


# Seats


def test_b7_a_seat_tells_whether_it_is_chosen_and_the_summary_says_what_that_comes_to(page: Page) -> None:
    open_map(page, "7AB")
    place = seat(page, "Stalls, row B, seat 4")
    place.focus()
    page.keyboard.press("Space")
    expect(said(page)).to_contain_text("1 seat chosen")
    expect(place).to_match_aria_snapshot("- checkbox /Stalls, row B, seat 4/ [checked]")
    page.keyboard.press("Space")
    expect(said(page)).to_contain_text("No seats chosen")
    expect(place).to_be_focused()
    expect(chosen(page)).to_have_count(0)


def test_b7_a_drawing_needs_no_dragging(page: Page) -> None:
    open_map(page, "TK03")
    view = page.locator(".seats-view")
    page.get_by_role("button", name="Larger").press("Enter")
    before = view.evaluate("one => [one.scrollLeft, one.scrollTop]")
    seat(page, "Floor, row 1, seat 26").focus()
    page.keyboard.press("End")
    expect(page.locator(":focus")).to_be_in_viewport()
    assert view.evaluate("one => [one.scrollLeft, one.scrollTop]") != before


# Folds


def test_b7_folds_tell_whether_they_are_open_and_keep_the_focus(visit: Visit) -> None:
    page = visit.page
    visit.open_performance("7AB")
    page.wait_for_load_state()
    fold = page.get_by_text("I have a promo code")
    expect(page.get_by_label("Promo code", exact=True)).to_be_hidden()
    fold.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Promo code", exact=True)).to_be_visible()
    expect(page.locator("details.promo[open]")).to_have_count(1)
    expect(page.locator("details.promo > summary")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Promo code", exact=True)).to_be_focused()


# Time


def test_b7_who_types_while_the_time_runs_out_goes_on_typing(visit: Visit) -> None:
    page = visit.page
    hold_seats(visit, "7AB", "B3", "B4")
    fill_in(page)
    page.get_by_label("First name").focus()
    leave(visit, seconds=3)
    come_back(page)
    expect(page.get_by_role("alert")).to_contain_text("Nothing that you typed is lost")
    expect(page.get_by_label("First name")).to_be_focused()


def test_b7_a_button_that_goes_with_the_time_hands_the_focus_to_the_news(visit: Visit) -> None:
    page = visit.page
    hold_seats(visit, "7AB", "B3", "B4")
    page.get_by_role("button", name="Let these tickets go", exact=True).focus()
    leave(visit, seconds=3)
    come_back(page)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("The time for these tickets has run out")
    expect(heading).to_be_focused()


def test_b7_the_end_of_a_purchase_is_said_and_takes_over_the_focus(visit: Visit) -> None:
    page = visit.page
    visit.fill_trolley("6IE", on="Thursday")
    visit.hold()
    fill_in(page, **{"Address, second line (optional)": "fail part one"})
    slow_down(visit.sandbox, "purchase")
    page.get_by_role("button", name="Buy for").click()
    expect(page.get_by_role("progressbar", name="Buying your tickets")).to_be_visible()
    page.wait_for_load_state()
    page.get_by_role("link", name="Look again").focus()
    let_time_pass(visit.sandbox, "purchase")
    heading = page.locator("[aria-live=polite]").get_by_role("heading", level=1)
    expect(heading).to_have_text("The tickets were not bought")
    expect(heading).to_be_focused()

"""What is held, what came otherwise, and how it is let go: at a desk, on a phone, with scripts off."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PHONE
from tests.journeys.holding import (
    CIRCLE,
    FRONT,
    REAR,
    choose_seats,
    deeds,
    go_back,
    hold_seats,
    is_gone,
    is_on_offer,
    seats_of,
    statuses,
)
from tests.journeys.looking import problems
from tests.journeys.states import Visit
from tests.journeys.steps import choose_first_sending, fill_in, hold

DESK = {"viewport": {"width": 1280, "height": 900}}
WAYS = {"desk": DESK, "phone": PHONE, "without-scripts": {"java_script_enabled": False}}
WENT_BACK = "You went back, so your seats have been released."


@pytest.fixture(params=WAYS)
def anyone(request: pytest.FixtureRequest, visitor: Callable[..., Page], shop, sandbox) -> Visit:
    return Visit(visitor(**WAYS[request.param]), shop, sandbox)


@pytest.fixture(params=["desk", "phone"])
def with_scripts(request: pytest.FixtureRequest, visitor: Callable[..., Page], shop, sandbox) -> Visit:
    return Visit(visitor(**WAYS[request.param]), shop, sandbox)


@pytest.fixture
def without_scripts(page_without_scripts: Page, shop, sandbox) -> Visit:
    return Visit(page_without_scripts, shop, sandbox)


def test_r2_three_tickets_are_held_with_the_way_on_to_payment(anyone: Visit) -> None:
    page = anyone.page
    anyone.open_performance("6IF")
    page.goto(f"{page.url}?band=%5B%22STALLS%22%2C%22B%2Fpool%22%5D&from=0&number:0:ADULT=3")
    choose_first_sending(page)
    hold(page)
    expect(page.locator(".order")).to_contain_text("3 tickets: Stalls")
    expect(page.get_by_role("button", name="Buy for")).to_be_enabled()
    assert statuses(anyone.sandbox) == ["reserved"]
    (order,) = anyone.sandbox.transactions()[0]["orders"]
    assert (order["area"], order["band"], order["tickets"]) == ("STALLS", "B/pool", 3)


def test_r4_restricted_views_of_a_thursday_are_said_before_paying(anyone: Visit) -> None:
    page = anyone.page
    anyone.open_performance("6IE", on="Thursday")
    page.goto(f"{page.url}?together=3")
    page.locator("[name=from]").first.check()
    choose_first_sending(page)
    hold(page)
    expect(page.locator(".order .seat-note.is-warning")).to_have_count(2)
    expect(page.locator(".order")).to_contain_text(re.compile("restricted view", re.IGNORECASE))


def test_r6_going_back_releases_and_the_seats_are_on_offer_again(with_scripts: Visit) -> None:
    page, sandbox = with_scripts.page, with_scripts.sandbox
    hold_seats(with_scripts, "7AB", "B3", "B4")
    go_back(page)
    expect(page.get_by_text(WENT_BACK)).to_be_visible()
    expect(page.locator(".held")).to_have_count(0)
    assert statuses(sandbox) == ["released"]
    hold(page)
    assert deeds(sandbox) == ["reserve", "release", "reserve"]
    expect(page.locator(".order")).to_contain_text("B3")


def test_r6_far_back_the_map_shows_the_freed_seats_at_once(with_scripts: Visit) -> None:
    page = with_scripts.page
    hold_seats(with_scripts, "7AB", "B3", "B4")
    go_back(page, pages=2)
    expect(page.locator("body[data-page=performance]")).to_be_visible()
    expect(page.get_by_text(WENT_BACK)).to_be_visible()
    is_on_offer(page, "B3")
    assert statuses(with_scripts.sandbox) == ["released"]


def test_r6_back_to_a_page_that_is_the_same_for_everyone_says_it_there(with_scripts: Visit) -> None:
    page = with_scripts.page
    hold_seats(with_scripts, "7AB", "B3", "B4")
    go_back(page, pages=4)
    expect(page.locator("body[data-page=event]")).to_be_visible()
    expect(page.get_by_text(WENT_BACK)).to_be_visible()
    assert statuses(with_scripts.sandbox) == ["released"]


def test_r6_a_release_that_is_not_certain_yet_is_said_so_and_repeated(page: Page, shop, sandbox) -> None:
    visit = Visit(page, shop, sandbox)
    hold_seats(visit, "7AB", "B3", "B4")
    sandbox.fault("release", kind="cut")
    go_back(page)
    expect(page.get_by_text("we are letting your seats go")).to_be_visible()
    expect_soon(page, lambda: statuses(sandbox) == ["released"])


def test_r6_looking_around_releases_nothing(with_scripts: Visit) -> None:
    page, sandbox = with_scripts.page, with_scripts.sandbox
    hold_seats(with_scripts, "7AB", "B3", "B4")
    address = page.url
    other = page.context.new_page()
    other.goto("/")
    other.goto("/trolley/")
    expect(other.locator(".held")).to_contain_text("You are holding 2 tickets")
    other.go_back()
    expect(other.locator("body[data-page=home]")).to_be_visible()
    # Not behind the checkout, but before it: this tab looks around too.
    page.goto("/")
    page.goto("/search/")
    page.go_back()
    expect(page.locator("body[data-page=home]")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(address)
    expect(page.get_by_role("timer")).to_contain_text("Time left: 14:")
    assert statuses(sandbox) == ["reserved"]
    assert deeds(sandbox) == ["reserve"]


def test_r6_the_pages_own_back_releases(anyone: Visit) -> None:
    page = anyone.page
    hold_seats(anyone, "7AB", "B3", "B4")
    page.get_by_role("button", name="Back to your trolley").click()
    expect(page.locator(".message")).to_contain_text("Your seats have been released.")
    assert statuses(anyone.sandbox) == ["released"]


def test_r6_a_new_choice_releases(anyone: Visit) -> None:
    page = anyone.page
    hold_seats(anyone, "7AB", "B3", "B4")
    choose_seats(anyone, "7AA", "B5", "B6", band=FRONT)
    expect(page.locator(".message")).to_contain_text("Your seats have been released.")
    assert deeds(anyone.sandbox) == ["reserve", "release"]


def test_r6_an_emptied_trolley_releases(anyone: Visit) -> None:
    page = anyone.page
    hold_seats(anyone, "7AB", "B3", "B4")
    page.goto("/trolley/")
    expect(page.locator(".held")).to_contain_text("B3, B4")
    page.get_by_role("button", name="Remove").first.click()
    expect(page.locator(".messages")).to_contain_text("Your seats have been released.")
    expect(page.locator(".held")).to_have_count(0)
    assert statuses(anyone.sandbox) == ["released"]


def test_r6_without_scripts_going_back_says_what_is_held_with_a_button(without_scripts: Visit) -> None:
    page, sandbox = without_scripts.page, without_scripts.sandbox
    hold_seats(without_scripts, "7AB", "B3", "B4")
    page.go_back()
    page.go_back()
    expect(page.locator("body[data-page=performance]")).to_be_visible()
    assert statuses(sandbox) == ["reserved"]
    expect(page.locator(".held")).to_contain_text("You are holding 2 tickets until")
    is_gone(page, "B3")
    page.get_by_role("button", name="Let them go").click()
    expect(page.locator("body[data-page=performance]")).to_be_visible()
    expect(page.locator(".message")).to_contain_text("Your seats have been released.")
    is_on_offer(page, "B3")
    assert statuses(sandbox) == ["released"]


def test_r6_without_scripts_the_next_hold_releases_first(without_scripts: Visit) -> None:
    page, sandbox = without_scripts.page, without_scripts.sandbox
    hold_seats(without_scripts, "7AB", "B3", "B4")
    page.go_back()
    hold(page)
    assert deeds(sandbox) == ["reserve", "release", "reserve"]
    expect(page.locator(".message")).to_contain_text("held before have been let go")
    expect(page.locator(".order")).to_contain_text("B3")


@pytest.mark.parametrize("event_id", ["7AA", "7AB"])
def test_r9_what_cannot_be_held_is_named_and_no_card_is_charged(anyone: Visit, watch, event_id) -> None:
    page = anyone.page
    hold_seats(anyone, event_id, "H10", band=CIRCLE)
    expect(page.get_by_role("heading", level=1)).to_have_text("These tickets could not be held")
    missing = page.locator("main li").first
    expect(missing).to_contain_text("Circle")
    expect(missing).to_contain_text("H10")
    expect(page.get_by_text("No card has been charged.")).to_be_visible()
    assert statuses(anyone.sandbox) == []
    page.get_by_role("link", name="Choose other seats or another area").click()
    expect(page.locator("body[data-page=performance]")).to_be_visible()
    page.locator("[name=group]").first.check()
    choose_first_sending(page)
    expect(page.locator(".order")).to_have_count(1)
    hold(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your tickets are held")


def test_r10_other_seats_are_shown_beside_those_asked_for_and_accepted(anyone: Visit) -> None:
    page = anyone.page
    hold_seats(anyone, "7AB", "D6", "D7", band=REAR)
    expect(page.get_by_role("heading", level=1)).to_have_text("Please look at what is held")
    asked, got = (page.locator(".asked-and-got dd").nth(number) for number in range(2))
    expect(asked).to_have_text("D6, D7")
    for seat in seats_of(anyone.sandbox):
        expect(got).to_contain_text(seat)
    expect(page.get_by_label("First name")).to_have_count(0)
    page.get_by_role("button", name="Accept these for").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your tickets are held")
    fill_in(page)
    expect(page.get_by_role("button", name="Buy for")).to_be_enabled()
    assert deeds(anyone.sandbox) == ["reserve"]


def test_r10_other_seats_are_let_go(anyone: Visit) -> None:
    page = anyone.page
    hold_seats(anyone, "7AB", "D6", "D7", band=REAR)
    page.get_by_role("button", name="Let them go").click()
    expect(page.locator(".message")).to_contain_text("Your seats have been released.")
    assert statuses(anyone.sandbox) == ["released"]


def test_what_came_otherwise_can_be_used_by_anyone(page: Page, shop, sandbox) -> None:
    visit = Visit(page, shop, sandbox)
    hold_seats(visit, "7AB", "D6", "D7", band=REAR)
    found = {"other seats": problems(page)}
    page.goto("/trolley/")
    found["held"] = problems(page)
    page.context.clear_cookies()
    hold_seats(visit, "7AB", "H10", band=CIRCLE)
    found["none"] = problems(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def expect_soon(page: Page, is_so: Callable[[], bool]) -> None:
    """Within the patience of journeys; the page's own clock is not waited by."""
    for _ in range(75):
        if is_so():
            return
        page.wait_for_timeout(200)
    raise AssertionError("it never came true")

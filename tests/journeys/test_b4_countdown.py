"""How long it is held: by the server's clock, on every device, and with a way on at the end."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PHONE
from tests.journeys.holding import come_back, deeds, hold_seats, leave, seats_of, statuses
from tests.journeys.looking import problems
from tests.journeys.seats import somebody_else_takes
from tests.journeys.states import Visit
from tests.journeys.steps import CUSTOMER, fill_in

RAN_OUT = "The time for these tickets has run out"
LONG_AGO = datetime(2019, 5, 1, tzinfo=UTC)


@pytest.fixture
def visit(page: Page, shop, sandbox) -> Visit:
    return Visit(page, shop, sandbox)


def test_b4_the_time_is_said_at_few_moments(visit: Visit) -> None:
    page = visit.page
    page.clock.install()
    hold_seats(visit, "7AB", "B3", "B4")
    said, timer = page.locator("#time-left"), page.get_by_role("timer")
    expect(timer).to_have_attribute("aria-live", "off")
    expect(timer).to_contain_text("Time left: 14:")
    expect(said).to_be_empty()
    for minutes, words in ((5, "Five minutes left"), (2, "Two minutes left"), (1, "One minute left")):
        leave(visit, seconds=minutes * 60 + 3)
        page.clock.fast_forward(60_000)
        expect(said).to_contain_text(words)


def test_b4_woken_late_it_says_less_than(visit: Visit) -> None:
    hold_seats(visit, "7AB", "B3", "B4")
    leave(visit, seconds=200)
    come_back(visit.page)
    expect(visit.page.locator("#time-left")).to_contain_text("Less than five minutes left")


def test_b4_at_the_end_the_page_says_so_in_place_and_one_press_holds_the_same_again(visit: Visit) -> None:
    page = visit.page
    hold_seats(visit, "7AB", "B3", "B4")
    fill_in(page)
    page.evaluate("window.isTheSamePage = true")
    leave(visit, seconds=3)
    come_back(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(RAN_OUT)
    expect(page.get_by_role("alert")).to_contain_text("Nothing has been charged")
    expect(page).to_have_title(re.compile(f"^{RAN_OUT}"))
    assert page.evaluate("window.isTheSamePage")
    assert problems(page) == []
    for label, value in CUSTOMER.items():
        expect(page.get_by_label(label, exact=True)).to_have_value(value)
    expect(page.get_by_role("button", name="Buy for")).to_have_count(0)
    page.get_by_role("button", name="Hold the same tickets again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your tickets are held")
    expect(page.locator(".order")).to_contain_text("B3")
    for label, value in CUSTOMER.items():
        expect(page.get_by_label(label, exact=True)).to_have_value(value)
    assert statuses(visit.sandbox) == ["released", "reserved"]


def test_b4_held_again_with_other_seats_the_difference_is_asked(visit: Visit, visitor) -> None:
    page, sandbox = visit.page, visit.sandbox
    hold_seats(visit, "7AB", "B3", "B4")
    visit.run_out()
    sandbox.move_clock(minutes=16)
    stranger = visitor()
    Visit(stranger, visit.shop, sandbox).open_performance("7AB")
    index = stranger.locator(".row > input[value$=':B3']").get_attribute("value").partition(":")[0]
    somebody_else_takes(stranger, sandbox, f"{index}:B3")
    page.reload()
    page.get_by_role("button", name="Hold the same tickets again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please look at what is held")
    expect(page.locator(".asked-and-got dd").first).to_have_text("B3, B4")
    for seat in seats_of(sandbox):
        expect(page.locator(".asked-and-got dd").last).to_contain_text(seat)


def test_b4_after_a_reload_it_is_right_at_once(visit: Visit) -> None:
    hold_seats(visit, "7AB", "B3", "B4")
    leave(visit, seconds=500)
    visit.page.reload()
    expect(visit.page.get_by_role("timer")).to_contain_text(re.compile(r"Time left: 8:\d\d"))


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_b4_a_wrong_clock_changes_nothing(visitor: Callable[..., Page], shop, sandbox, options) -> None:
    visit = Visit(visitor(timezone_id="Asia/Tokyo", **options), shop, sandbox)
    visit.page.clock.install(time=LONG_AGO)
    hold_seats(visit, "7AB", "B3", "B4")
    expect(visit.page.get_by_role("timer")).to_contain_text(re.compile(r"Time left: 14:\d\d"))
    leave(visit, seconds=700)
    visit.page.clock.fast_forward(6 * 60_000)
    expect(visit.page.get_by_role("timer")).to_contain_text(re.compile(r"Time left: 11:\d\d"))


def test_b4_after_sleep_the_server_is_asked(visit: Visit) -> None:
    page = visit.page
    page.clock.install()
    hold_seats(visit, "7AB", "B3", "B4")
    visit.run_out()
    page.clock.fast_forward(8 * 3_600_000)
    expect(page.get_by_role("heading", level=1)).to_have_text(RAN_OUT)


def test_b4_away_from_the_network_it_waits_for_an_answer(visit: Visit, watch) -> None:
    watch.forgive("ERR_INTERNET_DISCONNECTED")
    page = visit.page
    hold_seats(visit, "7AB", "B3", "B4")
    leave(visit, seconds=4)
    come_back(page)
    expect(page.get_by_role("timer")).to_contain_text("Time left: 0:0")
    page.context.set_offline(True)
    expect(page.get_by_role("timer")).to_have_text("Time left: 0:00")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your tickets are held")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text(RAN_OUT)


def test_b4_another_device_watches_by_the_link_and_learns_nothing_personal(visit: Visit, visitor) -> None:
    hold_seats(visit, "7AB", "B3", "B4")
    fill_in(visit.page)
    visit.page.get_by_text("Watch the time on another device").click()
    address = visit.page.get_by_label("This address shows").input_value()
    other = visitor(**PHONE)
    other.goto(address)
    expect(other.get_by_role("timer")).to_contain_text(re.compile(r"Time left: 14:\d\d"))
    expect(other.get_by_text("B3")).to_have_count(0)
    assert problems(other) == []
    visit.run_out()
    come_back(other)
    expect(other.get_by_role("heading", level=1)).to_have_text(RAN_OUT)


@pytest.mark.parametrize(("event_id", "minutes"), [("AM01", "7:"), ("ED42", "29:")])
def test_b4_suppliers_hold_for_as_long_as_they_say(visit: Visit, event_id: str, minutes: str) -> None:
    visit.fill_trolley(event_id)
    visit.hold()
    expect(visit.page.get_by_role("timer")).to_contain_text(f"Time left: {minutes}")


def test_b4_without_scripts_the_page_says_until_when_and_a_reload_tells_the_truth(
    page_without_scripts: Page, shop, sandbox
) -> None:
    page = page_without_scripts
    visit = Visit(page, shop, sandbox)
    hold_seats(visit, "7AB", "B3", "B4")
    expect(page.get_by_role("timer")).to_have_text("Time left: 14 minutes")
    expect(page.get_by_text("Held until")).to_contain_text(re.compile(r"Held until \d\d:\d\d UTC"))
    expect(page.locator("noscript span")).to_be_visible()
    leave(visit, seconds=50)
    page.reload()
    expect(page.get_by_role("timer")).to_have_text("Time left: less than a minute")
    visit.run_out()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(RAN_OUT)
    page.get_by_role("button", name="Hold the same tickets again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your tickets are held")
    assert deeds(sandbox)[-1] == "reserve"

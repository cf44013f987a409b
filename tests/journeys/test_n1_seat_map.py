"""N1: any hall gets a map from its seat blocks alone; by mouse, thumb and keys; 3,000 seats."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PHONE, Watch, wait_for
from tests.journeys.conftest import Visitor
from tests.journeys.looking import problems, too_wide
from tests.journeys.seats import (
    SEATS,
    chosen,
    open_map,
    said,
    seat,
    seat_at_stop,
    somebody_else_takes,
)
from tests.sandbox_process import SandboxProcess

FULL = "TK03"  # 3,000 seats in 60 rows, nobody sits yet
ON_SCREEN = "one => one.getBoundingClientRect().toJSON()"
ZOOM = "hall => hall.getBoundingClientRect().width / hall.offsetWidth"


def expect_zoom(page: Page, least: float, most: float) -> None:
    """A finger's press, a wheel and a pinch are taken up a moment after they are made."""
    within = f"zoom => {least} <= zoom && zoom <= {most}"
    wait_for(page, f"() => ({within})(({ZOOM})(document.querySelector('.hall')))")


# The hall


def test_n1_3000_seats_have_one_stop_for_the_tab_key(page: Page) -> None:
    open_map(page, FULL)
    assert page.locator(SEATS).count() == 3000
    expect(seat_at_stop(page)).to_have_count(1)
    assert page.evaluate("document.querySelectorAll('*').length") < 6000


@pytest.mark.parametrize("event_id", [FULL, "LN10", "LN13"], ids=["arena", "boxes", "tables"])
def test_n1_nothing_is_wrong_for_anybody(page: Page, event_id: str) -> None:
    open_map(page, event_id)
    page.locator(SEATS).first.check()
    assert problems(page) == []


def test_n1_seats_stay_left_to_right_where_the_page_is_mirrored(page: Page) -> None:
    open_map(page, "LN03", language="/ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    left = [
        one["left"] for one in page.locator(SEATS).evaluate_all(f"all => all.slice(0, 3).map({ON_SCREEN})")
    ]
    assert left == sorted(left)
    assert too_wide(page) == []


def test_n1_bands_of_one_area_share_their_rows(page: Page) -> None:
    open_map(page, "MC02")
    rows = page.locator(".area").first.locator(".row")
    bands = rows.evaluate_all(
        "rows => rows.map(row => new Set([...row.children].map(seat => seat.value[0])).size)"
    )
    assert max(bands) == 2
    assert len(set(rows.evaluate_all("rows => rows.map(row => row.dataset.row)"))) == rows.count()


@pytest.mark.parametrize("forced", ["none", "active"])
def test_n1_bands_differ_in_shape_too(visitor: Visitor, forced: Any) -> None:
    page = visitor(viewport={"width": 1280, "height": 900}, forced_colors=forced)
    open_map(page, "LN03")
    shape = "keys => keys.map(key => getComputedStyle(key).borderRadius)"
    shapes = page.locator(".legend .key:not(.r, .t)").evaluate_all(shape)
    assert len(set(shapes)) == len(shapes) == 5


# Keys


def test_n1_arrows_move_by_where_seats_are(page: Page) -> None:
    open_map(page, FULL)
    seat_at_stop(page).focus()
    expect(seat(page, "Floor, row 1, seat 26")).to_be_focused()
    steps = {
        "ArrowRight": "Floor, row 1, seat 27",
        "ArrowDown": "Floor, row 2, seat 27",
        "ArrowLeft": "Floor, row 2, seat 26",
        "ArrowUp": "Floor, row 1, seat 26",
        "Home": "Floor, row 1, seat 1",
        "End": "Floor, row 1, seat 50",
        "Control+End": "Upper tier, row 60, seat 50",
        "Control+Home": "Floor, row 1, seat 1",
    }
    for key, place in steps.items():
        page.keyboard.press(key)
        expect(seat(page, place)).to_be_focused()
    expect(seat_at_stop(page)).to_have_count(1)


def test_n1_arrows_cross_from_area_to_area_and_between_tables(page: Page) -> None:
    open_map(page, FULL)
    seat(page, "Floor, row 24, seat 7").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).to_have_attribute("aria-label", re.compile("Lower tier, row 25, seat"))
    open_map(page, "LN13")
    last = page.locator(".row").first.locator("input").last
    last.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".row").nth(1).locator("input").first).to_be_focused()


def test_n1_space_chooses_and_what_is_chosen_is_said(page: Page) -> None:
    open_map(page, "7AB")
    seat(page, "Stalls, row B, seat 4").focus()
    page.keyboard.press("Space")
    expect(seat(page, "Stalls, row B, seat 4")).to_be_checked()
    expect(said(page)).to_contain_text("1 seat chosen, £55.00 in all.")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(said(page)).to_contain_text("2 seats chosen, £110.00 in all.")
    expect(chosen(page)).to_have_count(2)


def test_n1_keys_make_it_larger_and_smaller(page: Page) -> None:
    open_map(page, FULL)
    seat_at_stop(page).focus()
    page.keyboard.press("+")
    expect_zoom(page, 1.2, 3)
    page.keyboard.press("-")
    expect_zoom(page, 0.99, 1.01)
    page.keyboard.press("0")
    expect(seat_at_stop(page)).to_be_focused()


# Mouse and thumb


def test_n1_a_phone_starts_in_the_middle_of_the_front_with_seats_for_a_thumb(phone: Page) -> None:
    open_map(phone, FULL)
    box = phone.locator(".seats-view").evaluate(ON_SCREEN)
    middle = seat(phone, "Floor, row 1, seat 25").evaluate(ON_SCREEN)
    assert middle["width"] >= 24
    assert box["left"] < middle["left"] < box["right"]
    assert phone.locator(".stage").evaluate(ON_SCREEN)["top"] >= box["top"]
    assert too_wide(phone) == []


def test_n1_at_overview_a_press_goes_nearer_instead_of_choosing(phone: Page) -> None:
    open_map(phone, FULL)
    phone.get_by_role("button", name="Whole hall").tap()
    expect_zoom(phone, 0, 0.4)
    box = phone.locator(".seats-view").evaluate(ON_SCREEN)
    phone.touchscreen.tap(box["left"] + box["width"] / 2, box["top"] + box["height"] / 2)
    expect_zoom(phone, 1, 1)
    expect(phone.locator(f"{SEATS}:checked")).to_have_count(0)
    phone.locator(SEATS).nth(24).tap()
    expect(chosen(phone)).to_have_count(1)


def test_n1_two_fingers_make_it_larger(phone: Page) -> None:
    open_map(phone, FULL)
    box = phone.locator(".seats-view").evaluate(ON_SCREEN)
    x, y = box["left"] + box["width"] / 2, box["top"] + box["height"] / 2
    hand = phone.context.new_cdp_session(phone)
    for kind, apart in [("touchStart", 40), ("touchMove", 50), ("touchMove", 80), ("touchEnd", 0)]:
        fingers = [{"x": x - apart, "y": y, "id": 0}, {"x": x + apart, "y": y, "id": 1}] if apart else []
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
    expect_zoom(phone, 1.9, 2.1)
    expect(phone.locator(f"{SEATS}:checked")).to_have_count(0)


def test_n1_the_wheel_makes_it_larger_where_the_mouse_is_and_dragging_moves_it(page: Page) -> None:
    open_map(page, FULL)
    box = page.locator(".seats-view").evaluate(ON_SCREEN)
    page.mouse.move(box["left"] + 300, box["top"] + 300)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    wait_for(page, "() => document.querySelector('.hall').style.transform")
    before = page.locator(".seats-view").evaluate("one => one.scrollLeft")
    page.mouse.down()
    page.mouse.move(box["left"] + 200, box["top"] + 300, steps=5)
    page.mouse.up()
    expect(page.locator(".seats-view")).to_have_js_property("scrollLeft", before + 100)
    expect(page.locator(f"{SEATS}:checked")).to_have_count(0)


def test_n1_what_is_chosen_stays_in_sight_on_a_phone_and_leaves_room_for_the_map(phone: Page) -> None:
    open_map(phone, FULL)
    phone.locator(".seats-view").evaluate("one => one.scrollIntoView({block: 'start'})")
    phone.locator(SEATS).nth(24).tap()
    expect(chosen(phone)).to_have_count(1)
    foot = phone.locator("#chosen").evaluate(ON_SCREEN)
    assert foot["bottom"] <= PHONE["viewport"]["height"] + 1  # type: ignore[index]
    assert foot["height"] < PHONE["viewport"]["height"] / 3  # type: ignore[index]
    phone.locator("#chosen summary").tap()
    expect(chosen(phone)).to_contain_text("Floor, row 1, seat 25")


# What is chosen


def test_n1_seats_are_removed_one_by_one_and_the_focus_stays_near(page: Page) -> None:
    open_map(page, "7AB")
    for number in (4, 5):
        seat(page, f"Stalls, row B, seat {number}").check()
    page.get_by_role("button", name="Remove Stalls, row B, seat 4").click()
    expect(seat(page, "Stalls, row B, seat 4")).not_to_be_checked()
    expect(page.get_by_role("button", name="Remove Stalls, row B, seat 5")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_attribute("name", "seat")
    expect(said(page)).to_contain_text("No seats chosen.")


def test_n1_a_seat_says_its_notes_where_it_is_chosen(page: Page) -> None:
    open_map(page, "7AB")
    seat(page, "Stalls, row C, seat 6").check()
    expect(chosen(page)).to_contain_text("Haunted seat")


def test_n1_each_seat_takes_a_kind_and_the_total_follows(page: Page) -> None:
    open_map(page, "LN01")
    for number in (0, 1):
        page.locator(SEATS).nth(number).check()
    expect(said(page)).to_contain_text("2 seats chosen")
    before = page.locator("#chosen [data-part=total]").inner_text()
    page.locator("#chosen select").first.select_option(index=1)
    expect(page.locator("#chosen [data-part=total]")).not_to_have_text(before)
    assert re.fullmatch(r"kind:0:\S+", page.locator("#chosen select").first.get_attribute("name") or "")


def test_n1_a_second_price_is_not_lost_where_only_one_goes(page: Page) -> None:
    open_map(page, "MC03")
    page.locator("input.b0").first.check()
    other = page.locator("input.b1").first
    other.click()
    expect(page.locator(".chosen-problem")).to_contain_text("One order takes seats of one price only")
    expect(other).not_to_be_checked()
    expect(chosen(page)).to_have_count(1)
    page.locator(".chosen-problem").get_by_role("button").click()
    expect(other).to_be_checked()
    expect(other).to_be_focused()
    expect(chosen(page)).to_have_count(1)


def test_n1_a_table_is_taken_whole_and_given_back_whole(page: Page) -> None:
    open_map(page, "LN13")
    table = page.locator(".row").first.locator("input")
    table.nth(1).check()
    expect(page.locator(f"{SEATS}:checked")).to_have_count(table.count())
    expect(said(page)).to_contain_text("sold together")
    table.nth(0).uncheck()
    expect(page.locator(f"{SEATS}:checked")).to_have_count(0)


def test_n1_the_best_seats_are_one_press_away(page: Page) -> None:
    open_map(page, "7AB")
    page.locator("#best-number").select_option("3")
    page.get_by_role("button", name="Best seats").click()
    expect(chosen(page)).to_have_count(3)
    expect(said(page)).to_contain_text("3 seats chosen")


def test_n1_a_pick_that_breaks_a_rule_says_why_at_once_and_offers_what_would_do(page: Page) -> None:
    open_map(page, "7AA")
    for number in (3, 4):
        seat(page, f"Stalls, row B, seat {number}").check()
    expect(page.locator(".chosen-problem")).to_contain_text("left standing alone")
    expect(page.locator(".chosen-problem")).to_contain_text("B2")
    expect(said(page)).to_contain_text("left standing alone")
    page.locator(".chosen-problem").get_by_role("button").click()
    expect(page.locator(".chosen-problem")).to_be_hidden()
    expect(chosen(page)).to_have_count(2)
    expect(page.get_by_role("heading", name="Your seats")).to_be_focused()


def test_n1_a_group_of_the_list_is_shown_on_the_map_and_a_pick_lets_go_of_the_group(page: Page) -> None:
    open_map(page, "7AB")
    group = page.locator("[name=group]").first
    group.check()
    expect(page.locator(f"{SEATS}:checked")).to_have_count(2)
    expect(chosen(page)).to_have_count(2)
    seat(page, "Stalls, row D, seat 4").press(
        "Space"
    )  # a mouse would miss it: what is written moves the seats
    expect(group).not_to_be_checked()
    expect(chosen(page)).to_have_count(3)


def test_n1_without_scripts_seats_are_checkboxes_of_a_form(visitor: Visitor) -> None:
    page = visitor(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page.goto("/event/7AB/any/")
    page.locator("a[href^='/performance/']").first.click()
    expect(page.locator(".seats-tools")).to_be_hidden()
    seat(page, "Stalls, row B, seat 4").check()
    page.locator("[name=send]").first.check()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator("body[data-page=trolley]")).to_contain_text("B4")


# Meanwhile


def test_n1_seats_that_were_taken_are_marked_and_the_others_stay(page: Page, sandbox: SandboxProcess) -> None:
    open_map(page, "7AB")
    for number in (4, 5):
        seat(page, f"Stalls, row B, seat {number}").check()
    expect(chosen(page)).to_have_count(2)
    somebody_else_takes(page, sandbox, "0:B5", "0:B6")
    page.clock.install()
    page.clock.fast_forward(3_000)
    page.get_by_role("button", name="Look again").click()
    expect(seat(page, "Stalls, row B, seat 5")).to_be_disabled()
    expect(seat(page, "Stalls, row B, seat 5")).to_have_attribute(
        "aria-label", re.compile("taken meanwhile$")
    )
    expect(said(page)).to_contain_text(
        "Somebody else has taken a seat that you had chosen: Stalls, row B, seat 5."
    )
    expect(said(page)).to_contain_text("1 other seat has been taken meanwhile.")
    expect(chosen(page)).to_have_count(1)
    expect(seat(page, "Stalls, row B, seat 4")).to_be_checked()


def test_n1_who_comes_back_after_a_while_sees_what_is_free_then(page: Page, sandbox: SandboxProcess) -> None:
    page.clock.install()
    open_map(page, "7AB")
    page.clock.fast_forward(60_000)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator(".seats-news")).to_be_hidden()
    somebody_else_takes(page, sandbox, "0:B5")
    page.clock.fast_forward(60_000)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(seat(page, "Stalls, row B, seat 5")).to_be_disabled()


@pytest.mark.parametrize(
    ("kind", "words"),
    [("down", "cannot be reached"), ("broken", "having trouble"), ("throttled", "Many people are asking")],
)
def test_n1_trouble_is_told_and_asked_again_after_a_while(
    page: Page, sandbox: SandboxProcess, kind: str, words: str
) -> None:
    page.clock.install()
    open_map(page, "7AB")
    seat(page, "Stalls, row B, seat 4").check()
    page.clock.run_for(100)
    sandbox.fault("availability", kind=kind)
    page.clock.fast_forward(100_000)
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator(".seats-news")).to_contain_text(words)
    expect(seat(page, "Stalls, row B, seat 4")).to_be_checked()
    page.clock.fast_forward(61_000)
    expect(page.locator(".seats-news")).to_contain_text("Nothing has changed")


def test_n1_away_is_told_too(page: Page, watch: Watch) -> None:
    watch.forgive("ERR_")
    open_map(page, "7AB")
    page.route("**/free/", lambda route: route.abort())
    page.get_by_role("button", name="Look again").click()
    expect(page.locator(".seats-news")).to_contain_text("We cannot look just now")

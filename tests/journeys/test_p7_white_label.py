"""P7: the held transaction is handed over, bought or left there, and the return shows which, by status."""

import re

import pytest
from playwright.sync_api import Page, expect

from rehearsal.shop import ShopProcess
from tests.journeys.browser import PHONE
from tests.journeys.holding import hold_seats, statuses
from tests.journeys.states import Visit
from tests.journeys.steps import PATIENCE

THERE = re.compile("/api/complete_booking/")
GO_ON = "Go on and pay"


@pytest.fixture
def shop(white_label_shop: ShopProcess, white_label_return: None) -> ShopProcess:
    return white_label_shop


@pytest.fixture
def visit(page: Page, shop: ShopProcess, sandbox) -> Visit:
    return Visit(page, shop, sandbox)


def hand_over(visit: Visit) -> str:
    """Two seats held and handed over; the address of their checkout."""
    hold_seats(visit, "7AB", "B3", "B4")
    address = visit.page.url
    go_there(visit.page)
    return address


def go_there(page: Page) -> None:
    page.get_by_role("button", name=f"{GO_ON} £110.00").click()
    expect(page).to_have_url(THERE)


def pay_there(page: Page, *, script: str = "") -> None:
    page.get_by_label("Address, line two").fill(script)
    page.get_by_role("button", name="Pay £110.00").click()


def leave(page: Page) -> None:
    page.get_by_role("link", name="Leave, and change the booking").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your tickets wait to be paid")


def let_the_time_run_out(visit: Visit) -> None:
    """For f13 by its clock, and for the shop as if the minutes had gone by."""
    visit.sandbox.move_clock(minutes=16)
    visit.in_the_shop("OrderRecord.objects.filter(state='handed_over').update(hold_ends_at=timezone.now())")


def test_p7_bought_there(visit: Visit, sandbox) -> None:
    hand_over(visit)
    assert statuses(sandbox) == ["reserved"]
    pay_there(visit.page)
    expect(visit.page.locator("body[data-page=order]")).to_be_visible()
    expect(visit.page.locator(".admission")).to_have_count(2)
    assert statuses(sandbox) == ["purchased"]
    assert sandbox.log(endpoint="purchase") == []


def test_p7_on_a_phone_with_scripts_off(visitor, shop: ShopProcess, sandbox) -> None:
    visit = Visit(visitor(**PHONE, java_script_enabled=False), shop, sandbox)
    hand_over(visit)
    pay_there(visit.page)
    expect(visit.page.locator("body[data-page=order]")).to_be_visible(timeout=PATIENCE * 2000)


def test_p7_left_there_then_paid_after_all(visit: Visit, sandbox) -> None:
    hand_over(visit)
    leave(visit.page)
    assert statuses(sandbox) == ["reserved"]
    visit.page.get_by_role("link", name=GO_ON).click()
    pay_there(visit.page)
    expect(visit.page.locator("body[data-page=order]")).to_be_visible()


def test_p7_left_there_then_let_go(visit: Visit, sandbox) -> None:
    hand_over(visit)
    leave(visit.page)
    visit.page.get_by_role("button", name="Let these tickets go").click()
    expect(visit.page.locator("body[data-page=trolley]")).to_be_visible()
    expect(visit.page.get_by_role("status")).to_contain_text("Your seats have been released.")
    assert statuses(sandbox) == ["released"]


def test_p7_going_back_lets_nothing_go(visit: Visit, sandbox) -> None:
    """Browser's back, to the checkout and on to before it: elsewhere this frees what is held."""
    hand_over(visit)
    visit.page.go_back()
    expect(visit.page.locator("body[data-page=progress]")).to_be_visible()
    visit.page.goto("/trolley/")
    expect(visit.page.get_by_role("region", name="What you are paying")).to_contain_text("wait to be paid")
    visit.page.go_back()
    visit.page.go_back()
    visit.page.go_back()
    visit.page.wait_for_load_state("networkidle")
    assert statuses(sandbox) == ["reserved"]
    assert sandbox.log(endpoint="release") == []
    visit.page.goto("/trolley/")
    visit.page.get_by_role("link", name="See how it stands").click()
    visit.page.get_by_role("link", name=GO_ON).click()
    pay_there(visit.page)
    expect(visit.page.locator("body[data-page=order]")).to_be_visible()


def test_p7_the_hold_ran_out_there(visit: Visit, sandbox, watch) -> None:
    watch.forgive("410")  # how the white label says that it is over
    hand_over(visit)
    let_the_time_run_out(visit)
    visit.page.reload()
    visit.page.get_by_role("link", name="Back to the shop").click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("The time for these tickets has run out")
    visit.page.get_by_role("button", name="Hold the same tickets again").click()
    go_there(visit.page)
    pay_there(visit.page)
    expect(visit.page.locator("body[data-page=order]")).to_be_visible()
    assert statuses(sandbox) == ["released", "purchased"]


def test_p7_failed_there(visit: Visit, sandbox, watch) -> None:
    watch.forgive("410")  # how the white label says that it is over
    hand_over(visit)
    pay_there(visit.page, script="fail avs")
    visit.page.get_by_role("link", name="Back to the shop").click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("The tickets were not bought")
    expect(visit.page.locator("#progress")).to_contain_text("Your bank knows another address for this card")
    expect(visit.page.locator("#progress")).to_contain_text("pending will not be taken")
    visit.page.get_by_role("button", name="Hold the same tickets again").click()
    expect(visit.page.locator(".notice").first).to_contain_text("held for you again")
    go_there(visit.page)
    pay_there(visit.page)
    expect(visit.page.locator("body[data-page=order]")).to_be_visible()


def test_p7_bought_there_then_the_tab_closed_and_back_hours_later(visit: Visit, sandbox) -> None:
    address = hand_over(visit)
    sandbox.white_label("")  # it says thank you, and leads nowhere
    pay_there(visit.page)
    expect(visit.page.get_by_text("Your tickets are bought")).to_be_visible()
    visit.page.close()
    visit.in_the_shop(
        "OrderRecord.objects.filter(state='handed_over').update("
        "hold_ends_at=timezone.now() - timezone.timedelta(hours=3), look_again_at=None)"
    )
    later = visit.page.context.new_page()
    later.goto(address)
    expect(later.locator("body[data-page=order]")).to_be_visible(timeout=90_000)
    assert statuses(sandbox) == ["purchased"]


def test_p7_never_paid_the_tab_closed_and_back_hours_later(visit: Visit, sandbox) -> None:
    address = hand_over(visit)
    visit.page.close()
    let_the_time_run_out(visit)
    later = visit.page.context.new_page()
    later.goto(f"{address}back/")
    expect(later.get_by_role("heading", level=1)).to_have_text("The time for these tickets has run out")


def test_p7_another_choice_meanwhile_lets_nothing_go(visit: Visit, sandbox) -> None:
    hand_over(visit)
    visit.fill_trolley("6IF")
    assert statuses(sandbox) == ["reserved"]
    assert sandbox.log(endpoint="release") == []

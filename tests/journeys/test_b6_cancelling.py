"""B6: what the supplier takes back is cancelled item by item, and the buyer knows before what comes back."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from rehearsal.shop import ShopProcess
from tests.journeys.cancelling import bought, choose, expect_cancelled, heading, press
from tests.journeys.looking import problems
from tests.journeys.states import Visit
from tests.sandbox_process import SandboxProcess

CAT, CASTLE, BERLIN, PARIS = "7AB", "LN40", "BE01", "PA01"
CRUISE, WALK = "LN43", "LN44"
ANY_DAY, TOKYO_ANY_DAY = "LN42", "TK42"


def items(sandbox: SandboxProcess) -> list[bool]:
    """Which items of the one transaction are cancelled, upstream."""
    (row,) = sandbox.transactions()
    return [order["is_cancelled"] for order in row["orders"]]


def test_b6_one_of_two_is_cancelled_and_the_other_stands(visit: Visit) -> None:
    page = visit.page
    order = bought(visit, CAT, CASTLE)
    choose(page, "Cat at Lunchtime")
    expect(page.get_by_text("£110.00").first).to_be_visible()
    expect(page.get_by_text("Whoever bills you for these tickets")).to_be_visible()
    assert items(visit.sandbox) == [False, False]
    press(page)
    expect_cancelled(page)
    assert items(visit.sandbox) == [True, False]
    page.goto(order)
    cancelled = page.get_by_role("listitem").filter(has_text="Cancelled on")
    expect(cancelled).to_contain_text("Cat at Lunchtime")
    expect(page.get_by_text("Crown Tower").first).to_be_visible()
    choose(page, "Crown Tower")
    press(page)
    expect_cancelled(page)
    assert items(visit.sandbox) == [True, True]


def test_b6_what_goes_only_together_is_said_before_anything_is_done(visit: Visit) -> None:
    page = visit.page
    bought(visit, CRUISE, WALK)
    choose(page, "Thames by Dusk")
    expect(page.get_by_text("takes its tickets of this order back only together")).to_be_visible()
    expect(page.get_by_text("Walking Tour").first).to_be_visible()
    assert items(visit.sandbox) == [False, False]
    press(page)
    expect_cancelled(page)
    assert items(visit.sandbox) == [True, True]


def test_b6_what_is_not_taken_back_says_why_and_what_to_do(visit: Visit) -> None:
    page = visit.page
    bought(visit, BERLIN)
    page.get_by_role("link", name="Why, and what you can do").click()
    expect(heading(page)).to_have_text("These tickets cannot be cancelled here")
    expect(page.get_by_text("does not take these tickets back")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("@"))).to_be_visible()
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)


def test_b6_a_lost_answer_is_waited_for_and_found(visit: Visit) -> None:
    page = visit.page
    bought(visit, CAT)
    choose(page, "Cat at Lunchtime")
    visit.sandbox.fault("cancel", kind="lost")
    press(page)
    expect(heading(page)).to_have_text("Your tickets are being cancelled")
    expect_cancelled(page)
    assert items(visit.sandbox) == [True]
    assert len(visit.sandbox.log(endpoint="cancel")) == 1


def test_b6_pressed_in_two_tabs_and_after_going_back_it_is_one(visit: Visit) -> None:
    page = visit.page
    bought(visit, CAT, CASTLE)
    choose(page, "Cat at Lunchtime")
    other = page.context.new_page()
    other.goto(page.url)
    press(page)
    expect_cancelled(page)
    address = page.url
    press(other)
    expect(other).to_have_url(address)
    page.go_back()
    page.goto(address)
    assert len(visit.sandbox.log(endpoint="cancel")) == 1


def test_b6_what_has_no_date_is_withdrawn_from_in_two_steps(visit: Visit) -> None:
    page = visit.page
    bought(visit, ANY_DAY)
    page.get_by_role("link", name="Withdraw from contract here").click()
    expect(heading(page)).to_have_text("Withdraw from contract")
    page.get_by_role("button", name="Confirm withdrawal").click()
    expect(heading(page)).to_have_text("We have received your withdrawal")
    expect(page.get_by_text("They let nobody in any more.")).to_be_visible()
    assert items(visit.sandbox) == [True]
    visit.wait_until(
        lambda: any("withdrawal" in one["subject"] for one in visit.sandbox.mail()), what="the receipt"
    )
    (letter,) = (one for one in visit.sandbox.mail() if "withdrawal" in one["subject"])
    assert "Ada Reader" in letter["text"]
    assert re.search(r"\d\d:\d\d UTC", letter["text"])


def test_b6_where_the_shop_may_not_cancel_the_withdrawal_is_received_all_the_same(visit: Visit) -> None:
    page = visit.page
    bought(visit, TOKYO_ANY_DAY)
    page.get_by_role("link", name="Withdraw from contract here").click()
    page.get_by_role("button", name="Confirm withdrawal").click()
    expect(heading(page)).to_have_text("We have received your withdrawal")
    expect(page.get_by_text("so we ask it to")).to_be_visible()
    assert items(visit.sandbox) == [False]


def test_b6_every_page_of_it_can_be_used_by_anyone(page: Page, shop: ShopProcess, sandbox: Any) -> None:
    visit = Visit(page, shop, sandbox)
    found = {}
    order = bought(visit, CAT, ANY_DAY)
    found["order"] = problems(page)
    page.get_by_role("link", name="Cancel tickets").click()
    found["choose"] = problems(page)
    page.goto(order)
    choose(page, "Cat at Lunchtime")
    found["check"] = problems(page)
    sandbox.fault("cancel", kind="lost")
    sandbox.fault("status", kind="502_before", times=1000)
    press(page)
    expect(heading(page)).to_have_text("Your tickets are being cancelled")
    found["waiting"] = problems(page)
    sandbox.no_faults()
    expect_cancelled(page)
    found["cancelled"] = problems(page)
    page.goto(order)
    page.get_by_role("link", name="Withdraw from contract here").click()
    found["withdraw"] = problems(page)
    page.get_by_role("button", name="Confirm withdrawal").click()
    expect(heading(page)).to_have_text("We have received your withdrawal")
    found["withdrawn"] = problems(page)
    assert {name: wrong for name, wrong in found.items() if wrong} == {}

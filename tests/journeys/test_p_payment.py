"""Ways of paying."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.steps import (
    buy,
    choose,
    fill_in,
    hold,
    let_time_pass,
    open_event,
    open_first_performance,
    slow_down,
)

CAT = "The Unremarkable Incident of the Cat at Lunchtime"


def held(page: Page) -> str:
    """Two tickets held, the form filled in; the checkout page's address."""
    open_event(page, CAT)
    open_first_performance(page)
    choose(page, area="Stalls", price="£55.00", quantity=2, send="Printable eTicket")
    hold(page)
    fill_in(page)
    return page.url


def bought(sandbox) -> list[dict]:
    return [row for row in sandbox.transactions() if row["status"] == "purchased"]


@pytest.mark.on_postgresql
def test_p1_on_credit_with_customer_data_only(page: Page, sandbox) -> None:
    held(page)
    buy(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your tickets are bought")
    (call,) = sandbox.log(endpoint="purchase")
    sent = dict(call["params"])
    assert (sent["first_name"], sent["postcode"]) == ("Ada", "N1 9GU")
    assert not [name for name in sent if "callback/" in name or "card" in name or "stripe" in name]
    assert len(bought(sandbox)) == 1


def test_p1_on_a_phone_with_scripts_off(visitor, sandbox) -> None:
    page = visitor(java_script_enabled=False, viewport={"width": 320, "height": 640})
    held(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("button", name="Buy for").click()
    expect(page.locator("body[data-page=order]")).to_be_visible()
    assert len(bought(sandbox)) == 1


def test_p6_pressed_twice_at_once(page: Page, sandbox) -> None:
    held(page)
    page.locator("form.customer").evaluate("form => { form.submit(); form.submit(); }")
    expect(page.locator("body[data-page=order]")).to_be_visible()
    assert len(sandbox.log(endpoint="purchase")) == 1


def test_p6_two_tabs_of_one_checkout(page: Page, sandbox) -> None:
    address = held(page)
    other = page.context.new_page()
    other.goto(address)
    fill_in(other)
    buy(page)
    other.get_by_role("button", name="Buy for").click()
    expect(other.locator("body[data-page=order]")).to_be_visible()
    assert len(sandbox.log(endpoint="purchase")) == 1


def test_p6_reloaded_while_it_is_being_bought(page: Page, sandbox) -> None:
    held(page)
    slow_down(sandbox, "purchase")
    page.get_by_role("button", name="Buy for").click()
    expect(page.locator("body[data-page=progress]")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("We are buying your tickets")
    let_time_pass(sandbox, "purchase")
    expect(page.locator("body[data-page=order]")).to_be_visible()
    assert len(sandbox.log(endpoint="purchase")) == 1


def test_p6_back_after_paying(page: Page, sandbox) -> None:
    address = held(page)
    buy(page)
    order = page.url
    page.go_back()
    page.goto(address)
    expect(page).to_have_url(order)
    assert len(bought(sandbox)) == 1


def test_p6_the_same_hold_pressed_twice(page: Page, sandbox) -> None:
    open_event(page, CAT)
    open_first_performance(page)
    choose(page, area="Stalls", price="£55.00", quantity=2, send="Printable eTicket")
    page.locator("form[action$='reserve/']").evaluate("form => { form.submit(); form.submit(); }")
    expect(page.locator("body[data-page=checkout]")).to_be_visible()
    assert len(sandbox.log(endpoint="reserve")) == 1

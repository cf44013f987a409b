"""Trouble while paying: a page that says so and what to do, and nothing lost."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from rehearsal.shop import ShopProcess
from tests.journeys.browser import PHONE
from tests.journeys.conftest import DESK
from tests.journeys.states import Visit
from tests.journeys.steps import CUSTOMER, buy, fill_in

NOT_SELLING = "We cannot sell at this moment"


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def visit(visitor, shop: ShopProcess, sandbox, request: pytest.FixtureRequest) -> Visit:
    return Visit(visitor(**request.param), shop, sandbox)


@pytest.fixture
def no_worker(shop: ShopProcess) -> Iterator[None]:
    shop.worker.stop()
    yield
    if not shop.worker.is_running:
        shop.worker.start()


def at_the_button(visit: Visit, event_id: str = "7AB", *, on: str = "", **said: str) -> Page:
    """Held, and all that is asked is filled in."""
    visit.fill_trolley(event_id, on=on)
    visit.hold()
    fill_in(visit.page, **said)
    return visit.page


def press(page: Page) -> None:
    page.get_by_role("button", name="Buy for").click()


def bought_once(visit: Visit) -> bool:
    assert [row["status"] for row in visit.sandbox.transactions()] == ["purchased"]
    return len(visit.sandbox.log(endpoint="purchase")) == 1


def typed_is_kept(page: Page) -> bool:
    for label, value in CUSTOMER.items():
        expect(page.get_by_label(label, exact=True)).to_have_value(value)
    return True


@pytest.mark.usefixtures("no_worker")
def test_b8_while_nobody_would_buy_no_payment_is_taken_and_nothing_is_lost(visit: Visit) -> None:
    visit.fill_trolley("7AB")
    visit.hold()
    page = visit.page
    expect(page.get_by_text(NOT_SELLING)).to_be_visible()
    expect(page.get_by_role("button", name="Buy for")).to_have_count(0)
    fill_in(page)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text(NOT_SELLING)).to_be_visible()
    assert typed_is_kept(page)
    visit.shop.worker.start()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Buy for")).to_be_visible()
    assert typed_is_kept(page)
    assert not visit.sandbox.log(endpoint="purchase")
    buy(page)
    assert bought_once(visit)


def test_b8_the_answer_is_lost_and_the_supplier_silent_for_a_while(visit: Visit) -> None:
    page = at_the_button(visit)
    visit.sandbox.fault("purchase", kind="lost")
    visit.sandbox.fault("purchase_page_archive", kind="cut")
    visit.sandbox.fault("status", kind="502_before", times=2)
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("We are buying your tickets")
    expect(page.locator("body[data-page=order]")).to_be_visible()
    assert bought_once(visit)


def test_b8_sold_out_meanwhile_it_says_so_and_what_was_typed_is_there_at_the_next_press(visit: Visit) -> None:
    page = at_the_button(visit, "6IE", on="Thursday", **{"Address, second line (optional)": "fail part one"})
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("The tickets were not bought")
    expect(page.get_by_role("main")).to_contain_text("Nothing has been charged")
    page.get_by_role("button", name="Hold the same tickets again").click()
    expect(page.locator("body[data-page=checkout]")).to_be_visible()
    assert typed_is_kept(page)

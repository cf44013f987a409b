"""A bank's page takes the buyer away, and other suppliers' tokens with it: these are asked for once more."""

import pytest
from playwright.sync_api import expect

from rehearsal.shop import ShopProcess
from tests.journeys.cards import ASKS_THE_BANK, GOOD, expect_bought, hold_for_card, pay, settled, type_card
from tests.journeys.states import Visit


@pytest.fixture
def shop(cider_intent_shop: ShopProcess) -> ShopProcess:
    return cider_intent_shop


@pytest.fixture
def visit(page, shop, sandbox) -> Visit:
    return Visit(page, shop, sandbox)


def test_p3_who_comes_back_from_the_bank_enters_the_other_suppliers_card_once_more(visit: Visit) -> None:
    page = visit.page
    visit.sandbox.stripe_bank("redirect")
    visit.fill_trolley("7AB")
    hold_for_card(visit, "LN40")
    type_card(page, ASKS_THE_BANK, entry=0)
    type_card(page, GOOD, entry=1)
    pay(page)
    page.get_by_role("button", name="Complete").click()
    expect(page.locator("body[data-page=missing-card]")).to_be_visible()
    expect(page.locator("#pay")).to_be_visible()
    page.locator("#pay").click()
    expect(page.locator("#card-problem")).to_contain_text("complete the details")
    type_card(page, GOOD)
    pay(page)
    expect_bought(page)
    books = settled(visit.sandbox)
    assert books["taken"] == books["sold_for"] != {}
    assert books["held"] == {}

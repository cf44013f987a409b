"""B6, paid by the shop's own Stripe: what is cancelled comes back to the penny, in the sandbox's books."""

import re

import pytest
from playwright.sync_api import expect

from rehearsal.shop import ShopProcess
from tests.journeys.browser import DESK, PHONE
from tests.journeys.cancelling import choose, expect_cancelled, press
from tests.journeys.cards import expect_bought, hold_for_card, pay, settled, type_card
from tests.journeys.states import Visit

CAT, CASTLE = "7AB", "LN40"


@pytest.fixture
def shop(stripe_shop: ShopProcess) -> ShopProcess:
    return stripe_shop


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def visit(visitor, shop: ShopProcess, sandbox, webhook, request: pytest.FixtureRequest) -> Visit:
    return Visit(visitor(**request.param), shop, sandbox)


def test_b6_by_the_shop_s_own_stripe_money_comes_back_to_the_penny(visit: Visit) -> None:
    page, sandbox = visit.page, visit.sandbox
    visit.fill_trolley(CASTLE)
    hold_for_card(visit, CAT)
    type_card(page)
    pay(page)
    expect_bought(page)
    order = page.url
    before = settled(sandbox)
    assert before["taken"] == before["sold_for"] != {}
    choose(page, "Cat at Lunchtime")
    button = page.get_by_role("button", name=re.compile("^Cancel these tickets"))
    expect(button).to_have_text("Cancel these tickets, and get £110.00 back")
    press(page)
    expect_cancelled(page)
    expect(page.get_by_text(re.compile("£110.00 (was given|goes) back to the card"))).to_be_visible()
    after = settled(sandbox)
    assert after["taken"] == after["sold_for"] == {"gbp": before["taken"]["gbp"] - 110}
    page.goto(order)
    choose(page, "Crown Tower")
    press(page)
    expect_cancelled(page)
    assert settled(sandbox) == {"sold_for": {}, "taken": {}, "held": {}}

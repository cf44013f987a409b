"""Cards by way of Cider, in a real browser: intents of the reservation, sources, and tokens of suppliers' own."""

import pytest
from playwright.sync_api import expect

from rehearsal.shop import ShopProcess
from tests.journeys.cards import (
    ASKS_THE_BANK,
    DECLINED,
    bank,
    expect_bought,
    expect_complaint,
    hold_for_card,
    pay,
    settled,
    type_card,
)
from tests.journeys.states import Visit


@pytest.fixture
def shop(cider_intent_shop: ShopProcess) -> ShopProcess:
    return cider_intent_shop


@pytest.fixture
def visit(page, shop, sandbox) -> Visit:
    return Visit(page, shop, sandbox)


def test_p3_the_reservations_own_intent_is_confirmed_and_bought_with(visit: Visit) -> None:
    hold_for_card(visit)
    type_card(visit.page)
    pay(visit.page)
    expect_bought(visit.page)
    books = settled(visit.sandbox)
    assert books["taken"] == books["sold_for"] != {}
    assert books["held"] == {}

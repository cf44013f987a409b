"""Staff give money back that the shop's own Stripe took: read first, and given once however often pressed."""

import pytest
from playwright.sync_api import expect

from rehearsal.shop import ShopProcess
from tests.journeys.browser import DESK, PHONE
from tests.journeys.cards import expect_bought, hold_for_card, pay, type_card
from tests.journeys.staff import agree, come_in, open_order
from tests.journeys.states import Visit

pytest.importorskip("checkout.cancelling.refunds", reason="there is nobody yet who gives money back")


@pytest.fixture
def shop(stripe_shop: ShopProcess) -> ShopProcess:
    return stripe_shop


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_staff_give_a_part_of_the_money_back(visitor, shop, sandbox, webhook, screen):
    buyer = Visit(visitor(**DESK), shop, sandbox)
    hold_for_card(buyer)
    type_card(buyer.page)
    pay(buyer.page)
    expect_bought(buyer.page)
    [sold] = sandbox.transactions()
    page = visitor(**screen)
    come_in(page, shop, "finance")
    open_order(page, str(sold["transaction_id"]))
    page.get_by_role("link", name="Give money back").click()
    page.get_by_label("Amount, in GBP").fill("5.50")
    page.get_by_role("button", name="Go on").click()
    address = page.url
    read = agree(page, "Give it back")
    assert read[0] == "£5.50 go back to the card that was paid with."
    expect(page.locator(".messagelist")).to_contain_text("£5.50 are on their way back.")
    buyer.wait_until(lambda: refunded(buyer) == 550, what="the refund")
    page.go_back()
    if page.url == address:  # the page that was agreed to, once more
        page.get_by_role("button", name="Give it back").click()
    page.goto(address.replace("/refund/", "/change/"))
    expect(page.locator(".timeline")).to_contain_text("money is to be given back")
    assert refunded(buyer) == 550


def refunded(buyer: Visit) -> int:
    return sum(int(one["refunded"]) for one in buyer.sandbox.stripe()["intents"])

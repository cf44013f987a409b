"""Cards by way of Cider, in a real browser: the reservation's intent, sources, tokens of suppliers' own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from rehearsal.shop import ShopProcess
from tests.journeys.browser import USUAL
from tests.journeys.cards import (
    ASKS_THE_BANK,
    DECLINED,
    bank,
    expect_bought,
    expect_complaint,
    hold_for_card,
    pay,
    pay_button,
    settled,
    type_card,
)
from tests.journeys.conftest import PATIENCE
from tests.journeys.states import Visit
from tests.journeys.steps import fill_in

SIZE = {"width": 1280, "height": 900}
CASTLE = "LN48"  # of a supplier that takes the money itself


@pytest.fixture
def by_intent(cider_intent_shop: ShopProcess, visit_of) -> Visit:
    return visit_of(cider_intent_shop)


@pytest.fixture
def by_source(cider_shop: ShopProcess, visit_of) -> Visit:
    return visit_of(cider_shop)


@pytest.fixture
def visit_of(browser, sandbox, watch) -> Iterator:
    """A visit to that shop; after it the books agree."""
    contexts = []
    watch.forgive("402 (Payment Required)")  # Stripe's own answer where a card is declined
    watch.forgive("422 (Unprocessable")  # this shop's, where something has to be put right

    def come(shop: ShopProcess) -> Visit:
        context = browser.new_context(base_url=shop.url, **USUAL, viewport=SIZE)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        return Visit(context.new_page(), shop, sandbox)

    yield come
    for context in contexts:
        context.close()
    books = settled(sandbox)
    assert books["taken"] == books["sold_for"]
    assert books["held"] == {}


def sent(visit: Visit) -> dict[str, str]:
    (call,) = visit.sandbox.log(endpoint="purchase")
    return dict(call["params"])


def test_p3_the_reservations_own_intent_is_confirmed_and_bought_with(by_intent: Visit) -> None:
    hold_for_card(by_intent)
    type_card(by_intent.page)
    pay(by_intent.page)
    expect_bought(by_intent.page)
    assert [name for name in sent(by_intent) if name.endswith("_callback/cider_token")]


def test_p3_a_declined_card_and_then_another(by_intent: Visit) -> None:
    page = by_intent.page
    hold_for_card(by_intent)
    type_card(page, DECLINED)
    pay(page)
    expect_complaint(page, "declined")
    type_card(page)
    pay(page)
    expect_bought(page)


def test_p3_the_bank_asks_in_front_of_the_page(by_intent: Visit) -> None:
    page = by_intent.page
    hold_for_card(by_intent)
    type_card(page, ASKS_THE_BANK)
    pay(page)
    bank(page).get_by_role("button", name="Fail").click()
    expect_complaint(page, "bank did not confirm that it is you")
    type_card(page, ASKS_THE_BANK)
    pay(page)
    bank(page).get_by_role("button", name="Complete").click()
    expect_bought(page)


@pytest.mark.parametrize("decision", ["Complete", "Fail"])
def test_p3_by_way_of_the_banks_own_page(by_intent: Visit, decision: str) -> None:
    page = by_intent.page
    by_intent.sandbox.stripe_bank("redirect")
    hold_for_card(by_intent)
    type_card(page, ASKS_THE_BANK)
    pay(page)
    page.get_by_role("button", name=decision).click()
    if decision == "Fail":
        expect(page.locator(".error-summary")).to_be_visible()
        type_card(page)
        pay(page)
    expect_bought(page)


def test_p3_confirmed_but_not_heard_of_the_buyer_goes_on_without_a_card(by_intent: Visit, watch) -> None:
    """The page is loaded anew right after the bank has said yes: it is asked for no second card."""
    watch.forgive("ERR_FAILED")
    page = by_intent.page
    address = hold_for_card(by_intent)
    type_card(page)
    page.route("**/confirmed/", lambda route: route.abort())
    with page.expect_request("**/confirmed/"):
        pay(page)
    page.goto(address)
    page.get_by_role("button", name="Back to my card").click()
    expect(page.locator("#card-news")).to_contain_text("Your card is confirmed already")
    page.unroute("**/confirmed/")
    pay(page)
    expect_bought(page)


def test_p3_a_source_for_accounts_that_take_sources(by_source: Visit) -> None:
    hold_for_card(by_source)
    type_card(by_source.page)
    pay(by_source.page)
    expect_bought(by_source.page)
    asked = [one["path"] for one in by_source.sandbox.log(endpoint="stripe")]
    assert [path for path in asked if path.endswith("/v1/sources")]
    assert len(by_source.sandbox.log(endpoint="cider")) == 1


def test_p3_a_token_for_a_supplier_with_a_stripe_of_its_own(by_source: Visit) -> None:
    hold_for_card(by_source, CASTLE)
    type_card(by_source.page)
    pay(by_source.page)
    expect_bought(by_source.page)
    assert sent(by_source)["castle_callback/stripeToken"].startswith("tok_")


def test_p3_two_accounts_are_two_cards_each_labelled_with_who_gets_it(by_source: Visit) -> None:
    page = by_source.page
    by_source.fill_trolley("7AB")
    by_source.fill_trolley(CASTLE)
    by_source.hold()
    fill_in(page)
    expect(pay_button(page)).to_be_visible()
    expect(page.get_by_text("the card is asked for more than once")).to_be_visible()
    labels = page.locator(".card-entry legend")
    expect(labels).to_have_count(2)
    expect(labels.filter(has_text="Castle & Crown Attractions")).to_contain_text("£")
    type_card(page, entry=0)
    pay(page)
    expect(page.locator("#card-problem")).to_contain_text("complete the details of your card")
    type_card(page, entry=1)
    pay(page)
    expect_bought(page)
    assert sent(by_source)["castle_callback/stripeToken"].startswith("tok_")


def test_p3_an_intent_and_a_token_in_one_trolley(by_intent: Visit) -> None:
    page = by_intent.page
    by_intent.fill_trolley("7AB")
    by_intent.fill_trolley(CASTLE)
    by_intent.hold()
    fill_in(page)
    expect(pay_button(page)).to_be_visible()
    type_card(page, entry=0)
    type_card(page, entry=1)
    pay(page)
    expect_bought(page)
    assert sent(by_intent)["castle_callback/stripeToken"].startswith("tok_")

"""The Payment Element in Chromium: typed in, confirmed, asked by the bank, and what the page is told."""

from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.sandbox.stripe.asking import ASKING, DECLINED, GOOD

CONFIRM = (
    """(given) => stripe.confirmPayment({elements, confirmParams: {}, redirect: "if_required", ...given})"""
)
DEFERRED = {"mode": "payment", "amount": 1000, "currency": "gbp", "captureMethod": "manual"}


@pytest.fixture
def intent(api):
    return api.intent()


@pytest.fixture
def opened(checkout, intent):
    checkout.open({"clientSecret": intent["client_secret"]})
    return checkout


def status(api, intent):
    return api.get(f"payment_intents/{intent['id']}")["status"]


def test_a_good_card_authorises_and_the_page_is_told(opened, api, intent):
    opened.type_card()
    outcome = opened.run(CONFIRM, {})
    assert (outcome["paymentIntent"]["id"], outcome["paymentIntent"]["status"]) == (
        intent["id"],
        "requires_capture",
    )
    assert status(api, intent) == "requires_capture"


def test_the_page_never_sees_the_number(opened):
    opened.type_card()
    assert GOOD[-8:] not in opened.page.content()
    changes = opened.told(complete=True)
    assert not changes[0]["complete"]
    assert changes[-1]["value"] == {"type": "card"}
    assert "4242" not in str(changes)


def test_every_field_is_reached_by_keyboard_in_its_order(opened):
    opened.page.get_by_role("link", name="Before").focus()
    for label in ("Card number", "Expiration date", "Security code", "Country"):
        opened.page.keyboard.press("Tab")
        expect(opened.frame.get_by_label(label)).to_be_focused()
    opened.page.keyboard.press("Tab")
    expect(opened.page.get_by_role("button", name="Pay")).to_be_focused()


def test_browsers_know_what_to_fill_in(opened):
    kinds = {"Card number": "cc-number", "Expiration date": "cc-exp", "Security code": "cc-csc"}
    for label, kind in kinds.items():
        expect(opened.frame.get_by_label(label)).to_have_attribute("autocomplete", kind)


def test_the_fields_have_no_barriers(opened, page):
    frame = next(one for one in page.frames if "/v3/field.html" in one.url)
    page.goto(frame.url)
    # Landmarks and headings are the page's around it.
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert found.response["violations"] == []


def test_what_is_missing_is_said_at_its_field_before_anything_is_sent(opened, api, intent):
    opened.type_card("4242", expiry="12", cvc="1")
    outcome = opened.run(CONFIRM, {})
    assert outcome["error"]["type"] == "validation_error"
    assert outcome["error"]["code"] == "incomplete_number"
    expect(opened.frame.get_by_text("Your card number is incomplete.")).to_be_visible()
    expect(opened.frame.get_by_label("Card number")).to_be_focused()
    assert [event["type"] for event in api.events()] == ["payment_intent.created"]


def test_a_declined_card_is_told_and_another_one_pays(opened, api, intent, watch):
    watch.forgive("402")
    opened.type_card(DECLINED)
    error = opened.run(CONFIRM, {})["error"]
    assert (error["type"], error["code"], error["decline_code"]) == (
        "card_error",
        "card_declined",
        "generic_decline",
    )
    assert error["payment_intent"]["status"] == "requires_payment_method"
    opened.run("() => field.clear()")
    opened.type_card()
    assert opened.run(CONFIRM, {})["paymentIntent"]["status"] == "requires_capture"


@pytest.mark.parametrize(
    ("button", "ends"), [("Complete", "requires_capture"), ("Fail", "requires_payment_method")]
)
def test_the_bank_asks_in_a_frame_over_the_page(opened, api, intent, button, ends):
    opened.type_card(ASKING)
    opened.begin(CONFIRM, {})
    opened.bank.get_by_role("button", name=button).click()
    outcome = opened.outcome()
    expect(opened.page.get_by_role("dialog")).to_have_count(0)
    assert status(api, intent) == ends
    if button == "Complete":
        assert outcome["paymentIntent"]["status"] == ends
    else:
        assert outcome["error"]["code"] == "payment_intent_authentication_failure"


def test_the_bank_may_ask_on_a_page_of_its_own_and_send_the_buyer_back(opened, api, intent, shop):
    api.control("POST", "stripe/bank", {"three_d_secure": "redirect"})
    opened.type_card(ASKING)
    opened.begin(CONFIRM, {"confirmParams": {"return_url": f"{shop.url}/done/?step=2"}})
    opened.page.get_by_role("button", name="Complete").click()
    opened.page.wait_for_url(f"{shop.url}/done/**")
    query = parse_qs(urlsplit(opened.page.url).query)
    assert (query["step"], query["payment_intent"], query["redirect_status"]) == (
        ["2"],
        [intent["id"]],
        ["succeeded"],
    )
    assert status(api, intent) == "requires_capture"


def test_by_default_the_buyer_is_sent_to_the_return_address(opened, intent, shop):
    opened.type_card()
    opened.begin(CONFIRM, {"redirect": "always", "confirmParams": {"return_url": f"{shop.url}/done/"}})
    opened.page.wait_for_url(f"{shop.url}/done/**")
    query = parse_qs(urlsplit(opened.page.url).query)
    assert query["payment_intent_client_secret"] == [intent["client_secret"]]


def test_card_first_and_the_intent_when_pay_is_pressed(checkout, api):
    checkout.open(DEFERRED)
    checkout.type_card()
    assert checkout.run("() => elements.submit()") == {"selectedPaymentMethod": "card"}
    intent = api.intent()
    outcome = checkout.run(CONFIRM, {"clientSecret": intent["client_secret"]})
    assert outcome["paymentIntent"]["status"] == "requires_capture"


@pytest.mark.parametrize(
    ("changed", "param"),
    [
        ({"amount": 999}, "amount"),
        ({"currency": "eur"}, "currency"),
        ({"captureMethod": "automatic"}, "captureMethod"),
    ],
)
def test_an_intent_that_is_not_what_the_buyer_was_shown_is_not_confirmed(checkout, api, changed, param):
    checkout.open(DEFERRED | changed)
    checkout.type_card()
    checkout.run("() => elements.submit()")
    intent = api.intent()
    error = checkout.run(CONFIRM, {"clientSecret": intent["client_secret"]})["error"]
    assert error["param"] == param
    assert status(api, intent) == "requires_payment_method"


def test_confirming_before_submit_is_a_mistake_of_the_shop(checkout, api):
    checkout.open(DEFERRED)
    checkout.type_card()
    caught = checkout.run(
        """(clientSecret) => stripe.confirmPayment({elements, clientSecret, redirect: "if_required"})
            .then(() => "confirmed", (error) => error.name)""",
        api.intent()["client_secret"],
    )
    assert caught == "IntegrationError"


def test_an_intent_can_be_looked_at(opened, intent):
    seen = opened.run("(secret) => stripe.retrievePaymentIntent(secret)", intent["client_secret"])
    assert seen["paymentIntent"]["status"] == "requires_payment_method"
    assert "metadata" not in seen["paymentIntent"]


def test_an_unknown_secret_is_told_as_a_load_error(checkout, page, watch):
    watch.forgive("404")
    checkout.open({"clientSecret": "pi_nobody_secret_nothing"})
    told = checkout.run(
        """() => new Promise((told) => {
            const again = stripe.elements({clientSecret: "pi_nobody_secret_nothing"}).create("payment");
            again.on("loaderror", ({error}) => told(error.code));
            again.mount("#before");
        })"""
    )
    assert told == "resource_missing"


def test_what_the_server_began_goes_on_in_the_browser(checkout, api):
    intent = api.intent(
        confirm="true", payment_method="pm_card_authenticationRequired", use_stripe_sdk="true"
    )
    checkout.open(DEFERRED)
    checkout.begin("(clientSecret) => stripe.handleNextAction({clientSecret})", intent["client_secret"])
    checkout.bank.get_by_role("button", name="Complete").click()
    assert checkout.outcome()["paymentIntent"]["status"] == "requires_capture"

"""The Card Element in Chromium: tokens, payment methods and sources for servers; cards confirmed at once."""

import pytest

from tests.sandbox.stripe.asking import ASKING

OPTIONS = {}


@pytest.fixture
def opened(checkout):
    checkout.open(OPTIONS, element="card")
    checkout.type_card()
    return checkout


def test_a_token_for_the_server(opened, api):
    token = opened.run("() => stripe.createToken(field, {name: 'Ada Marlow'})")["token"]
    assert token["card"]["last4"] == "4242"
    assert api.get(f"tokens/{token['id']}")["used"] is False


def test_a_payment_method_for_the_server(opened, api):
    made = opened.run(
        "() => stripe.createPaymentMethod({type: 'card', card: field, billing_details: {name: 'Ada'}})"
    )["paymentMethod"]
    assert made["billing_details"]["name"] == "Ada"
    assert api.intent(confirm="true", payment_method=made["id"])["status"] == "requires_capture"


def test_a_source_for_older_accounts(opened, api):
    source = opened.run("() => stripe.createSource(field, {amount: 1000, currency: 'gbp'})")["source"]
    assert (source["amount"], source["status"]) == (1000, "chargeable")


def test_a_payment_method_from_the_payment_element(checkout, api):
    checkout.open({"mode": "payment", "amount": 1000, "currency": "gbp"})
    checkout.type_card()
    checkout.run("() => elements.submit()")
    made = checkout.run("() => stripe.createPaymentMethod({elements})")["paymentMethod"]
    assert made["billing_details"]["address"]["country"] == "GB"


@pytest.mark.parametrize("asks", [False, True])
def test_a_card_is_confirmed_at_once_bank_included(checkout, api, asks):
    checkout.open(OPTIONS, element="card")
    checkout.type_card(*([ASKING] if asks else []))
    intent = api.intent()
    given = [intent["client_secret"], "Ada"]
    checkout.begin(
        """([secret, name]) => stripe.confirmCardPayment(
            secret, {payment_method: {card: field, billing_details: {name}}})""",
        given,
    )
    if asks:
        checkout.bank.get_by_role("button", name="Complete").click()
    assert checkout.outcome()["paymentIntent"]["status"] == "requires_capture"


def test_change_tells_the_brand(opened):
    assert opened.run("() => changes.at(-1).brand") == "visa"


@pytest.mark.parametrize(
    "script",
    [
        "() => Stripe('sk_test_practice_shop')",
        "() => stripe.elements({clientSecret: 'nonsense'})",
        "() => elements.create('cash')",
        "() => elements.create('card')",
        "() => stripe.elements({mode: 'payment'})",
        "() => stripe.elements().create('payment').mount('#nowhere')",
    ],
)
def test_mistakes_of_the_shop_are_named(opened, script):
    caught = opened.run(f"() => {{ try {{ ({script})(); }} catch (error) {{ return error.name; }} }}")
    assert caught == "IntegrationError"


def test_buttons_of_wallets_never_show(opened):
    assert opened.run("() => stripe.paymentRequest({}).canMakePayment()") is None

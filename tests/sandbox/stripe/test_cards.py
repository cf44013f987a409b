"""The test cards: what is taken, what is declined and why, who is asked by the bank, and who must wait."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
import stripe

from sandbox import app
from sandbox.http import Request
from sandbox.stripe.cards import CARDS, passes_luhn
from tests.sandbox.stripe.asking import ASKING, DECLINED, GOOD, PUBLISHABLE_KEY

RETURN = "http://shop.example/checkout/progress/?step=2"


def page_of(world, intent):
    """The path of the bank's page, to which an intent sends its buyer."""
    action = intent["next_action"]
    url = action.get("redirect_to_url", {}).get("url") or action["use_stripe_sdk"]["stripe_js"]
    return url.removeprefix(world.public_url)


def decide(world, path, decision, **more):
    body = "&".join(f"{name}={value}" for name, value in ({"decision": decision} | more).items())
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return app.answer(world, Request("POST", path, headers=headers, body=body.encode()))


def test_every_number_is_one_that_a_form_takes():
    assert [card.number for card in CARDS if not passes_luhn(card.number)] == []


@pytest.mark.parametrize(
    ("name", "code", "decline_code"),
    [
        ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_visa_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
    ],
)
def test_a_declined_card_is_said_as_stripe_says_it(intents, client, name, code, decline_code):
    intent = intents.create({"amount": 500, "currency": "gbp", "payment_method_types": ["card"]})
    with pytest.raises(stripe.CardError) as declined:
        intents.confirm(intent.id, {"payment_method": name})
    error = declined.value.error
    assert (declined.value.http_status, error.type) == (402, "card_error")
    assert (error.code, error.decline_code) == (code, decline_code)
    assert error.payment_intent.status == "requires_payment_method"
    kept = intents.retrieve(intent.id)
    assert (kept.last_payment_error.decline_code, kept.payment_method) == (decline_code, None)
    charge = client.v1.charges.retrieve(error.charge)
    assert (charge.status, charge.paid, charge.failure_code) == ("failed", False, code)


def test_after_a_declined_card_another_one_pays(intents):
    intent = intents.create({"amount": 500, "currency": "gbp", "payment_method_types": ["card"]})
    with pytest.raises(stripe.CardError):
        intents.confirm(intent.id, {"payment_method": "pm_card_chargeDeclined"})
    paid = intents.confirm(intent.id, {"payment_method": "pm_card_mastercard"})
    assert (paid.status, paid.last_payment_error) == ("succeeded", None)


@pytest.mark.parametrize(
    ("changes", "code", "param"),
    [
        ({"number": "4242424242424241"}, "incorrect_number", "number"),
        ({"number": "four"}, "incorrect_number", "number"),
        ({"exp_month": "13"}, "invalid_expiry_month", "exp_month"),
        ({"exp_year": "20"}, "invalid_expiry_year", "exp_year"),
        ({"cvc": "12"}, "invalid_cvc", "cvc"),
        ({"number": "378282246310005", "cvc": "123"}, "invalid_cvc", "cvc"),
    ],
)
def test_what_was_mistyped_is_named(api, changes, code, param):
    intent = api.intent()
    given = {f"payment_method_data[card][{name}]": value for name, value in changes.items()}
    response = api.typed(intent, GOOD, **given)
    error = json.loads(response.body)["error"]
    assert (response.status, error["type"], error["code"], error["param"]) == (402, "card_error", code, param)


def test_a_card_that_is_no_test_card_is_declined_in_test_mode(api):
    response = api.typed(api.intent(), "4111111111111111")
    assert (response.status, json.loads(response.body)["error"]["decline_code"]) == (
        402,
        "test_mode_live_card",
    )


def test_card_numbers_come_from_browsers_only(api):
    given = {"type": "card", "card[number]": GOOD, "card[exp_month]": "1", "card[exp_year]": "40"}
    status, error = api.refused("POST", "payment_methods", **given)
    assert (status, "unsafe" in error["message"]) == (402, True)
    assert api.post("payment_methods", key=PUBLISHABLE_KEY, **given)["card"]["last4"] == "4242"


@pytest.mark.parametrize("number", ["4000002500003155", ASKING, "4000000000003220"])
def test_3_d_secure_sends_the_buyer_to_the_bank_and_back(world, api, number):
    intent = json.loads(api.typed(api.intent(), number, return_url=RETURN).body)
    assert (intent["status"], intent["next_action"]["type"]) == ("requires_action", "redirect_to_url")
    path = page_of(world, intent)
    assert b"10.00 GBP" in app.answer(world, Request("GET", path)).body
    back = decide(world, path, "complete")
    query = parse_qs(urlsplit(back.headers["Location"]).query)
    assert back.headers["Location"].startswith(f"{RETURN}&payment_intent={intent['id']}")
    assert query["payment_intent_client_secret"] == [intent["client_secret"]]
    assert query["redirect_status"] == ["succeeded"]
    after = api.get(f"payment_intents/{intent['id']}", **{"expand[]": "latest_charge"})
    assert (after["status"], after["amount_capturable"], after["next_action"]) == (
        "requires_capture",
        1000,
        None,
    )
    secured = after["latest_charge"]["payment_method_details"]["card"]["three_d_secure"]
    assert secured["result"] == "authenticated"


def test_a_buyer_who_fails_at_the_bank_may_try_another_card(world, api):
    intent = json.loads(api.typed(api.intent(), ASKING, return_url=RETURN).body)
    back = decide(world, page_of(world, intent), "fail")
    assert "redirect_status=failed" in back.headers["Location"]
    after = api.get(f"payment_intents/{intent['id']}")
    assert after["status"] == "requires_payment_method"
    assert after["last_payment_error"]["code"] == "payment_intent_authentication_failure"
    assert json.loads(api.typed(after, GOOD).body)["status"] == "requires_capture"


def test_the_banks_page_asks_once(world, api):
    intent = json.loads(api.typed(api.intent(), ASKING, return_url=RETURN).body)
    path = page_of(world, intent)
    first = decide(world, path, "complete")
    again = decide(world, path, "fail")
    assert again.headers["Location"] == first.headers["Location"]
    assert api.get(f"payment_intents/{intent['id']}")["status"] == "requires_capture"


def test_a_buyer_whom_the_shop_waits_for_no_more_is_sent_back_all_the_same(world, api):
    intent = json.loads(api.typed(api.intent(), ASKING, return_url=RETURN).body)
    path = page_of(world, intent)
    api.post(f"payment_intents/{intent['id']}/cancel")
    for back in (decide(world, path, "complete"), app.answer(world, Request("GET", path))):
        assert (back.status, "redirect_status=failed" in back.headers["Location"]) == (302, True)
    assert api.get(f"payment_intents/{intent['id']}")["status"] == "canceled"


def test_a_question_that_nobody_asked_is_not_found(world):
    assert decide(world, "/v3/authenticate/nobody", "complete").status == 404


def test_for_stripe_js_the_bank_asks_in_a_frame(world, api):
    intent = json.loads(api.typed(api.intent(), ASKING, return_url=RETURN, use_stripe_sdk="true").body)
    assert intent["next_action"]["type"] == "use_stripe_sdk"
    answered = decide(world, page_of(world, intent), "complete", framed="1")
    assert (answered.status, b"postMessage" in answered.body) == (200, True)


def test_by_its_door_the_bank_asks_on_a_page_of_its_own(api):
    api.control("POST", "stripe/bank", {"three_d_secure": "redirect"})
    intent = json.loads(api.typed(api.intent(), ASKING, return_url=RETURN, use_stripe_sdk="true").body)
    assert intent["next_action"]["redirect_to_url"]["return_url"] == RETURN


def test_the_bank_may_be_satisfied_and_decline_all_the_same(world, api):
    intent = json.loads(api.typed(api.intent(), "4000008400001629", return_url=RETURN).body)
    decide(world, page_of(world, intent), "complete")
    after = api.get(f"payment_intents/{intent['id']}")
    assert (after["status"], after["last_payment_error"]["decline_code"]) == (
        "requires_payment_method",
        "generic_decline",
    )


def test_where_the_server_confirms_it_does_so_once_more_after_the_bank(world, api):
    given = {"confirmation_method": "manual", "confirm": "true", "return_url": RETURN}
    intent = api.intent(payment_method="pm_card_authenticationRequired", **given)
    decide(world, page_of(world, intent), "complete")
    path = f"payment_intents/{intent['id']}"
    assert api.get(path)["status"] == "requires_confirmation"
    assert api.post(f"{path}/confirm")["status"] == "requires_capture"


@pytest.mark.parametrize("refusal", ["off_session", "error_on_requires_action"])
def test_where_nobody_can_be_asked_such_a_card_is_declined(api, refusal):
    given = {"confirm": "true", "payment_method": "pm_card_authenticationRequired", refusal: "true"}
    status, error = api.refused(
        "POST", "payment_intents", amount=500, currency="gbp", **given, **{"payment_method_types[]": "card"}
    )
    assert (status, error["code"]) == (402, "authentication_required")


@pytest.mark.parametrize(
    ("name", "ends"),
    [("processing", "requires_capture"), ("processingThenDeclined", "requires_payment_method")],
)
def test_some_banks_take_a_minute(api, name, ends):
    intent = api.intent(confirm="true", payment_method=f"pm_card_{name}")
    assert (intent["status"], intent["amount_capturable"]) == ("processing", 0)
    api.move_clock(seconds=61)
    assert api.get(f"payment_intents/{intent['id']}")["status"] == ends


def test_a_capture_may_fail_and_leaves_the_money_held(intents):
    given = {"amount": 500, "currency": "gbp", "capture_method": "manual", "payment_method_types": ["card"]}
    held = intents.create(given | {"confirm": True, "payment_method": "pm_card_captureFails"})
    with pytest.raises(stripe.CardError):
        intents.capture(held.id)
    assert intents.retrieve(held.id).status == "requires_capture"


def test_tokens_stand_for_a_card_once(api):
    card = {"card[number]": GOOD, "card[exp_month]": "1", "card[exp_year]": "40", "card[cvc]": "123"}
    token = api.post("tokens", key=PUBLISHABLE_KEY, **card)
    assert (token["object"], token["card"]["last4"]) == ("token", "4242")
    given = {"payment_method_data[type]": "card", "payment_method_data[card][token]": token["id"]}
    assert api.intent(confirm="true", **given)["status"] == "requires_capture"
    _, error = api.refused("POST", "payment_intents", amount=500, currency="gbp", **given)
    assert error["code"] == "token_already_used"


def test_a_declined_number_can_be_made_a_token_all_the_same(api):
    card = {"card[number]": DECLINED, "card[exp_month]": "1", "card[exp_year]": "40"}
    assert api.post("tokens", key=PUBLISHABLE_KEY, **card)["id"].startswith("tok_")

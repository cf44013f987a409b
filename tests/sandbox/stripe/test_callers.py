"""Who may ask: secret keys, publishable keys with a client secret, other accounts; and from which pages."""

import base64
import json

import pytest
import requests
import stripe

from sandbox import app
from sandbox.http import Request
from tests.sandbox.stripe.asking import GOOD, PUBLISHABLE_KEY, SECRET_KEY
from tests.words import stands_in


@pytest.mark.parametrize("key", ["", "sk_test_nobody", "nonsense"])
def test_without_a_key_that_is_known_nothing_is_said(api, key):
    status, error = api.refused("GET", "payment_intents", key=key)
    assert (status, error["type"]) == (401, "invalid_request_error")
    assert not key or key not in error["message"]


def test_stripes_library_takes_it_for_a_wrong_key(world, server):
    client = stripe.StripeClient("sk_test_nobody", base_addresses={"api": world.public_url})
    with pytest.raises(stripe.AuthenticationError):
        client.v1.payment_intents.list()


def test_a_secret_key_may_come_as_basic_authentication(world, server):
    url = f"{world.public_url}/v1/payment_intents"
    assert requests.get(url, auth=(SECRET_KEY, ""), timeout=10).json()["object"] == "list"


def test_every_answer_names_its_request_and_version(world, server):
    answer = requests.get(
        f"{world.public_url}/v1/account",
        headers={"Authorization": f"Bearer {SECRET_KEY}", "Stripe-Version": "2025-03-31.basil"},
        timeout=10,
    )
    assert answer.headers["Request-Id"].startswith("req_")
    assert answer.headers["Stripe-Version"] == "2025-03-31.basil"
    assert answer.json()["object"] == "account"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "payment_intents"),
        ("POST", "payment_intents"),
        ("POST", "payment_intents/{id}"),
        ("POST", "payment_intents/{id}/capture"),
        ("POST", "payment_intents/{id}/cancel"),
        ("POST", "refunds"),
        ("GET", "events"),
        ("GET", "charges"),
    ],
)
def test_browsers_may_do_little(api, method, path):
    intent = api.held()
    given = {"client_secret": intent["client_secret"]}
    status, error = api.refused(method, path.format(id=intent["id"]), key=PUBLISHABLE_KEY, **given)
    assert (status, error["code"]) == (403, "secret_key_required")


def test_a_browser_sees_an_intent_by_its_client_secret_and_no_metadata(api):
    intent = api.intent(**{"metadata[order]": "7"})
    path = f"payment_intents/{intent['id']}"
    seen = api.get(path, key=PUBLISHABLE_KEY, client_secret=intent["client_secret"])
    assert seen["status"] == "requires_payment_method"
    assert not {"metadata", "latest_charge", "amount_received"} & set(seen)
    for wrong in ({}, {"client_secret": f"{intent['id']}_secret_guessed"}):
        assert api.refused("GET", path, key=PUBLISHABLE_KEY, **wrong)[0] == 400


def test_a_declined_card_tells_a_browser_no_more_than_that(api):
    response = api.typed(api.intent(**{"metadata[order]": "7"}), "4000000000000002")
    told = json.loads(response.body)["error"]
    assert told["decline_code"] == "generic_decline"
    assert "metadata" not in told["payment_intent"]


def test_other_accounts_do_not_see_it(api):
    intent = api.intent()
    path = f"payment_intents/{intent['id']}"
    assert api.refused("GET", path, key="sk_test_practice_box_office")[0] == 404


def test_pages_of_any_origin_may_ask(world):
    asked = app.answer(world, Request("OPTIONS", "/v1/payment_intents/pi_1/confirm"))
    assert (asked.status, asked.headers["Access-Control-Allow-Origin"]) == (204, "*")
    answer = app.answer(world, Request("GET", "/v1/payment_intents"))
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_an_address_that_is_none_is_said(api):
    assert api.refused("GET", "nothing/here")[0] == 404
    assert api.refused("GET", "payment_intents/pi_1/capture")[0] == 404


@pytest.mark.parametrize("name", ["a[", "a]b", "a[b", "metadata" + "[x]" * 9])
def test_names_that_cannot_be_read_are_refused(api, name):
    assert api.refused("POST", "payment_intents", **{name: "1"})[0] == 400


@pytest.mark.parametrize(
    "pairs", [{"metadata": "text"}, {"payment_method_types": "card"}, {"expand": "x"}, {"amount[a]": "1"}]
)
def test_values_of_another_kind_are_refused(api, pairs):
    given = {"amount": "500", "currency": "gbp"} | pairs
    if "amount[a]" in pairs:
        del given["amount"]
    assert api.refused("POST", "payment_intents", **given)[0] == 400


def test_the_log_has_no_card_numbers(world, server, api):
    intent = api.intent()
    requests.post(
        f"{world.public_url}/v1/payment_intents/{intent['id']}/confirm",
        data={
            "key": PUBLISHABLE_KEY,
            "client_secret": intent["client_secret"],
            "payment_method_data[type]": "card",
            "payment_method_data[card][number]": GOOD,
            "payment_method_data[card][cvc]": "987",
            "payment_method_data[card][exp_month]": "1",
            "payment_method_data[card][exp_year]": "40",
        },
        timeout=10,
    )
    [line] = api.control("GET", "log")["requests"]
    assert (line["endpoint"], line["deed"], line["user"], line["status"]) == (
        "stripe",
        "confirm",
        "practice_shop",
        200,
    )
    assert GOOD not in str(line)
    assert not stands_in(str(line), "987")


def test_a_secret_key_is_decoded_from_basic_alone(api):
    wrong = base64.b64encode(b"\xff\xfe").decode()
    request = Request("GET", "/v1/payment_intents", headers={"Authorization": f"Basic {wrong}"})
    assert app.answer(api.world, request).status == 401

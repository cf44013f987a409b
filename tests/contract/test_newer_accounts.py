"""Accounts of the sandbox's own, for what the four documented users never show."""

import pytest
import requests

from tests.contract.asking import orders_in
from tests.contract.buying import a_choice, debitors_of
from tests.contract.replay import save_details


@pytest.fixture
def agent(api_for):
    return api_for("demo-agent")


def confirm_in_browser(sandbox, stripe):
    """What Stripe's script does with the card that a buyer typed in."""
    answer = requests.post(
        f"{sandbox.url}/v1/payment_intents/{stripe['payment_intent']}/confirm",
        data={
            "key": stripe["publishable_key"],
            "client_secret": stripe["client_secret"],
            "payment_method": "pm_card_visa",
        },
        timeout=20,
    )
    assert answer.json()["status"] == "requires_capture"


def test_a_newer_stripe_account_s_reservation_comes_with_an_intent(sandbox, api_for):
    newer = api_for("demo-stripe-intent")
    held = newer.do("reserve", **a_choice(newer))
    debitor = debitors_of(held)["ext_test0"]
    assert debitor["stripe"]["payment_intent"].startswith("pi_")
    assert debitor["stripe"]["client_secret"].startswith(debitor["stripe"]["payment_intent"])
    confirm_in_browser(sandbox, debitor["stripe"])
    saved = save_details(debitor, stripe_payment_intent=debitor["stripe"]["payment_intent"])
    tokens = {"ext_test0_callback/cider_token": saved.json()["token"]}
    uuid = held["trolley_contents"]["transaction_uuid"]
    assert newer.buy(uuid, **tokens)["transaction_status"] == "purchased"


def test_an_account_may_want_to_see_another_currency_too(agent):
    held = agent.do("reserve", **a_choice(agent))
    (bundle,) = held["trolley_contents"]["bundle"]
    (order,) = orders_in(held)
    assert held["desired_currency_code"] == "usd"
    assert set(held["currency_details"]) == {"gbp", "usd"}
    assert bundle["bundle_total_cost_in_desired"] > bundle["bundle_total_cost"]
    assert order["total_sale_seatprice_in_desired"] > order["total_sale_seatprice"]


def test_an_account_may_have_to_give_a_reference_of_its_own(agent):
    held = agent.do("reserve", **a_choice(agent))
    uuid = held["trolley_contents"]["transaction_uuid"]
    assert held["needs_agent_reference"] is True
    refused = agent.post("purchase", transaction_uuid=uuid)
    assert refused.status_code == 400
    assert agent.buy(uuid, agent_reference="AB-12")["customer"]["agent_ref"] == "AB-12"


def test_an_account_may_have_an_address_held_for_it(agent):
    address = agent.do("reserve", **a_choice(agent))["prefilled_address"]
    assert {"address_line_one", "town", "postcode", "country_code"} <= set(address)


def test_an_account_may_put_two_orders_of_one_performance_in_a_trolley(agent):
    first = agent.read("trolley", **a_choice(agent, "7AB"))
    circle = {"ticket_type_code": "CIRCLE"}
    both = agent.read("trolley", trolley_token=first["trolley_token"], **a_choice(agent, "7AB") | circle)
    assert [order["ticket_type_code"] for order in orders_in(both)] == ["STALLS", "CIRCLE"]
    assert both["discarded_orders"] == []


def test_the_documented_accounts_may_not(api):
    first = api.read("trolley", **a_choice(api, "7AB"))
    circle = {"ticket_type_code": "CIRCLE"}
    both = api.read("trolley", trolley_token=first["trolley_token"], **a_choice(api, "7AB") | circle)
    assert [order["ticket_type_code"] for order in orders_in(both)] == ["CIRCLE"]

"""purchase.v1 where a supplier has its own Stripe: a token for each bundle, or a callout that asks for it."""

import pytest
from pyticketswitch.payment_methods import StripeDetails

from tests.contract.asking import CUSTOMER
from tests.contract.buying import a_customer, a_sale, debitors_of, events_by_source
from tests.contract.replay import save_details

FIRST, SECOND = "token-one", "token-two"
RETURN = {
    "return_token": FIRST,
    "return_url": f"http://127.0.0.1:9/return/{FIRST}/",
    "client_http_user_agent": "Mozilla/5.0",
    "client_http_accept": "text/html",
}


@pytest.fixture
def stripe(api_for):
    return api_for("demo-stripe")


@pytest.fixture
def own(stripe):
    """A sale of a supplier with a plain `stripe` debitor: its source code, and the choice."""
    for (source, _), events in events_by_source(stripe).items():
        if not (choice := a_sale(stripe, events)):
            continue
        held = stripe.do("reserve", **choice)
        stripe.do("release", transaction_uuid=uuid_of(held))
        if debitor_types(held) == {source: "stripe"}:
            return source, choice
    raise AssertionError("no supplier has a Stripe of its own")


def uuid_of(held):
    return held["trolley_contents"]["transaction_uuid"]


def debitor_types(held):
    bundles = held["trolley_contents"]["bundle"]
    return {bundle["bundle_source_code"]: bundle["debitor"]["debitor_type"] for bundle in bundles}


def test_the_client_buys_with_a_token_for_the_bundle(client_for, stripe, own):
    source, choice = own
    status, callout, _ = client_for("demo-stripe").make_purchase(
        stripe.reserve(**choice), a_customer(), payment_method=StripeDetails({source: "tok_visa"})
    )
    assert (status.status, callout) == ("purchased", None)


def test_a_missing_token_comes_back_as_a_callout_that_a_callback_answers(client_for, stripe, own):
    _, choice = own
    held = stripe.reserve(**choice)
    callout = stripe.buy(held, **RETURN)["callout"]
    assert callout["return_token"] == FIRST
    status, callout, _ = client_for("demo-stripe").next_callout(FIRST, SECOND, {"stripeToken": "tok_visa"})
    assert (status.status, callout) == ("purchased", None)


def test_a_callback_without_a_token_buys_nothing(stripe, own):
    _, choice = own
    held = stripe.reserve(**choice)
    stripe.buy(held, **RETURN)
    stripe.ask("POST", f"/f13/callback.v1/this.{FIRST}/next.{SECOND}")
    assert stripe.read("status", transaction_uuid=held)["transaction_status"] == "failed"


def test_in_one_trolley_each_bundle_gets_what_its_debitor_wants(sandbox, stripe, own):
    source, choice = own
    cider_choice = a_sale(stripe, ["6IF"])
    first = stripe.read("trolley", **choice)["trolley_token"]
    both = stripe.read("trolley", trolley_token=first, **cider_choice)["trolley_token"]
    held = stripe.do("reserve", trolley_token=both)
    assert debitor_types(held) == {source: "stripe", "ext_test0": "cider"}
    saved = save_details(debitors_of(held)["ext_test0"], stripe_token="tok_visa").json()["token"]
    tokens = {"ext_test0_callback/cider_token": saved, f"{source}_callback/stripeToken": "tok_visa"}
    answer = stripe.buy(uuid_of(held), **tokens)
    assert [row["purchase_result"]["success"] for row in answer["trolley_contents"]["bundle"]] == [True] * 2


def test_a_refused_card_fails_its_bundle(stripe, own):
    source, choice = own
    tokens = {f"{source}_callback/stripeToken": "tok_chargeDeclined"}
    answer = stripe.buy(stripe.reserve(**choice), **tokens)
    assert answer["transaction_status"] == "failed"


def test_an_unheard_of_token_is_refused_and_the_hold_stands(stripe, own):
    source, choice = own
    held = stripe.reserve(**choice)
    tokens = {f"{source}_callback/stripeToken": "nonsense"}
    assert stripe.post("purchase", transaction_uuid=held, **CUSTOMER, **tokens).status_code >= 400
    assert stripe.read("status", transaction_uuid=held)["transaction_status"] == "reserved"

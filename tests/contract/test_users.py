"""The four users of the practice account, each with its way of paying."""

import pytest

from tests.contract.asking import CUSTOMER
from tests.contract.buying import a_choice, debitors_of


@pytest.mark.parametrize("user", ["demo", "demo-stripe", "demo-redirect", "demo-creditcard"])
def test_all_users_see_the_same_events(client_for, user):
    assert client_for(user).test().id == user
    assert client_for(user).get_event("6IF")[0].id == "6IF"


def test_demo_buys_on_credit_with_no_debitor(api):
    held = api.do("reserve", **a_choice(api))
    assert debitors_of(held) == {}
    assert api.buy(held["trolley_contents"]["transaction_uuid"])["transaction_status"] == "purchased"


def test_demo_stripe_has_a_debitor_and_buys_nothing_without_a_token(api_for):
    stripe = api_for("demo-stripe")
    held = stripe.do("reserve", **a_choice(stripe))
    assert list(debitors_of(held)) == ["ext_test0"]
    uuid = held["trolley_contents"]["transaction_uuid"]
    answer = stripe.post("purchase", transaction_uuid=uuid, **CUSTOMER)
    assert answer.status_code >= 400 or answer.json().get("transaction_status") != "purchased"
    assert stripe.read("status", transaction_uuid=uuid)["transaction_status"] != "purchased"


def test_demo_creditcard_is_refused_in_plain_words(sandbox, api_for):
    card = api_for("demo-creditcard")
    answer = card.post("reserve", **a_choice(card))
    if answer.status_code == 200:
        uuid = answer.json()["trolley_contents"]["transaction_uuid"]
        answer = card.post("purchase", transaction_uuid=uuid, **CUSTOMER)
    assert answer.status_code >= 400
    assert "card" in answer.json()["error_desc"].lower()
    assert all(row["status"] != "purchased" for row in sandbox.transactions())

"""The users of the practice account, each with its way of paying and what it may sell."""

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
    assert stripe.post("purchase", transaction_uuid=uuid, **CUSTOMER).status_code == 400
    assert stripe.read("status", transaction_uuid=uuid)["transaction_status"] == "reserved"


def test_demo_creditcard_is_refused_in_plain_words(sandbox, api_for):
    card = api_for("demo-creditcard")
    answer = card.post("reserve", **a_choice(card))
    assert answer.status_code == 403
    assert "card" in answer.json()["error_desc"].lower()
    assert sandbox.transactions() == []


@pytest.fixture
def single(api_for):
    """An account that sells for the first supplier only."""
    return api_for("demo-single")


def test_an_account_may_be_kept_to_some_suppliers(single, api):
    assert [row["source_code"] for row in single.read("sources")["results"]["source"]] == ["ext_test0"]
    listed = single.read("events", page_length=500)["results"]["event"]
    assert {event["source_code"] for event in listed} == {"ext_test0"}
    assert len(listed) < api.read("events")["results"]["paging_status"]["total_unpaged_results"]
    assert list(single.read("events_by_id", event_id_list="6IF,7AB")["events_by_id"]) == ["6IF"]


def test_an_account_has_no_access_to_other_suppliers_tickets(sandbox, single, api):
    own, foreign = a_choice(single, "6IF"), a_choice(api, "7AB")
    assert single.get("availability", perf_id=own["perf_id"]).status_code == 200
    assert single.get("availability", perf_id=foreign["perf_id"]).status_code == 403
    assert single.read("performances_by_id", perf_id_list=foreign["perf_id"])["performances_by_id"] == {}
    refused = single.do("reserve", **foreign)
    assert refused["input_contained_unavailable_order"] is True
    assert sandbox.transactions() == []

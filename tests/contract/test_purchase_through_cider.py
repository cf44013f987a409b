"""purchase.v1 as `demo-stripe`: the card is saved with Cider, and its token buys."""

import pytest
import requests
from pyticketswitch.payment_methods import CiderDetails

from tests.contract.asking import CUSTOMER
from tests.contract.buying import a_choice, a_customer, a_mixed_trolley, debitors_of
from tests.contract.replay import save_details

METADATA = {
    "stripe_meta_email_address": "ada@buyers.example",
    "stripe_meta_event_ids": "6IF",
    "stripe_meta_send_methods": "COBO",
    "stripe_meta_days_to_performance": "12",
    "stripe_meta_user_id": "demo-stripe",
    "stripe_meta_ip_address": "192.0.2.44",
}
REMOTE = {"remote_ip": "192.0.2.44", "remote_site": "shop.example"}


@pytest.fixture
def stripe(api_for):
    return api_for("demo-stripe")


@pytest.fixture
def held(stripe):
    return stripe.do("reserve", **a_choice(stripe))


@pytest.fixture
def debitor(held):
    return debitors_of(held)["ext_test0"]


def uuid_of(held):
    return held["trolley_contents"]["transaction_uuid"]


def tokens(token, *sources):
    return {f"{source}_callback/cider_token": token for source in sources or ("ext_test0",)}


def test_the_debitor_says_where_and_with_what_to_save(held, debitor):
    (bundle,) = held["trolley_contents"]["bundle"]
    assert bundle["debitor"]["debitor_type"]
    assert debitor["cider_api_endpoint"].startswith("http")
    assert debitor["cider_api_token"]
    assert debitor["stripe"]["publishable_key"].startswith("pk_")


def test_the_client_buys_with_a_cider_token(client_for, held, debitor):
    token = save_details(debitor, stripe_token="tok_visa", **METADATA).json()["token"]
    status, callout, _ = client_for("demo-stripe").make_purchase(
        uuid_of(held),
        a_customer(),
        payment_method=CiderDetails({"cider_token": token}, ["ext_test0"]),
        **REMOTE,
    )
    assert (status.status, callout) == ("purchased", None)


@pytest.mark.parametrize("amount", ["4950"])
@pytest.mark.parametrize("generation", ["token", "source", "intent"])
def test_each_generation_of_details_buys(stripe, held, debitor, generation, amount):
    details = {
        "token": {"stripe_token": "tok_visa"},
        "source": {"stripe_source": "src_ABCD1234", "stripe_source_amount": int(amount)},
        "intent": {"stripe_payment_intent": debitor["stripe"].get("payment_intent", "pi_ABCD1234")},
    }[generation]
    saved = save_details(debitor, **details, **METADATA)
    assert saved.json()["token"].startswith("cider_")
    answer = stripe.buy(uuid_of(held), **tokens(saved.json()["token"]), **REMOTE)
    assert answer["transaction_status"] == "purchased"


def test_one_cider_token_pays_for_every_bundle(sandbox, stripe):
    held = stripe.do("reserve", trolley_token=a_mixed_trolley(stripe))
    debitors = debitors_of(held)
    assert len({debitor["cider_api_token"] for debitor in debitors.values()}) == 1
    token = save_details(debitors["ext_test0"], stripe_token="tok_visa").json()["token"]
    answer = stripe.buy(uuid_of(held), **tokens(token, "ext_test0", "ext_test1"), **REMOTE)
    results = [bundle["purchase_result"]["success"] for bundle in answer["trolley_contents"]["bundle"]]
    assert results == [True, True]


def test_a_refused_card_buys_nothing(sandbox, stripe, held, debitor):
    saved = save_details(debitor, stripe_token="tok_chargeDeclined")
    answer = stripe.buy(uuid_of(held), **tokens(saved.json()["token"]), **REMOTE)
    assert answer["transaction_status"] == "failed"
    assert answer["trolley_contents"]["purchase_result"]["success"] is False
    assert sandbox.transaction(uuid_of(held))["status"] == "failed"


def test_a_cider_token_works_once(stripe, held, debitor):
    token = save_details(debitor, stripe_token="tok_visa").json()["token"]
    stripe.buy(uuid_of(held), **tokens(token), **REMOTE)
    other = stripe.reserve(**a_choice(stripe))
    answer = stripe.post("purchase", transaction_uuid=other, **CUSTOMER, **tokens(token), **REMOTE)
    assert answer.status_code >= 400 or answer.json().get("transaction_status") != "purchased"


def test_an_invented_cider_token_buys_nothing(stripe, held):
    answer = stripe.post(
        "purchase", transaction_uuid=uuid_of(held), **CUSTOMER, **tokens("cider_invented"), **REMOTE
    )
    assert answer.status_code >= 400 or answer.json().get("transaction_status") != "purchased"


@pytest.mark.parametrize("api_token", ["", "key_invented"])
def test_saving_needs_the_reservation_s_own_token(debitor, api_token):
    assert save_details(debitor, api_token=api_token, stripe_token="tok_visa").status_code in {401, 403}


def test_saving_needs_something_to_save(debitor):
    assert save_details(debitor).status_code == 400


def test_saving_needs_json(debitor):
    headers = {"Authorization": f"Bearer {debitor['cider_api_token']}", "Content-Type": "application/json"}
    address = f"{debitor['cider_api_endpoint']}/save-details"
    answer = requests.post(address, data="{not json", headers=headers, timeout=20)
    assert answer.status_code == 400


def test_browsers_on_other_sites_may_save(debitor):
    address = f"{debitor['cider_api_endpoint']}/save-details"
    asked = {
        "Origin": "https://shop.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
    }
    answer = requests.options(address, headers=asked, timeout=20)
    assert answer.headers["Access-Control-Allow-Origin"] in {"*", "https://shop.example"}
    assert "authorization" in answer.headers["Access-Control-Allow-Headers"].lower()

"""status.v1 and trans_id_status.v1: what became of a transaction."""

import pytest

from tests.contract.asking import orders_in, seats_in
from tests.contract.buying import a_choice


@pytest.fixture
def held(api):
    return api.reserve(**a_choice(api))


def test_the_client_reads_a_hold(client, held):
    status, _ = client.get_status(held)
    assert (status.status, status.trolley.transaction_uuid) == ("reserved", held)
    assert 14 < status.minutes_left <= 15
    assert status.trolley.get_orders()[0].number_of_seats == 2


def test_the_minutes_left_follow_the_clock(sandbox, api, held):
    sandbox.move_clock(minutes=5)
    assert 9 < api.read("status", transaction_uuid=held)["minutes_left_on_reserve"] <= 10


def test_the_client_reads_a_purchase(client, api, held):
    api.buy(held)
    status, _ = client.get_status(held)
    assert status.status == "purchased"
    assert status.purchased_at >= status.reserved_at
    assert status.customer is None


def test_the_customer_comes_when_asked_for(client, api, held):
    api.buy(held)
    status, _ = client.get_status(held, customer=True)
    assert (status.customer.first_name, status.customer.email) == ("Ada", "ada@buyers.example")


def test_a_purchase_is_found_by_its_other_id(client, api, held):
    transaction_id = api.buy(held)["trolley_contents"]["transaction_id"]
    status, _ = client.get_status(transaction_id=transaction_id)
    assert (status.status, status.trolley.transaction_uuid) == ("purchased", held)


def test_status_says_what_purchase_said(api, held):
    bought = api.buy(held)
    told = api.read("status", transaction_uuid=held)
    assert [seats_in(order) for order in orders_in(told)] == [seats_in(order) for order in orders_in(bought)]
    assert [order["backend_purchase_reference"] for order in orders_in(told)] == [
        order["backend_purchase_reference"] for order in orders_in(bought)
    ]


@pytest.mark.parametrize(
    ("endpoint", "name"), [("status", "transaction_uuid"), ("trans_id_status", "transaction_id")]
)
def test_an_unknown_transaction_is_refused(api, endpoint, name):
    answer = api.get(endpoint, **{name: "U-NOSUCH-LDNX"})
    assert answer.status_code >= 400
    assert answer.json()["error_code"]


def test_another_user_s_transaction_is_refused(api_for, held):
    stranger = api_for("demo-stripe")
    assert stranger.get("status", transaction_uuid=held).status_code == 403
    assert stranger.post("release", transaction_uuid=held).status_code == 403
    assert api_for("demo").read("status", transaction_uuid=held)["transaction_status"] == "reserved"


def test_a_sale_page_that_nobody_had_saved_is_not_there(client, api, held):
    api.buy(held)
    plain = api.read("status", transaction_uuid=held)
    assert api.read("status", transaction_uuid=held, add_external_sale_page="") == plain
    assert client.get_status(held, external_sale_page=True)[0].external_sale_page is None

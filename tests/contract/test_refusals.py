"""What f13 refuses, with which status and which error code."""

import pytest
import requests
from pyticketswitch import Client
from pyticketswitch.exceptions import APIError, AuthenticationError

from tests.contract.asking import CUSTOMER
from tests.contract.buying import a_choice

DEEDS = ["reserve", "release", "purchase", "cancel"]
QUESTIONS = [
    "events",
    "events_by_id",
    "performances",
    "performances_by_id",
    "months",
    "availability",
    "discounts",
    "send_methods",
    "trolley",
    "add_ons",
    "upsells",
    "reserve_page_archive",
    "purchase_page_archive",
    "status",
    "trans_id_status",
    "sources",
    "cities",
    "classes",
    "orders_sold",
    "orders_supplied",
    "test",
]
NEED_DATA = {
    "events_by_id",
    "performances",
    "performances_by_id",
    "months",
    "availability",
    "discounts",
    "send_methods",
    "reserve_page_archive",
    "purchase_page_archive",
    "status",
    "trans_id_status",
}


@pytest.mark.parametrize("endpoint", DEEDS)
def test_a_deed_takes_no_get(api, endpoint):
    answer = api.get(endpoint)
    assert answer.status_code == 405
    assert answer.json()["error_code"]


def test_a_callback_takes_no_get(api):
    assert api.ask("GET", "/f13/callback.v1/this.one/next.two").status_code == 405


@pytest.mark.parametrize("endpoint", QUESTIONS)
def test_a_question_takes_no_post(api, endpoint):
    assert api.post(endpoint).status_code == 405


@pytest.mark.parametrize("endpoint", sorted(NEED_DATA))
def test_missing_data_is_400_with_code_8(api, endpoint):
    answer = api.get(endpoint)
    assert (answer.status_code, answer.json()["error_code"]) == (400, 8)
    assert answer.json()["error_desc"]


@pytest.mark.parametrize("endpoint", ["release", "purchase", "cancel"])
def test_a_deed_without_its_transaction_is_400(api, endpoint):
    answer = api.post(endpoint)
    assert (answer.status_code, answer.json()["error_code"]) == (400, 8)


@pytest.mark.parametrize("params", [{}, {"no_of_seats": "2"}, {"no_of_seats": "many"}])
def test_a_reserve_of_nothing_is_refused(sandbox, api, params):
    assert api.post("reserve", **params).status_code in {400, 460}
    assert sandbox.transactions() == []


def test_an_unknown_endpoint_is_404(api):
    assert api.get("nonsense").status_code == 404


def test_an_unknown_version_is_404(api):
    assert api.ask("GET", "/f13/events.v9").status_code == 404


@pytest.mark.parametrize(("user", "password"), [("demo", "wrong"), ("nobody", "demopass")])
def test_wrong_credentials_are_401_with_code_3(api_for, user, password):
    answer = api_for(user, password=password).get("events")
    assert (answer.status_code, answer.json()["error_code"]) == (401, 3)


def test_no_credentials_are_401(sandbox):
    assert requests.get(f"{sandbox.url}/f13/events.v1", timeout=20).status_code == 401


def test_the_client_calls_wrong_credentials_what_they_are(sandbox):
    with pytest.raises(AuthenticationError):
        Client("demo", "wrong", url=sandbox.url, use_decimal=True).test()


def test_another_user_s_path_is_403(api):
    assert api.ask("GET", "/f13/events.v1/demo-stripe/-/en").status_code == 403


def test_a_country_outside_the_allowed_ones_is_460(api):
    held = api.reserve(**a_choice(api, ext_test0_send_code="POST"))
    answer = api.post("purchase", transaction_uuid=held, **CUSTOMER | {"country_code": "fr"})
    assert answer.status_code == 460
    assert api.read("status", transaction_uuid=held)["transaction_status"] == "reserved"
    assert api.buy(held)["transaction_status"] == "purchased"


def test_the_client_raises_what_is_refused(client):
    with pytest.raises(APIError):
        client.get_availability("NOSUCH-1")


@pytest.mark.parametrize("name", ["page_length", "page_number"])
def test_a_page_that_is_no_number_is_refused(api, name):
    assert api.get("events", **{name: "many"}).status_code == 400


@pytest.mark.parametrize("given", ["2026", "tomorrow:", "20260101-20260102"])
def test_a_date_range_that_is_none_is_refused(api, given):
    assert api.get("events", date_range=given).status_code in {400, 460}


def test_a_circle_that_is_none_is_refused(api):
    assert api.get("events", circle="here").status_code in {400, 460}

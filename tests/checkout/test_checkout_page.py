import uuid

import pytest
import time_machine

from checkout import payments
from checkout.models import OrderRecord, State
from tests.builders import CUSTOMER, a_hold, a_performance
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db

THURSDAY = 3


def test_it_shows_seats_price_parts_and_the_time_left(client, f13):
    record = a_hold(client)
    page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert "£50.00 ticket + £5.00 fee" in page
    assert "<dt>Total</dt><dd>£55.00</dd>" in page
    assert "Time left: 14 minutes" in page
    assert "Buy for £55.00" in page


def test_restricted_views_are_shown_before_paying(client, f13):
    record = a_hold(client, perf_id=a_performance("6IE", weekday=THURSDAY), quantity=3)
    page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert page.lower().count("restricted view") >= 2


@pytest.mark.parametrize("name", ["first_name", "last_name", "email", "phone", "address_line_one", "town"])
def test_what_is_missing_is_said_at_the_field_and_the_rest_is_kept(client, f13, name):
    record = a_hold(client)
    answer = client.post(f"/checkout/{record.pk}/", CUSTOMER | {name: ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_{name}"' in page
    kept = {
        field: value for field, value in CUSTOMER.items() if value and field not in {name, "country_code"}
    }
    assert all(f'value="{value}"' in page for value in kept.values())
    record.refresh_from_db()
    assert record.state == State.RESERVED


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "nobody"},
        {"phone": "12"},
        {"phone": "call me"},
        {"country_code": "zz"},
        {"country_code": ""},
        {"first_name": "x" * 500},
        {"first_name": "a\x00b"},
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_bought(client, f13, wrong):
    record = a_hold(client)
    assert client.post(f"/checkout/{record.pk}/", CUSTOMER | wrong).status_code == 422
    assert f13.log(endpoint="purchase") == []


def test_tickets_by_post_go_only_where_they_are_posted_to(client, f13):
    record = a_hold(client, perf_id=a_performance("6IF"), send="POST")
    page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert 'value="ie"' in page
    assert 'value="us"' not in page
    assert client.post(f"/checkout/{record.pk}/", CUSTOMER | {"country_code": "us"}).status_code == 422


def test_national_phone_numbers_are_read_by_the_addresss_country(
    client, f13, django_capture_on_commit_callbacks
):
    record = a_hold(client)
    client.post(f"/checkout/{record.pk}/", CUSTOMER | {"phone": "020 7946 0000"})
    record.refresh_from_db()
    assert record.customer["phone"] == "+44 20 7946 0000"


def test_what_f13_finds_wrong_comes_back_at_the_field_with_the_hold_standing(
    client, f13, django_capture_on_commit_callbacks
):
    record = a_hold(client)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/checkout/{record.pk}/", CUSTOMER | {"email": "ada@example.invalid"})
    record.refresh_from_db()
    assert record.state == State.RESERVED
    page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert 'href="#id_email"' in page
    assert 'value="ada@example.invalid"' in page
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/checkout/{record.pk}/", CUSTOMER)
    record.refresh_from_db()
    assert record.state == State.PURCHASED


def test_details_are_asked_once_in_a_visit(client, f13, django_capture_on_commit_callbacks):
    record = a_hold(client)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/checkout/{record.pk}/", CUSTOMER)
    again = a_hold(client, perf_id=a_performance("6IF"), send="COBO")
    assert 'value="1 Long Lane"' in client.get(f"/checkout/{again.pk}/").content.decode()


def test_anothers_order_is_a_404(client, f13):
    record = a_hold(client)
    stranger = HouseRulesClient()
    assert stranger.get(f"/checkout/{record.pk}/").status_code == 404
    assert stranger.post(f"/checkout/{record.pk}/", CUSTOMER).status_code == 404
    assert stranger.post(f"/checkout/{record.pk}/release/").status_code == 404
    record.refresh_from_db()
    assert record.state == State.RESERVED


def test_an_unknown_order_is_a_404_like_anothers(client, f13):
    a_hold(client)
    assert client.get(f"/checkout/{uuid.uuid4()}/").status_code == 404


def test_an_account_whose_debitor_this_shop_cannot_pay_is_not_asked_for_details(
    client, f13, settings, monkeypatch
):
    monkeypatch.delitem(payments.WAYS, "redirect")
    settings.F13_USER = "demo-redirect"
    record = a_hold(client)
    page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert "cannot be paid for in this shop" in page
    client.post(f"/checkout/{record.pk}/", CUSTOMER)
    assert f13.log(endpoint="purchase") == []
    assert OrderRecord.objects.get().state == State.RESERVED


def test_what_was_typed_when_the_hold_ran_out_is_there_for_the_next_hold(client, f13):
    record = a_hold(client)
    with time_machine.travel(record.hold_ends_at):
        client.post(f"/checkout/{record.pk}/", CUSTOMER)
    again = a_hold(client)
    page = client.get(f"/checkout/{again.pk}/").content.decode()
    assert 'value="1 Long Lane"' in page
    assert 'value="ada@example.com"' in page

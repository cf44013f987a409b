"""Ingresso's own checkout: handed over, never let go meanwhile, and settled by what f13 says."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
import requests
import time_machine
from django.utils import timezone

from boxoffice.environment import Environment
from boxoffice.ticketing import Callout, Release, TransactionStatus, get_service
from checkout import callouts, handing_over, payments, purchase, settling
from checkout.models import OrderRecord, State
from checkout.payments import white_label
from tests.builders import CUSTOMER, a_hold, a_performance, a_trolley, run
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db

FIELDS = CUSTOMER | {"email_address": "ada@example.com"}
LET_GO = "Let these tickets go"


@pytest.fixture(autouse=True)
def _hands_over(settings, f13):
    settings.PAYMENT, settings.WHITE_LABEL_URL = "white-label", f13.url


def handed_over(client, **choice):
    """A hold that is handed over; where its buyer is sent."""
    record = a_hold(client, **choice)
    client.post(f"/checkout/{record.pk}/hand-over/")
    record.refresh_from_db()
    assert record.state == State.HANDED_OVER
    return record, handing_over.address(record)


def pay(address, **said):
    """What the buyer does there."""
    return requests.post(address, data=FIELDS | said, allow_redirects=False, timeout=10)


def status(f13, record):
    return f13.transaction(record.transaction_uuid)["status"]


def steps(record):
    return list(record.steps.values_list("what", flat=True))


def test_the_checkout_page_asks_for_nothing_but_the_press(client):
    record = a_hold(client)
    page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert "Go on and pay £55.00" in page
    assert 'name="first_name"' not in page


def test_pressed_it_leads_by_a_page_of_this_shop_to_ingressos_own(client, f13):
    record = a_hold(client)
    answer = client.post(f"/checkout/{record.pk}/hand-over/")
    assert answer["Location"] == f"/checkout/{record.pk}/hand-over/"
    page = client.get(answer["Location"]).content.decode()
    (address,) = set(re.findall(r'(?:href|url)="?=?(http[^"]*complete_booking[^"]*)"', unescape(page)))
    assert address.startswith(f"{f13.url}/api/complete_booking/{record.transaction_uuid}/?trolley_token=")
    assert f"referer_url=http%3A%2F%2Ftestserver%2Fcheckout%2F{record.pk}%2Fback%2F" in address
    assert requests.get(address, timeout=10).status_code == 200


def test_ids_with_any_characters_stay_one_part_of_the_address(client):
    record = a_hold(client)
    record.transaction_uuid, record.trolley_token = "U/9 É?#", "a&b=c"
    address = white_label.address(record, back="https://tickets.example/x/?y=1&z=2")
    assert address.endswith(
        "/api/complete_booking/U%2F9%20%C3%89%3F%23/?trolley_token=a%26b%3Dc"
        "&referer_url=https%3A%2F%2Ftickets.example%2Fx%2F%3Fy%3D1%26z%3D2"
    )


def test_bought_there_it_is_an_order_here_with_its_buyers_name(client, f13):
    record, address = handed_over(client)
    assert pay(address).status_code in {200, 303}
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        run(record)
    assert record.state == State.PURCHASED
    assert f13.log(endpoint="purchase") == []
    assert record.customer["first_name"] == "Ada"
    page = client.get(f"/order/{record.pk}/").content.decode()
    assert record.transaction_id in page


def test_the_buyer_who_comes_back_is_shown_the_order_at_once(client, f13, django_capture_on_commit_callbacks):
    record, address = handed_over(client)
    f13.white_label("http://testserver/checkout/done/<uuid>/")
    back = pay(address).headers["Location"]
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.get(back)
    assert answer["Location"] == f"/checkout/{record.pk}/progress/"
    assert client.get(answer["Location"])["Location"] == f"/order/{record.pk}/"


def test_others_learn_nothing_where_buyers_come_back(client):
    record, _address = handed_over(client)
    stranger = HouseRulesClient()
    said = {
        stranger.get(f"/checkout/done/{name}/").content.decode().replace(name, "…")
        for name in (record.transaction_uuid, "no-such-thing", "with/any%00thing")
    }
    assert len(said) == 1
    assert str(record.pk) not in said.pop()


def test_that_a_stranger_came_back_settles_it_all_the_same(client, f13, django_capture_on_commit_callbacks):
    record, address = handed_over(client)
    pay(address)
    with django_capture_on_commit_callbacks(execute=True):
        HouseRulesClient().get(f"/checkout/done/{record.transaction_uuid}/")
    record.refresh_from_db()
    assert record.state == State.PURCHASED


def test_left_there_it_stays_held_and_can_be_paid_or_let_go(client, f13, django_capture_on_commit_callbacks):
    record, address = handed_over(client)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.get(f"/checkout/{record.pk}/back/", follow=True).content.decode()
    assert address in unescape(page)
    assert LET_GO in page
    assert status(f13, record) == "reserved"
    client.post(f"/checkout/{record.pk}/take-back/")
    record.refresh_from_db()
    assert (record.state, status(f13, record)) == (State.RELEASED, "released")


def test_the_page_of_what_is_handed_over_says_nothing_to_others(client):
    record, _address = handed_over(client)
    page = HouseRulesClient().get(f"/checkout/{record.pk}/progress/").content.decode()
    assert "wait to be paid" in page
    assert LET_GO not in page
    assert "complete_booking" not in page
    assert HouseRulesClient().post(f"/checkout/{record.pk}/take-back/").status_code == 404


def test_what_lets_go_of_a_hold_does_not_let_go_of_what_is_handed_over(client, f13):
    """Going back, another choice, an emptied trolley, a new hold."""
    record, _address = handed_over(client)
    script = client.post(f"/checkout/{record.pk}/release/", headers={"Accept": "application/json"})
    assert script.json()["is_released"] is False
    client.post("/trolley/remove/1/")
    a_hold(client, perf_id=a_performance("6IF"), send="COBO")
    record.refresh_from_db()
    assert (record.state, status(f13, record)) == (State.HANDED_OVER, "reserved")


def test_pages_say_that_something_waits_to_be_paid(client):
    record, _address = handed_over(client)
    page = client.get("/trolley/").content.decode()
    assert "1 ticket of yours waits to be paid" in page
    assert f"/checkout/{record.pk}/progress/" in page


def test_what_is_bought_there_meanwhile_is_not_let_go(client, f13, django_capture_on_commit_callbacks):
    record, address = handed_over(client)
    pay(address)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/checkout/{record.pk}/take-back/")
    record.refresh_from_db()
    assert record.state == State.PURCHASED
    assert f13.log(endpoint="release") == []


@pytest.mark.parametrize("endpoint", ["status", "release"])
def test_where_f13_does_not_answer_nothing_counts_as_let_go(client, f13, endpoint):
    record, _address = handed_over(client)
    f13.fault(endpoint, kind="garbage", times=10)
    page = client.post(f"/checkout/{record.pk}/take-back/", follow=True).content.decode()
    record.refresh_from_db()
    assert record.state == State.HANDED_OVER
    assert "could not be let go" in page
    f13.no_faults()
    run(record)
    assert (record.state, status(f13, record)) in {
        (State.HANDED_OVER, "reserved"),
        (State.RELEASED, "released"),
    }
    assert (endpoint == "release") == (record.state == State.RELEASED)


def test_where_f13_refuses_to_free_it_may_be_being_bought(client, f13, monkeypatch):
    record, _address = handed_over(client)
    told = get_service("en").get_status(record.transaction_uuid)

    class Service:
        def get_status(self, transaction_uuid):
            return told

        def release(self, transaction_uuid):
            return Release(is_released=False)

    monkeypatch.setattr(handing_over, "get_service", lambda language: Service())
    assert handing_over.take_back(record) is False
    record.refresh_from_db()
    assert record.state == State.HANDED_OVER


def test_a_hold_that_ran_out_there_has_expired_and_can_be_held_again(client, f13):
    record, _address = handed_over(client)
    f13.move_clock(minutes=16)
    with time_machine.travel(record.hold_ends_at + timedelta(seconds=61)):
        run(record)
        assert record.state == State.EXPIRED
        page = client.get(f"/checkout/{record.pk}/", follow=True).content.decode()
    assert "The time for these tickets has run out" in page
    assert "Hold the same tickets again" in page


def test_that_the_time_is_over_here_is_no_answer_while_f13_says_reserved(client):
    record, _address = handed_over(client)
    with time_machine.travel(record.hold_ends_at + timedelta(seconds=61)):
        run(record)
        client.get(f"/checkout/{record.pk}/progress/")
    record.refresh_from_db()
    assert record.state == State.HANDED_OVER
    assert "status says reserved" in steps(record)


def test_let_go_elsewhere_it_is_released(client, f13):
    record, _address = handed_over(client)
    get_service("en").release(record.transaction_uuid)
    run(record)
    assert record.state == State.RELEASED


def test_failed_there_it_says_why_and_the_same_is_held_again_by_one_press(client, f13):
    record, address = handed_over(client)
    pay(address, address_line_two="fail cv2")
    run(record)
    assert (record.state, record.why_failed) == (State.FAILED, "cv2")
    page = client.get(f"/checkout/{record.pk}/progress/").content.decode()
    assert "The security code of the card was not the right one." in page
    assert "pending will not be taken" in page
    assert "Nothing has been charged" not in page
    new = client.post(f"/checkout/{record.pk}/again/", follow=True).content.decode()
    assert "Go on and pay £55.00" in new


def test_bought_there_in_part_it_says_which(client):
    a_trolley(client)
    record, address = handed_over(client, perf_id=a_performance("6IF"), send="COBO")
    assert len(record.reservation.trolley.bundles) == 2
    pay(address, address_line_two="fail source ext_test0")
    run(record)
    assert record.state == State.PARTLY_PURCHASED
    assert [bundle.is_purchased for bundle in record.trolley.bundles] == [True, False]


def test_a_callout_of_the_white_labels_own_is_nobodys_here(client, monkeypatch):
    """f13 tells where its buyer is to be: at their bank, sent there by the white label."""
    record, _address = handed_over(client)
    away = replace(
        get_service("en").get_status(record.transaction_uuid),
        status=TransactionStatus.ATTEMPTING,
        pending_callout=Callout("https://bank.example/"),
    )

    class Service:
        def get_status(self, transaction_uuid, *, customer=False):
            return away

    assert away.outcome == away.pending_callout
    monkeypatch.setattr(settling, "get_service", lambda language: Service())
    run(record)
    assert record.state == State.HANDED_OVER
    assert callouts.UNKNOWN not in steps(record)
    assert "status says attempting" in steps(record)
    monkeypatch.setattr(handing_over, "get_service", lambda language: Service())
    assert handing_over.take_back(record) is False


def test_pressed_often_it_is_handed_over_once(client):
    record, _address = handed_over(client)
    again = client.post(f"/checkout/{record.pk}/hand-over/")
    assert again["Location"] == f"/checkout/{record.pk}/hand-over/"
    assert steps(record).count("pay was pressed") == 1


def test_with_too_little_time_left_nothing_is_handed_over(client):
    record = a_hold(client)
    with time_machine.travel(record.hold_ends_at - timedelta(seconds=30)):
        page = client.post(f"/checkout/{record.pk}/hand-over/", follow=True).content.decode()
    assert "not enough time left" in page
    record.refresh_from_db()
    assert record.state == State.RESERVED


def test_the_customers_form_buys_nothing_where_ingresso_asks(client, f13):
    record = a_hold(client)
    client.post(f"/checkout/{record.pk}/", CUSTOMER)
    record.refresh_from_db()
    assert record.state == State.RESERVED
    assert purchase.press(record, customer=CUSTOMER, browser=purchase.Browser())
    run(record)  # and should it ever come so far
    assert (record.state, f13.log(endpoint="purchase")) == (State.RESERVED, [])


def test_another_way_hands_nothing_over(client, settings, f13):
    settings.PAYMENT = "credit"
    record = a_hold(client)
    client.post(f"/checkout/{record.pk}/hand-over/")
    record.refresh_from_db()
    assert record.state == State.RESERVED
    assert handing_over.address(record) == ""


def test_its_root_is_required_where_it_is_used():
    env = Environment({"PAYMENT": "white-label"})
    assert env.one_of("PAYMENT", *("credit", "stripe", "white-label")) == "white-label"
    env.root("WHITE_LABEL_URL")
    assert env.problems == ["WHITE_LABEL_URL is missing"]


def test_each_way_says_of_itself_whether_it_hands_over():
    assert [name for name, way in payments.WAYS.items() if way.hand_over] == ["white-label"]


def test_nothing_is_handed_over_before_what_came_otherwise_is_accepted(client):
    record = a_hold(client, band='["STALLS", "B/pool"]', seats=["D6", "D7"])
    client.post(f"/checkout/{record.pk}/hand-over/")
    assert OrderRecord.objects.get(pk=record.pk).state == State.RESERVED
    client.post(f"/checkout/{record.pk}/accept/")
    client.post(f"/checkout/{record.pk}/hand-over/")
    assert OrderRecord.objects.get(pk=record.pk).state == State.HANDED_OVER

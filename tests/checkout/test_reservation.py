from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from checkout import reservation
from checkout.models import OrderRecord, State
from tests.builders import a_hold, a_performance, a_trolley, hold_form
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db

TUESDAY = 1


def held(f13):
    return [row for row in f13.transactions() if row["status"] == "reserved"]


def test_a_hold_is_written_down_with_what_it_costs_and_when_it_ends(client, f13):
    record = a_hold(client)
    assert record.state == State.RESERVED
    assert (record.amount, record.currency_code) == (55, "gbp")
    assert timedelta(minutes=14) < record.hold_ends_at - timezone.now() <= timedelta(minutes=15)
    assert [row["transaction_uuid"] for row in held(f13)] == [record.transaction_uuid]


def test_the_same_press_holds_once(client, f13):
    form = hold_form(a_trolley(client))
    addresses = {client.post("/trolley/reserve/", form)["Location"] for _ in range(3)}
    assert len(addresses) == 1
    assert len(f13.log(endpoint="reserve")) == 1


def test_what_was_held_before_is_released_before_anything_new_is_held(client, f13):
    first = a_hold(client)
    second = a_hold(client, perf_id=a_performance("6IF"), send="COBO")
    first.refresh_from_db()
    deeds = [row["endpoint"] for row in f13.log() if row["endpoint"] in {"reserve", "release"}]
    assert deeds == ["reserve", "release", "reserve"]
    assert (first.state, second.state) == (State.RELEASED, State.RESERVED)


def test_nothing_new_is_held_while_the_release_is_uncertain(client, f13):
    first = a_hold(client)
    f13.fault("release", kind="cut", times=5)
    page = a_trolley(client, perf_id=a_performance("6IF"), send="COBO")
    answer = client.post("/trolley/reserve/", hold_form(page), follow=True)
    assert "nothing new is held" in answer.content.decode()
    assert len(held(f13)) == 1
    first.refresh_from_db()
    assert not first.is_release_certain


def test_an_uncertain_release_is_repeated_until_it_is_certain(client, f13):
    record = a_hold(client)
    f13.fault("release", kind="cut")
    reservation.release(record)
    assert len(held(f13)) == 1
    reservation.release(record)
    assert held(f13) == []
    assert record.is_release_certain


def test_one_visitor_does_not_release_anothers_hold(client, f13):
    mine = a_hold(client)
    a_hold(HouseRulesClient())
    mine.refresh_from_db()
    assert mine.state == State.RESERVED


def test_when_no_answer_comes_the_record_is_lost(client, f13):
    page = a_trolley(client)
    f13.fault("reserve", kind="cut")
    client.post("/trolley/reserve/", hold_form(page))
    record = OrderRecord.objects.get()
    assert record.state == State.LOST
    assert "did not get an answer" in client.get(f"/checkout/{record.pk}/").content.decode()


def test_a_reserve_is_never_repeated(client, f13):
    page = a_trolley(client)
    f13.fault("reserve", kind="502_after", times=9)
    client.post("/trolley/reserve/", hold_form(page))
    assert len(f13.log(endpoint="reserve")) == 1


def test_what_cannot_be_held_is_named_and_nothing_is_charged(client, f13):
    record = a_hold(client, perf_id=a_performance("6IE", weekday=TUESDAY))
    assert record.state == State.NOT_RESERVED
    page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert "No card has been charged" in page
    assert "Swan Lake" in page


def test_a_hold_that_ran_out_says_so_and_leads_on(client, f13):
    record = a_hold(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        page = client.get(f"/checkout/{record.pk}/").content.decode()
    assert "has run out" in page
    record.refresh_from_db()
    assert record.state == State.EXPIRED


def test_the_sweep_ends_holds_that_ran_out_and_records_whose_process_died(client, f13):
    record = a_hold(client)
    orphan = OrderRecord.objects.create(visitor="x", payment="credit")
    reservation.expire_lapsed(timezone.now() + timedelta(hours=1))
    record.refresh_from_db()
    orphan.refresh_from_db()
    assert (record.state, orphan.state) == (State.EXPIRED, State.LOST)


def test_let_these_tickets_go_frees_them_upstream_and_says_so(client, f13):
    record = a_hold(client)
    page = client.post(f"/checkout/{record.pk}/release/", follow=True).content.decode()
    assert "Your seats have been released" in page
    assert held(f13) == []


def test_a_changed_price_is_shown_beside_the_old_one(client, f13):
    form = hold_form(a_trolley(client)) | {"asked_total": "£50.00"}
    answer = client.post("/trolley/reserve/", form, follow=True)
    assert "it was £50.00" in answer.content.decode()


def test_the_same_price_read_in_another_language_is_no_changed_price(client, f13):
    record = a_hold(client, at="/fr")
    assert record.asked_total == "55,00\N{NO-BREAK SPACE}£"
    for prefix in ("/fr", "/ar", ""):
        page = client.get(f"{prefix}/checkout/{record.pk}/").content.decode()
        assert 'class="notice"' not in page

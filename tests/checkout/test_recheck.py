"""Seats chosen a while ago are looked at once more before they are held; what changed is said first."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine

from boxoffice import live
from checkout.models import OrderRecord
from tests.builders import a_choice, a_performance, hold_form, mirrored, taken_elsewhere
from tests.rules.pages import HouseRulesClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def perf_id(f13):
    mirrored("7AB")
    return a_performance("7AB")


@pytest.fixture
def chosen(client, perf_id):
    """A3 and A4 in the trolley, put there two minutes ago."""
    with time_machine.travel(datetime.now(UTC) - timedelta(seconds=120)):
        client.post("/trolley/add/", a_choice(perf_id, seats=["A3", "A4"]))
    live.forget()  # two minutes have gone by for these answers too
    return hold_form(client.get("/trolley/").content.decode())


def somebody_takes(perf_id, *seats):
    taken_elsewhere(perf_id, *seats)
    live.forget()


def press(client, form):
    return client.post("/trolley/reserve/", form, follow=True).content.decode()


def held(f13):
    return [row for row in f13.transactions() if row["status"] == "reserved"]


def test_what_is_still_free_is_held(client, f13, chosen):
    f13.clear_log()
    press(client, chosen)
    assert [entry["endpoint"] for entry in f13.log()][:2] == ["availability", "reserve"]
    assert OrderRecord.objects.get().state == "reserved"


def test_a_seat_that_is_gone_is_said_and_nothing_is_held(client, f13, perf_id, chosen):
    somebody_takes(perf_id, "A4")
    before = len(held(f13))
    page = press(client, chosen)
    assert 'class="notice difference"' in page
    assert "A4" in page
    assert "Nothing is held yet" in page
    assert len(held(f13)) == before
    assert not OrderRecord.objects.exists()


def test_the_way_back_has_the_others_still_chosen_and_replaces_the_order(client, perf_id, chosen):
    somebody_takes(perf_id, "A4")
    page = press(client, chosen)
    address = unescape(
        re.search(r'<a class="button" href="(/performance/[^"]+)">Choose other seats', page)[1]
    )
    assert "seat=0%3AA3" in address
    assert "A4" not in address
    there = client.get(address).content.decode()
    assert '<input type="hidden" name="instead" value="1">' in there
    page = client.post(
        "/trolley/add/", a_choice(perf_id, seats=["A3", "A5"], instead="1"), follow=True
    ).content.decode()
    assert page.count('<article class="order">') == 1


def test_it_is_said_once(client, perf_id, chosen):
    somebody_takes(perf_id, "A4")
    press(client, chosen)
    assert "difference" not in client.get("/trolley/").content.decode()


def test_a_choice_just_made_is_not_asked_about_again(client, f13, perf_id):
    client.post("/trolley/add/", a_choice(perf_id, seats=["A3", "A4"]))
    form = hold_form(client.get("/trolley/").content.decode())
    f13.clear_log()
    press(client, form)
    assert f13.log(endpoint="availability") == []


def test_tickets_without_seats_are_not_asked_about(client, f13, perf_id):
    with time_machine.travel(datetime.now(UTC) - timedelta(seconds=120)):
        client.post("/trolley/add/", a_choice(perf_id, quantity=2))
    form = hold_form(client.get("/trolley/").content.decode())
    f13.clear_log()
    press(client, form)
    assert f13.log(endpoint="availability") == []


def test_a_price_that_changed_is_said_before_anything_is_held(client, f13, chosen):
    f13.catalogue(price={"7AB": 10})
    page = press(client, chosen)
    assert "The price has changed since you chose: it was £110.00" in page
    assert not OrderRecord.objects.exists()
    press(client, hold_form(page))
    assert OrderRecord.objects.get().state == "reserved"


@pytest.mark.parametrize("kind", ["down", "broken", "throttled"])
def test_where_the_supplier_says_nothing_holding_them_shows(client, f13, chosen, kind):
    f13.fault("availability", kind=kind)
    press(client, chosen)
    assert OrderRecord.objects.get().state == "reserved"


class TestSeatsOfOnesOwn:
    """Whoever holds seats and chooses again has not lost them to somebody else."""

    def test_pressing_hold_again_later_is_no_difference(self, client, f13, chosen):
        press(client, chosen)
        with time_machine.travel(datetime.now(UTC) + timedelta(seconds=200)):
            page = client.get("/trolley/").content.decode()
            page = press(client, hold_form(page))
        assert "difference" not in page
        assert sorted(OrderRecord.objects.values_list("state", flat=True)) == ["released", "reserved"]

    def test_r6_choosing_them_again_lets_them_go_first(self, client, f13, perf_id, chosen):
        press(client, chosen)
        live.forget()
        answer = client.post("/trolley/add/", a_choice(perf_id, seats=["A4", "A5"]), follow=True)
        page = answer.content.decode()
        assert "Your seats have been released." in page
        assert page.count('<article class="order">') == 1
        assert OrderRecord.objects.get().state == "released"

    def test_another_visitors_seats_are_not_let_go(self, client, f13, perf_id, chosen):
        press(client, chosen)
        stranger = HouseRulesClient()
        live.forget()
        page = stranger.post("/trolley/add/", a_choice(perf_id, seats=["A4", "A5"]), follow=True)
        assert 'id="objection"' in page.content.decode()
        assert OrderRecord.objects.get().state == "reserved"

"""Seats of several areas and bands in one go: all in the trolley, or nothing lost and the reason said."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from boxoffice import shared
from tests.builders import a_choice, a_performance, a_trolley, hold_form, mirrored

pytestmark = pytest.mark.django_db

STALLS_A, STALLS_B, CIRCLE = ["STALLS", "A/pool"], ["STALLS", "B/pool"], ["CIRCLE", "A/pool"]
ORDER = '<article class="order">'


@pytest.fixture
def agent(settings):
    """An account whose trolleys take several orders for one performance."""
    settings.F13_USER = "demo-agent"


def two_areas(perf_id, **changes):
    choice = a_choice(perf_id, **changes)
    for name in [name for name in choice if name == "from" or name.startswith("number:")]:
        del choice[name]
    return choice | {
        "band": [json.dumps(STALLS_A), json.dumps(CIRCLE)],
        "seat": ["0:A3", "0:A4", "1:E4"],
    }


def put(client, choice):
    return client.post("/trolley/add/", choice, follow=True).content.decode()


def in_trolley(client):
    return client.get("/trolley/").content.decode().count(ORDER)


def test_n2_each_band_is_an_order_and_all_are_held_together(client, f13, agent):
    mirrored("7AB")
    page = put(client, two_areas(a_performance("7AB")))
    assert page.count(ORDER) == 2
    client.post("/trolley/reserve/", hold_form(page))
    (held,) = f13.transactions()
    assert held["status"] == "reserved"


def test_one_press_asks_once_what_is_free_and_adds_order_by_order(client, f13, agent):
    mirrored("7AB")
    choice = two_areas(a_performance("7AB"))
    f13.clear_log()
    client.post("/trolley/add/", choice)
    asked = [entry["endpoint"] for entry in f13.log()]
    assert sorted(asked) == ["availability", "send_methods", "trolley", "trolley"]
    assert asked[2:] == ["trolley", "trolley"]


def test_where_the_account_may_not_nothing_is_lost_and_the_choice_stays(client, f13):
    mirrored("7AB", "6IF")
    a_trolley(client, perf_id=a_performance("6IF"))
    page = put(client, two_areas(a_performance("7AB")))
    assert 'id="objection"' in page
    assert "E4" in page
    assert in_trolley(client) == 1


def test_what_was_learnt_is_said_before_for_a_day(client, f13, monkeypatch):
    monkeypatch.setattr(shared, "store", shared.TableStore())  # Redis ends things by a clock of its own
    mirrored("7AB")
    perf_id = a_performance("7AB")
    before = client.get(f"/performance/{perf_id}/").content.decode()
    assert "of one area and price" not in before
    put(client, two_areas(perf_id))
    said = "of one area and price"
    assert said in client.get(f"/performance/{perf_id}/").content.decode()
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=23)):
        assert said in client.get(f"/performance/{perf_id}/").content.decode()
    with time_machine.travel(datetime.now(UTC) + timedelta(hours=25)):
        assert said not in client.get(f"/performance/{perf_id}/").content.decode()


def test_where_the_event_takes_one_it_is_said_before_and_f13_is_not_asked(client, f13, agent):
    mirrored("LN05")
    perf_id = a_performance("LN05")
    assert "of one area and price" in client.get(f"/performance/{perf_id}/").content.decode()
    bands = ['["STUDIO", "A/pool"]', '["STUDIO", "B/pool"]']
    choice = {"perf_id": perf_id, "band": bands, "seat": ["0:A1", "1:E1"], "send": a_choice(perf_id)["send"]}
    f13.clear_log()
    page = put(client, choice)
    assert 'id="objection"' in page
    assert f13.log(endpoint="trolley") == []


class TestASecondChoiceForTheSameDate:
    @pytest.fixture
    def perf_id(self, client, f13):
        mirrored("7AB")
        perf_id = a_performance("7AB")
        put(client, a_choice(perf_id, seats=["A3", "A4"]))
        return perf_id

    def test_the_earlier_one_stays_and_the_buyer_is_asked(self, client, perf_id):
        page = put(client, a_choice(perf_id, band=json.dumps(CIRCLE), seats=["E4"]))
        assert "Your trolley already has tickets for this date" in page
        assert '<button class="button" name="instead" value="1">' in page
        assert in_trolley(client) == 1

    def test_it_can_be_taken_instead(self, client, perf_id):
        page = put(client, a_choice(perf_id, band=json.dumps(CIRCLE), seats=["E4"], instead="1"))
        assert page.count(ORDER) == 1
        assert "Dress Circle" in page

    def test_the_same_again_is_the_same(self, client, perf_id):
        assert put(client, a_choice(perf_id, seats=["A3", "A4"])).count(ORDER) == 1

    def test_a_seat_is_in_the_trolley_once(self, client, perf_id, agent):
        assert put(client, a_choice(perf_id, seats=["A4", "A5"])).count(ORDER) == 1

    def test_an_account_that_may_has_both(self, client, perf_id, agent):
        assert put(client, a_choice(perf_id, band=json.dumps(CIRCLE), seats=["E4"])).count(ORDER) == 2

    def test_it_can_be_changed_from_the_trolley(self, client, perf_id):
        page = client.get("/trolley/").content.decode()
        assert "Change the seats for" in page
        assert "instead=1" in page

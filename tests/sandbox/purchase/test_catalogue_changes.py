"""Events that vanish, close, come back, and change their names and prices while the shop is looking."""

from typing import Any

import pytest

from sandbox.http import Response
from sandbox.world import World
from tests.sandbox.purchase.asking import Caller, control, json_of


@pytest.fixture
def change(world: World):
    def change(**changes: Any) -> Response:
        return control(world, "POST", "catalogue", changes)

    return change


def listed(demo: Caller, **params: str) -> list[str]:
    events = demo.read("events", page_length="1000", **params)["results"]["event"]
    return [event["event_id"] for event in events]


def by_id(demo: Caller, event_id: str) -> dict[str, Any]:
    params = {"event_id_list": event_id, "req_cost_range": "1", "req_avail_details": "1"}
    return demo.read("events_by_id", **params)["events_by_id"][event_id]["event"]


def perf_id(demo: Caller, event_id: str = "7AB") -> str:
    event = demo.world.catalogue.get_event(event_id)
    assert event
    return demo.world.catalogue.performances(event)[0].id


def test_a_vanished_event_is_not_heard_of_and_comes_back(demo, change):
    assert "7AB" in listed(demo)
    assert change(vanish=["7AB"]).status == 200
    assert "7AB" not in listed(demo) + listed(demo, include_dead="1", include_non_live="1")
    assert demo.read("events_by_id", event_id_list="7AB")["events_by_id"] == {}
    assert demo.get("performances", event_id="7AB").status == 400
    assert demo.get("availability", perf_id=perf_id(demo)).status == 403
    change(**{"return": ["7AB"]})
    assert "7AB" in listed(demo)
    assert demo.get("availability", perf_id=perf_id(demo)).status == 200


def test_a_part_that_vanished_is_missing_from_its_whole(demo, change):
    change(vanish=["ED01"])
    params = {"event_id_list": "LN24", "req_meta_components": "1"}
    whole = demo.read("events_by_id", **params)["events_by_id"]["LN24"]["event"]
    parts = whole["meta_event_component_events"]["event"]
    assert [part["event_id"] for part in parts] == ["MC01", "DU01"]


def test_a_closed_event_is_dead_has_no_dates_and_comes_back(demo, change):
    performance = perf_id(demo)
    assert "date_range_start" in by_id(demo, "7AB")
    change(close=["7AB"])
    assert "7AB" not in listed(demo)
    assert "7AB" in listed(demo, include_dead="1")
    assert by_id(demo, "7AB")["event_status"] == "dead"
    assert "date_range_start" not in by_id(demo, "7AB")
    assert demo.read("availability", perf_id=performance)["availability"] == {}
    change(**{"return": ["7AB"]})
    assert by_id(demo, "7AB")["event_status"] == "live"
    assert "date_range_start" in by_id(demo, "7AB")


def test_events_with_the_same_dates_stay_when_one_of_them_closes(demo, change):
    change(close=["LN01"])  # it is on when LN02 is
    assert "date_range_start" in by_id(demo, "LN02")
    assert by_id(demo, "LN02")["cost_range"]


def test_a_renamed_event_has_its_name_in_lists_in_every_language_and_where_it_is_sorted(demo, change):
    change(rename={"PA01": "! & <zero>"})
    assert by_id(demo, "PA01")["event_desc"] == "! & <zero>"
    assert listed(demo, sort_order="alphabetic")[0] == "PA01"
    assert listed(demo, keywords="<zero>") == ["PA01"]
    event = demo.world.catalogue.get_event("PA01")
    assert {words.desc for words in event.texts.values()} == {"! & <zero>"}
    change(rename={"PA01": ""})
    assert by_id(demo, "PA01")["event_desc"] == "Les Lanternes de Minuit"


def test_a_price_rises_wherever_it_is_said(demo, change):
    performance = perf_id(demo)
    before = by_id(demo, "7AB")["cost_range"]
    availability = demo.read("availability", perf_id=performance)
    change(price={"7AB": 2.5})
    assert by_id(demo, "7AB")["cost_range"]["max_seatprice"] == before["max_seatprice"] + 2.5
    after = demo.read("availability", perf_id=performance)
    assert first_price(after) == first_price(availability) + 2.5
    change(price={"7AB": 0})
    assert demo.read("availability", perf_id=performance) == availability


def first_price(availability: dict[str, Any]) -> float:
    return availability["availability"]["ticket_type"][0]["price_band"][0]["sale_seatprice"]


def test_a_price_puts_an_event_in_its_place(demo, change):
    assert listed(demo, sort_order="cost_descending")[0] != "7AB"
    change(price={"7AB": 5000})
    assert listed(demo, sort_order="cost_descending")[0] == "7AB"


def test_a_price_never_falls_below_nothing(demo, change):
    change(price={"7AB": -1000})
    assert by_id(demo, "7AB")["cost_range"]["min_seatprice"] == 0


def test_what_is_held_keeps_its_price_and_can_be_bought_when_the_event_is_gone(demo, change):
    uuid = demo.reserve("7AB")
    total = demo.transaction(uuid).bundles[0].total
    change(price={"7AB": 10}, vanish=["7AB"])
    assert demo.purchase(uuid).status == 200
    assert demo.read("status", transaction_uuid=uuid)["transaction_status"] == "purchased"
    assert demo.transaction(uuid).bundles[0].total == total


def test_changes_add_up_and_a_reset_undoes_them_all(world, demo, change):
    before = by_id(demo, "7AA")
    change(rename={"7AA": "Another"}, price={"7AA": 1})
    change(close=["7AA"], vanish=["7AB"])
    closed = by_id(demo, "7AA")
    assert (closed["event_status"], closed["event_desc"]) == ("dead", "Another")
    json_of(control(world, "POST", "reset"))
    assert by_id(demo, "7AA") == before
    assert "7AB" in listed(demo)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"vanish": ["NOPE"]},
        {"vanish": "7AB"},
        {"vanish": [["7AB"]]},
        {"vanish": ["7AA"], "rename": {"NOPE": "x"}},
        {"rename": ["7AB"]},
        {"rename": {"7AB": 5}},
        {"price": {"7AB": "5"}},
        {"price": {"7AB": float("inf")}},
        {"price": {"7AB": 10_000_000}},
        {"hide": ["7AB"]},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(demo, change, nonsense):
    assert change(**nonsense).status == 400
    assert {"7AA", "7AB"} <= set(listed(demo))

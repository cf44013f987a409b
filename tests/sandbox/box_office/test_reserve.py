"""Reserve holds what it can and says what it could not; release lets go; the archive remembers for a day."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from sandbox.catalogue.model import Performance, SendMethod
from sandbox.world import World
from tests.sandbox.box_office.asking import (
    Answer,
    Caller,
    choice,
    free_seats,
    orders_in,
    performance_of,
    seats_in,
    tickets_in,
    uuid_of,
)
from tests.sandbox.box_office.builders import a_band, a_source, a_world, an_event


def comments(answer: Answer) -> list[str]:
    return [order["reserve_failure_comment"] for order in answer["unreserved_orders"]]


def test_chosen_seats_are_held(demo: Caller, cat: Performance) -> None:
    answer = demo.post("reserve", **choice(cat, "STALLS", "A/pool", "A2", "A1"))
    (order,) = orders_in(answer)
    assert seats_in(answer) == ["A2", "A1"]
    assert (order["seat_request_status"], order["got_requested_seats"]) == ("got_all", True)
    assert order["requested_seat_ids"] == ["A2", "A1"]
    assert answer["unreserved_orders"] == []
    assert answer["transaction_status"] == "reserved"


def test_one_ticket_for_the_cat_costs_what_is_written(demo: Caller, cat: Performance) -> None:
    answer = demo.post("reserve", **choice(cat, "STALLS", "A/pool", "B4"))
    (bundle,) = answer["trolley_contents"]["bundle"]
    assert bundle["bundle_total_cost"] == 55
    assert (bundle["bundle_total_seatprice"], bundle["bundle_total_surcharge"]) == (50, 5)


def test_best_available_seats_are_together(demo: Caller, nutcracker: Performance) -> None:
    answer = demo.post("reserve", **choice(nutcracker, "STALLS", "B/pool", tickets=3))
    (order,) = orders_in(answer)
    columns = sorted(int(seat["col_id"]) for seat in order["ticket_orders"]["ticket_order"][0]["seats"])
    assert columns == list(range(columns[0], columns[0] + 3))
    assert (order["seat_request_status"], order["got_requested_seats"]) == ("not_requested", False)
    assert order["requested_seat_ids"] == []


def test_seats_go_with_their_discounts(demo: Caller, nutcracker: Performance) -> None:
    wanted = {"disc0": "CHILD", "disc1": "ADULT", "disc2": "CHILD"}
    answer = demo.post("reserve", **choice(nutcracker, "STALLS", "A/pool", tickets=3, **wanted))
    (order,) = orders_in(answer)
    assert tickets_in(order) == [("CHILD", 2), ("ADULT", 1)]
    assert [len(each["seats"]) for each in order["ticket_orders"]["ticket_order"]] == [2, 1]
    assert len(set(seats_in(answer))) == 3


def test_a_trolley_is_reserved_with_what_is_added_and_without_what_is_removed(
    demo: Caller, cat: Performance, nutcracker: Performance
) -> None:
    token = demo.get("trolley", **choice(cat, "STALLS", "A/pool", "A1"))["trolley_token"]
    both = demo.post("reserve", trolley_token=token, **choice(nutcracker, "STALLS", "A/pool", tickets=2))
    assert [order["item_number"] for order in orders_in(both)] == [1, 2]
    other = choice(nutcracker, "CIRCLE", "A/pool", tickets=2)
    swapped = demo.post("reserve", trolley_token=token, remove_items_list="1", **other)
    assert [order["event"]["event_id"] for order in orders_in(swapped)] == ["6IF"]


def test_seats_that_somebody_holds_are_replaced_by_others(demo: Caller, cat: Performance) -> None:
    demo.post("reserve", **choice(cat, "STALLS", "A/pool", "A1", "A2"))
    partly = demo.post("reserve", **choice(cat, "STALLS", "A/pool", "A2", "A3"))
    nothing = demo.post("reserve", **choice(cat, "STALLS", "A/pool", "A1", "A2"))
    assert [order["seat_request_status"] for order in orders_in(partly)] == ["got_partial"]
    assert "A3" in seats_in(partly)
    assert [order["seat_request_status"] for order in orders_in(nothing)] == ["got_none"]
    assert not {"A1", "A2", *seats_in(partly)} & set(seats_in(nothing))


def test_what_is_held_is_told_with_what_is_not(
    demo: Caller, cat: Performance, nutcracker: Performance
) -> None:
    token = demo.get("trolley", **choice(nutcracker, "STALLS", "A/pool", tickets=2))["trolley_token"]
    answer = demo.post("reserve", trolley_token=token, **choice(cat, "CIRCLE", "B/pool", "H10"))
    assert [order["event"]["event_id"] for order in orders_in(answer)] == ["6IF"]
    assert [order["event"]["event_id"] for order in answer["unreserved_orders"]] == ["7AB"]
    assert "H10" in comments(answer)[0]
    assert answer["trolley_contents"]["trolley_bundle_count"] == 1


def test_where_nothing_is_held_there_is_no_transaction(world: World, demo: Caller, cat: Performance) -> None:
    answer = demo.post("reserve", **choice(cat, "CIRCLE", "B/pool", "H9", "H10"))
    assert set(answer) == {"input_contained_unavailable_order", "unreserved_orders"}
    (order,) = answer["unreserved_orders"]
    assert (order["seat_request_status"], order["requested_seat_ids"]) == ("got_none", ["H9", "H10"])
    assert order["send_method"]["send_code"] == "VOUCH"
    assert world.box_office.transactions == {}


def test_what_never_was_is_marked_as_unavailable(demo: Caller, cat: Performance) -> None:
    answer = demo.post("reserve", **choice("7AB-ZZZ", "STALLS", "A/pool", tickets=1))
    assert answer == {"input_contained_unavailable_order": True, "unreserved_orders": []}
    good = demo.post("reserve", **choice(cat, "STALLS", "A/pool", tickets=1))
    assert good["input_contained_unavailable_order"] is False


def test_a_performance_that_is_over_is_not_reserved(world: World, demo: Caller, cat: Performance) -> None:
    token = demo.get("trolley", **choice(cat, "STALLS", "A/pool", "A1"))["trolley_token"]
    world.clock.move(cat.starts_at - world.clock.now() + timedelta(hours=1))
    answer = demo.post("reserve", trolley_token=token)
    assert "trolley_contents" not in answer
    assert answer["unreserved_orders"] or answer["input_contained_unavailable_order"]


@pytest.mark.parametrize("params", [{}, {"perf_id": "7AB-1"}, {"trolley_token": "T1--abc-Z"}], ids=str)
def test_a_question_that_makes_no_sense_is_refused(demo: Caller, params: Answer) -> None:
    assert demo.refusal("POST", "reserve", **params) == (400, 8)


def test_an_empty_trolley_cannot_be_reserved(demo: Caller) -> None:
    token = demo.get("trolley")["trolley_token"]
    assert demo.refusal("POST", "reserve", trolley_token=token) == (400, 8)


def test_a_deed_is_not_done_by_looking(demo: Caller, cat: Performance) -> None:
    assert demo.refusal("GET", "reserve", **choice(cat, "STALLS", "A/pool", "A1"))[0] == 405
    assert demo.refusal("GET", "release", transaction_uuid="x")[0] == 405


def test_the_customer_may_live_where_the_tickets_can_go(demo: Caller, nutcracker: Performance) -> None:
    order = choice(nutcracker, "STALLS", "A/pool", tickets=1)
    collected = demo.post("reserve", **order)
    posted = demo.post("reserve", **order, ext_test0_send_code="POST")
    assert posted["allowed_countries"] == {"ie": "Ireland", "uk": "United Kingdom"}
    assert len(collected["allowed_countries"]) > 200
    assert "gb" not in collected["allowed_countries"]
    assert orders_in(posted)[0]["send_method"]["send_code"] == "POST"
    assert orders_in(collected)[0]["send_method"]["send_code"] == "COBO"


def test_what_the_customer_is_asked_for(world: World, demo: Caller, nutcracker: Performance) -> None:
    order = choice(nutcracker, "STALLS", "A/pool", tickets=1)
    plain, agent = demo.post("reserve", **order), Caller(world, "demo-agent").post("reserve", **order)
    assert (plain["can_edit_address"], plain["needs_agent_reference"]) == (True, False)
    assert plain["prefilled_address"] == {"country_code": "uk"}
    assert (agent["can_edit_address"], agent["needs_agent_reference"]) == (False, True)
    assert agent["prefilled_address"]["town"]
    assert not plain["needs_payment_card"]
    assert not plain["needs_email_address"]


def test_the_shortest_hold_counts() -> None:
    brief = a_source("brief", hold_minutes=Decimal("7.5"))
    patient = a_source("patient", hold_minutes=Decimal(30))
    world = a_world(an_event("ONE", source=patient), an_event("TWO", source=brief))
    demo = Caller(world)
    first = demo.get("trolley", **choice(performance_of(world, "ONE"), "H", "A/pool", tickets=1))
    order = choice(performance_of(world, "TWO"), "H", "A/pool", tickets=1)
    answer = demo.post("reserve", trolley_token=first["trolley_token"], **order)
    assert answer["minutes_left_on_reserve"] == pytest.approx(7.5, abs=0.05)
    alone = demo.post("reserve", trolley_token=first["trolley_token"])
    assert alone["minutes_left_on_reserve"] == pytest.approx(30, abs=0.05)


def test_the_uuid_has_either_of_its_two_forms(
    demo: Caller, cat: Performance, nutcracker: Performance
) -> None:
    older = uuid_of(demo.post("reserve", **choice(nutcracker, "STALLS", "A/pool", tickets=1)))
    newer = uuid_of(demo.post("reserve", **choice(cat, "STALLS", "A/pool", tickets=1)))
    assert older.count("-") == 4
    assert newer.startswith("U-")
    assert newer.endswith("-LDNX")


def test_an_add_on_is_not_held_without_its_parent() -> None:
    lunch = an_event("ADD", a_band("", capacity=50), is_add_on=True)
    world = a_world(an_event("ONE", a_band("A:1-2"), add_ons=("ADD",)), lunch)
    demo, performance = Caller(world), performance_of(world, "ONE")
    parent = demo.get("trolley", **choice(performance, "H", "A/pool", tickets=2))
    add_on = choice(performance_of(world, "ADD"), "H", "A/pool", tickets=1)
    both = demo.get("trolley", trolley_token=parent["trolley_token"], **add_on)["trolley_token"]
    held = demo.post("reserve", trolley_token=both)
    too_late = demo.post("reserve", trolley_token=both)
    assert len(orders_in(held)) == 2
    assert len(comments(too_late)) == 2
    assert "trolley_contents" not in too_late
    left = demo.get("availability", perf_id=add_on["perf_id"])
    assert left["availability"]["ticket_type"][0]["price_band"][0]["number_available"] == 20
    assert world.box_office.free_places(*places_of(world, "ADD")) == 49


def places_of(world: World, event_id: str) -> tuple[Any, Any, Any]:
    performance = performance_of(world, event_id)
    event = world.catalogue.get_event(event_id)
    assert event is not None
    area = event.areas(performance)[0]
    return performance, area, area.bands[0]


def test_a_table_comes_whole_or_not_at_all() -> None:
    world = a_world(an_event("ONE", a_band("T:1-4; U:1-2"), whole_blocks_only=True))
    demo, performance = Caller(world), performance_of(world, "ONE")
    assert seats_in(demo.post("reserve", **choice(performance, "H", "A/pool", tickets=2))) == ["U1", "U2"]
    assert comments(demo.post("reserve", **choice(performance, "H", "A/pool", tickets=3)))
    broken = demo.post("reserve", **choice(performance, "H", "A/pool", "T1", "T2"))
    assert comments(broken)
    assert (
        len(seats_in(demo.post("reserve", **choice(performance, "H", "A/pool", "T1", "T2", "T3", "T4")))) == 4
    )


def test_several_orders_for_one_performance_share_no_seat(world: World, cat: Performance) -> None:
    agent = Caller(world, "demo-agent")
    first = agent.get("trolley", **choice(cat, "STALLS", "A/pool", tickets=4))
    second = choice(cat, "STALLS", "A/pool", tickets=4)
    both = agent.post("reserve", trolley_token=first["trolley_token"], **second)
    assert len(orders_in(both)) == 2
    assert len(set(seats_in(both))) == 8


def test_released_seats_are_free_and_released_again_the_same(demo: Caller, cat: Performance) -> None:
    held = demo.post("reserve", **choice(cat, "STALLS", "A/pool", "A1"))
    assert demo.post("release", transaction_uuid=uuid_of(held)) == {"released_ok": True}
    again = demo.post("reserve", **choice(cat, "STALLS", "A/pool", "A1"))
    assert demo.post("release", transaction_uuid=uuid_of(held)) == {"released_ok": True}
    seats = demo.get("availability", perf_id=cat.id, add_seat_blocks=True)
    assert seats_in(again) == ["A1"]
    assert free_seats(seats, "STALLS", "A/pool")[0][0] == "A2"


@pytest.mark.parametrize("endpoint", ["release", "reserve_page_archive"])
def test_a_transaction_belongs_to_its_user(world: World, cat: Performance, endpoint: str) -> None:
    held = Caller(world).post("reserve", **choice(cat, "STALLS", "A/pool", "A1"))
    method = "POST" if endpoint == "release" else "GET"
    assert Caller(world, "demo-stripe").refusal(method, endpoint, transaction_uuid=uuid_of(held))[0] == 403
    assert Caller(world).refusal(method, endpoint, transaction_uuid="U-0-LDNX") == (400, 8)
    assert Caller(world).refusal(method, endpoint) == (400, 8)


@pytest.mark.parametrize("status", ["purchased", "attempting"])
def test_what_is_bought_or_being_bought_is_not_released(
    world: World, demo: Caller, cat: Performance, status: Any
) -> None:
    uuid = uuid_of(demo.post("reserve", **choice(cat, "STALLS", "A/pool", "A1")))
    world.box_office.transactions[uuid].status = status
    assert demo.post("release", transaction_uuid=uuid) == {"released_ok": False}
    seats = demo.get("availability", perf_id=cat.id, add_seat_blocks=True)
    assert free_seats(seats, "STALLS", "A/pool")[0][0] == "A2"


def test_a_running_purchase_is_not_released(world: World, demo: Caller, cat: Performance) -> None:
    uuid = uuid_of(demo.post("reserve", **choice(cat, "STALLS", "A/pool", "A1")))
    world.box_office.transactions[uuid].is_running = True
    assert demo.post("release", transaction_uuid=uuid) == {"released_ok": False}


def test_the_archive_says_the_same_for_a_day(world: World, demo: Caller, cat: Performance) -> None:
    answer = demo.post("reserve", **choice(cat, "STALLS", "A/pool", "A1", "A2"))
    uuid = uuid_of(answer)
    demo.post("release", transaction_uuid=uuid)
    world.clock.move(timedelta(hours=23))
    assert demo.get("reserve_page_archive", transaction_uuid=uuid) == answer
    world.clock.move(timedelta(hours=2))
    assert demo.refusal("GET", "reserve_page_archive", transaction_uuid=uuid)[0] == 410


def test_card_details_are_refused_with_a_clear_message(world: World, cat: Performance) -> None:
    caller = Caller(world, "demo-creditcard")
    assert caller.refusal("POST", "reserve", **choice(cat, "STALLS", "A/pool", "A1"))[0] == 403
    assert world.box_office.transactions == {}


def debitors(world: World, user: str, *orders: Answer) -> list[Answer | None]:
    caller, token = Caller(world, user), dict[str, str]()
    for order in orders:
        token = {"trolley_token": caller.get("trolley", **token, **order)["trolley_token"]}
    contents = caller.post("reserve", **token)["trolley_contents"]
    for bundle in contents["bundle"]:
        assert bundle.get("debitor_choices") == ([bundle["debitor"]] if "debitor" in bundle else None)
    return [bundle.get("debitor") for bundle in contents["bundle"]]


def test_on_credit_nobody_takes_money(world: World, cat: Performance) -> None:
    assert debitors(world, "demo", choice(cat, "STALLS", "A/pool", "A1")) == [None]


def test_cider_has_one_key_for_the_whole_reservation(
    world: World, cat: Performance, nutcracker: Performance
) -> None:
    orders = choice(cat, "STALLS", "A/pool", "A1"), choice(nutcracker, "STALLS", "A/pool", tickets=1)
    first, second = debitors(world, "demo-stripe", *orders)
    assert first == second
    assert first is not None
    data = first["debitor_integration_data"]
    assert first["debitor_type"] == "cider"
    assert data["cider_api_endpoint"] == f"{world.public_url}/cider/api"
    assert data["stripe"]["publishable_key"].startswith("pk_")
    assert "payment_intent" not in data["stripe"]
    another = debitors(world, "demo-stripe", choice(nutcracker, "STALLS", "A/pool", tickets=1))[0]
    assert another is not None
    assert another["debitor_integration_data"]["cider_api_token"] != data["cider_api_token"]


def test_newer_accounts_get_an_intent_with_the_reservation(world: World, cat: Performance) -> None:
    (debitor,) = debitors(world, "demo-stripe-intent", choice(cat, "STALLS", "A/pool", "A1"))
    assert debitor is not None
    stripe = debitor["debitor_integration_data"]["stripe"]
    assert stripe["payment_intent"].startswith("pi_")
    assert stripe["client_secret"].startswith(f"{stripe['payment_intent']}_secret_")


def test_one_supplier_takes_stripe_tokens_itself() -> None:
    world = a_world(an_event("ONE", source=a_source("castle")), an_event("TWO"))
    orders = [choice(performance_of(world, name), "H", "A/pool", tickets=1) for name in ("ONE", "TWO")]
    own, cider = debitors(world, "demo-stripe", *orders)
    assert own is not None
    assert cider is not None
    assert (own["debitor_type"], cider["debitor_type"]) == ("stripe", "cider")
    assert own["debitor_integration_data"]["publishable_key"].startswith("pk_")
    assert own["debitor_aggregation_key"] != cider["debitor_aggregation_key"]


def test_redirect_accounts_name_the_dummy(world: World, cat: Performance) -> None:
    (debitor,) = debitors(world, "demo-redirect", choice(cat, "STALLS", "A/pool", "A1"))
    assert debitor is not None
    assert (debitor["debitor_type"], debitor["debitor_integration_data"]) == ("dummy", {})


def test_taxes_and_fees_of_an_order_are_named_where_the_supplier_names_them() -> None:
    paid = SendMethod("PAID", Decimal("2.2"), "Paid", "collect", fee=Decimal("0.5"))
    source = a_source(send_methods=(paid,))
    world = a_world(an_event("ONE", tax_rate=Decimal("0.1"), source=source))
    answer = Caller(world).post("reserve", **choice(performance_of(world, "ONE"), "H", "A/pool", tickets=2))
    (bundle,), (order,) = answer["trolley_contents"]["bundle"], orders_in(answer)
    assert order["total_sale_combined_tax_component"] == 8
    assert order["ticket_orders"]["ticket_order"][0]["sale_combined_tax_component"] == 4
    assert bundle["bundle_total_combined_tax_component"] == 8.2
    assert bundle["bundle_send_cost_tax_component"] == order["send_method"]["send_cost_tax_component"] == 0.2
    assert order["send_method"]["trans_fee_component"] == 0.5

"""What is free, as availability, discounts and send_methods tell it."""

import gzip
import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from sandbox.catalogue.model import Discount, Performance
from sandbox.world import World
from tests.sandbox.box_office.asking import (
    SATURDAY,
    Answer,
    Caller,
    choice,
    free_seats,
    performance_of,
    uuid_of,
)
from tests.sandbox.box_office.builders import PRICE, a_band, a_source, a_world, an_event

CAT_SEATS = {
    ("STALLS", "A/pool"): [[f"A{n}" for n in range(1, 11)], [f"B{n}" for n in range(2, 10)]],
    ("STALLS", "B/pool"): [[f"C{n}" for n in range(3, 7)], [f"D{n}" for n in range(2, 8)]],
    ("CIRCLE", "A/pool"): [["E4", "E5"], ["E7", "E8", "E9"], ["F1", "F2", "F3"]],
    ("CIRCLE", "B/pool"): [["G7", "G8", "G9", "G10"], ["H1", "H2", "H3", "H4"], ["H7", "H8", "H9", "H10"]],
}


def bands(answer: Answer) -> dict[tuple[str, str], Answer]:
    return {
        (area["ticket_type_code"], band["price_band_code"]): band
        for area in answer["availability"].get("ticket_type", [])
        for band in area["price_band"]
    }


def only_band(answer: Answer) -> Answer:
    (band,) = bands(answer).values()
    return band


def ask_about(*made: Any, **params: Any) -> Answer:
    """The availability of an event made to measure."""
    world = a_world(*made)
    return Caller(world).get("availability", perf_id=performance_of(world, made[0].id).id, **params)


def test_the_cats_hall_is_as_documented(demo: Caller, cat: Performance) -> None:
    answer = demo.get("availability", perf_id=cat.id, add_seat_blocks=True)
    assert {key: free_seats(answer, *key) for key in bands(answer)} == CAT_SEATS
    assert {band["number_available"] for band in bands(answer).values()} == {4}
    assert answer["valid_quantities"] == [1, 2, 3, 4]
    assert answer["contiguous_seat_selection_only"] is False


def test_seats_with_a_poor_view_and_seats_with_words_are_named(demo: Caller, cat: Performance) -> None:
    found = bands(demo.get("availability", perf_id=cat.id, add_seat_blocks=True))
    stalls_a, stalls_b = (found["STALLS", code]["free_seat_blocks"] for code in ("A/pool", "B/pool"))
    assert stalls_a["restricted_view_seats"] == ["A1", "A2", "A10"]
    assert stalls_b["restricted_view_seats"] == ["C5", "C6"]
    assert list(stalls_a["seats_by_text_message"].values()) == [["A6"]]
    assert stalls_b["seats_by_text_message"] == {"Haunted seat": ["C6"]}
    assert stalls_a["separators_by_row"] == {"A": "", "B": ""}


def test_seats_come_only_when_asked_for_and_only_where_they_can_be_chosen(
    demo: Caller, cat: Performance, nutcracker: Performance
) -> None:
    plain = demo.get("availability", perf_id=cat.id)
    best_available = demo.get("availability", perf_id=nutcracker.id, add_seat_blocks=True)
    found = [*bands(plain).values(), *bands(best_available).values()]
    assert len(found) > 4
    assert not [band for band in found if "free_seat_blocks" in band]


def test_held_seats_are_gone_and_back_when_released(demo: Caller, cat: Performance) -> None:
    held = demo.post("reserve", **choice(cat, "STALLS", "A/pool", "A4", "A5"))
    answer = demo.get("availability", perf_id=cat.id, add_seat_blocks=True)
    assert free_seats(answer, "STALLS", "A/pool")[:2] == [["A1", "A2", "A3"], [f"A{n}" for n in range(6, 11)]]
    demo.post("release", transaction_uuid=uuid_of(held))
    again = demo.get("availability", perf_id=cat.id, add_seat_blocks=True)
    assert free_seats(again, "STALLS", "A/pool") == CAT_SEATS["STALLS", "A/pool"]


def test_held_seats_are_back_when_the_hold_has_run_out(world: World, demo: Caller, cat: Performance) -> None:
    demo.post("reserve", **choice(cat, "STALLS", "A/pool", "A4", "A5"))
    assert (
        len(free_seats(demo.get("availability", perf_id=cat.id, add_seat_blocks=True), "STALLS", "A/pool"))
        == 3
    )
    world.clock.move(timedelta(minutes=15))
    assert (
        len(free_seats(demo.get("availability", perf_id=cat.id, add_seat_blocks=True), "STALLS", "A/pool"))
        == 2
    )


def test_a_reset_forgets_what_was_said_before_it(world: World, demo: Caller, cat: Performance) -> None:
    demo.post("reserve", **choice(cat, "STALLS", "A/pool", "A4", "A5"))
    held = demo.get("availability", perf_id=cat.id, add_seat_blocks=True)
    world.reset()
    demo.post("reserve", **choice(cat, "STALLS", "A/pool", "B2", "B3"))
    assert demo.get("availability", perf_id=cat.id, add_seat_blocks=True) != held


def test_identical_questions_share_one_answer_and_its_compressed_form(demo: Caller, cat: Performance) -> None:
    first = demo.response(
        "GET", "availability", perf_id=cat.id, add_seat_blocks=True, tsw_session_track_id="x"
    )
    second = demo.response("GET", "availability", perf_id=cat.id, add_seat_blocks=True)
    assert second is first
    assert second.zipped() is first.zipped()
    assert gzip.decompress(first.zipped().body) == first.body
    assert demo.response("GET", "availability", perf_id=cat.id) is not first


@pytest.mark.parametrize(("count", "expected"), [(3, 6), (4, 5), (7, 0)])
def test_only_bands_with_enough_together(
    demo: Caller, nutcracker: Performance, count: int, expected: int
) -> None:
    answer = demo.get("availability", perf_id=nutcracker.id, no_of_seats=count)
    assert len(bands(answer)) == expected
    assert answer["valid_quantities"] == [1, 2, 3, 4, 5, 6]


def test_seats_that_must_be_together_are_counted_together() -> None:
    apart = ask_about(an_event("ONE", a_band("A:1-3 5-9")))
    together = ask_about(an_event("ONE", a_band("A:1-3 5-9"), contiguous_only=True))
    assert only_band(apart)["number_available"] == 8
    assert only_band(together)["number_available"] == 5
    assert together["valid_quantities"] == [1, 2, 3, 4, 5]


def test_whole_blocks_are_sold_in_their_own_sizes() -> None:
    tables = an_event("ONE", a_band("T:1-4; U:1-2"), whole_blocks_only=True)
    answer = ask_about(tables)
    assert answer["must_select_whole_seat_block"] is True
    assert answer["valid_quantities"] == [2, 4]
    assert bands(ask_about(tables, no_of_seats=3)) == {}


def test_places_without_seats_run_out(world: World) -> None:
    world = a_world(an_event("ONE", a_band("", capacity=5, max_together=9)))
    demo, performance = Caller(world), performance_of(world, "ONE")
    demo.post("reserve", **choice(performance, "H", "A/pool", tickets=3))
    assert only_band(demo.get("availability", perf_id=performance.id))["number_available"] == 2
    demo.post("reserve", **choice(performance, "H", "A/pool", tickets=2))
    answer = demo.get("availability", perf_id=performance.id)
    assert (answer["availability"], answer["valid_quantities"]) == ({}, [])


def test_saturday_nights_are_empty(world: World, demo: Caller) -> None:
    nights = (performance_of(world, "6IF", weekday=SATURDAY, number=number) for number in range(4))
    night = next(each for each in nights if each.starts_at.hour > 17)
    assert demo.get("availability", perf_id=night.id)["availability"] == {}


def test_offers_say_what_they_save(demo: Caller, cat: Performance) -> None:
    found = bands(demo.get("availability", perf_id=cat.id))
    offer, no_fee, plain = found["CIRCLE", "A/pool"], found["STALLS", "B/pool"], found["STALLS", "A/pool"]
    assert (offer["is_offer"], offer["absolute_saving"], offer["percentage_saving"]) == (True, 3.2, 8)
    assert offer["non_offer_sale_seatprice"] + offer["non_offer_sale_surcharge"] == 40
    assert (no_fee["sale_surcharge"], no_fee["non_offer_sale_surcharge"], no_fee["sale_seatprice"]) == (
        0,
        5,
        40,
    )
    assert (plain["is_offer"], plain["absolute_saving"], plain["percentage_saving"]) == (False, 0, 0)


def test_discounts_come_with_a_band_or_alone(demo: Caller, nutcracker: Performance) -> None:
    answer = demo.get("availability", perf_id=nutcracker.id, add_discounts=True)
    inside = bands(answer)["STALLS", "A/pool"]["possible_discounts"]["discount"]
    alone = demo.get("discounts", perf_id=nutcracker.id, ticket_type_code="STALLS", price_band_code="A/pool")
    assert [each["discount_code"] for each in inside] == ["ADULT", "CHILD", "STUDENT", "OAP"]
    assert alone["discounts"]["discount"] == inside


def test_discounts_that_need_more_tickets_are_not_offered() -> None:
    pair = Discount("PAIR", "Two", Decimal(30), Decimal(4), valid_quantities=(2, 4), minimum_age=18)
    world = a_world(an_event("ONE", a_band(discounts=(PRICE, pair))))
    band = {"perf_id": performance_of(world, "ONE").id, "ticket_type_code": "H", "price_band_code": "A/pool"}
    for_two = Caller(world).get("discounts", no_of_seats=2, **band)["discounts"]["discount"]
    for_one = Caller(world).get("discounts", no_of_seats=1, **band)["discounts"]["discount"]
    assert [each["discount_code"] for each in for_one] == ["FULL"]
    assert [each["discount_code"] for each in for_two] == ["FULL", "PAIR"]
    assert for_two[1]["valid_quantities"] == [2, 4]
    assert for_two[1]["discount_minimum_eligible_age"] == 18


def test_a_promo_code_changes_what_a_band_costs() -> None:
    secret = Discount("SECRET", "Friends", Decimal(10), Decimal(4), promo_code="SESAME")
    event = an_event("ONE", a_band(discounts=(PRICE, secret)))
    assert only_band(ask_about(event))["discount_code"] == "FULL"
    assert only_band(ask_about(event, promo_code="sesame"))["discount_code"] == "SECRET"
    assert "SECRET" not in json.dumps(ask_about(event, add_discounts=True))


def test_commission_is_predicted_when_asked_for(demo: Caller, nutcracker: Performance) -> None:
    band = bands(demo.get("availability", perf_id=nutcracker.id, req_predicted_commission=True))[
        "BALCONY", "A/pool"
    ]
    without = bands(demo.get("availability", perf_id=nutcracker.id))["BALCONY", "A/pool"]
    gross, mine = band["predicted_gross_commission"], band["predicted_user_commission"]
    assert gross["amount_including_vat"] == pytest.approx(gross["amount_excluding_vat"] * 1.2, abs=0.01)
    assert 0 < mine["amount_excluding_vat"] < gross["amount_excluding_vat"]
    assert mine["commission_currency_code"] == "gbp"
    assert "predicted_user_commission" not in without


def test_taxes_are_named_where_the_supplier_names_them() -> None:
    taxed = only_band(ask_about(an_event("ONE", tax_rate=Decimal("0.1"))))
    assert taxed["sale_combined_tax_component"] == 4
    assert taxed["sale_surcharge_tax_sub_component"] == 0.36
    assert "sale_combined_tax_component" not in only_band(ask_about(an_event("ONE")))


def test_example_seats_are_those_that_a_reserve_would_get(demo: Caller, nutcracker: Performance) -> None:
    answer = demo.get("availability", perf_id=nutcracker.id, add_example_seats=True, no_of_seats=3)
    band = bands(answer)["STALLS", "A/pool"]
    held = demo.post("reserve", **choice(nutcracker, "STALLS", "A/pool", tickets=3))
    got = held["trolley_contents"]["bundle"][0]["order"][0]["ticket_orders"]["ticket_order"][0]["seats"]
    assert band["example_seats"] == got
    assert band["example_seats_are_real"] is True


@pytest.mark.parametrize(
    ("fault", "flag"),
    [("down", "backend_is_down"), ("broken", "backend_is_broken"), ("throttled", "backend_throttle_failed")],
)
def test_a_supplier_in_trouble_shows_nothing_and_says_why(
    demo: Caller, cat: Performance, fault: str, flag: str
) -> None:
    well = demo.get("availability", perf_id=cat.id)
    answer = demo.get("availability", fault=fault, perf_id=cat.id)
    flags = ("backend_is_down", "backend_is_broken", "backend_throttle_failed")
    assert answer["availability"] == {}
    assert [name for name in flags if answer[name]] == [flag]
    assert not any(well[name] for name in flags)
    assert demo.get("availability", perf_id=cat.id) == well


def test_what_is_over_has_nothing_left(world: World, demo: Caller, cat: Performance) -> None:
    band = {"ticket_type_code": "STALLS", "price_band_code": "A/pool"}
    assert demo.get("availability", perf_id=cat.id)["availability"]
    world.clock.move(cat.starts_at - world.clock.now() + timedelta(hours=1))
    assert demo.get("availability", perf_id=cat.id)["availability"] == {}
    assert demo.get("discounts", perf_id=cat.id, **band)["discounts"]["discount"] == []


@pytest.mark.parametrize("perf_id", ["NOPE", "7AB-ZZZZ", "7AB", "../etc", "-"])
@pytest.mark.parametrize("endpoint", ["availability", "send_methods", "discounts"])
def test_what_never_was_is_refused(demo: Caller, endpoint: str, perf_id: str) -> None:
    band = {"ticket_type_code": "STALLS", "price_band_code": "A/pool"}
    assert demo.refusal("GET", endpoint, perf_id=perf_id, **band) == (400, 8)
    assert demo.refusal("GET", endpoint) == (400, 8)


def test_an_unknown_band_has_no_discounts(demo: Caller, cat: Performance) -> None:
    band = {"ticket_type_code": "STALLS", "price_band_code": "Z/pool"}
    assert demo.refusal("GET", "discounts", perf_id=cat.id, **band) == (400, 8)


def test_a_number_of_seats_is_a_number(demo: Caller, cat: Performance) -> None:
    assert demo.refusal("GET", "availability", perf_id=cat.id, no_of_seats="two") == (400, 8)


def test_an_account_with_a_currency_of_its_own_sees_both(world: World, cat: Performance) -> None:
    answer = Caller(world, "demo-agent").get("availability", perf_id=cat.id)
    band = bands(answer)["STALLS", "A/pool"]
    assert answer["desired_currency_code"] == "usd"
    assert set(answer["currency_details"]) == {"gbp", "usd"}
    assert band["sale_seatprice"] == 50
    assert band["sale_seatprice_in_desired"] > 50
    assert "sale_seatprice_in_desired" not in json.dumps(Caller(world).get("availability", perf_id=cat.id))


def test_the_number_of_orders_in_a_trolley_is_told_where_there_is_one() -> None:
    assert ask_about(an_event("ONE", max_bundle_size=2))["max_bundle_size"] == 2
    assert "max_bundle_size" not in ask_about(an_event("ONE"))


def test_objects_are_described_when_their_details_are_asked_for(demo: Caller, cat: Performance) -> None:
    answer = demo.get("availability", perf_id=cat.id, req_extra_info=True)
    assert (answer["event"]["event_id"], answer["performance"]["perf_id"]) == ("7AB", cat.id)
    assert "event" not in demo.get("availability", perf_id=cat.id)


def test_ways_of_sending_name_their_countries(demo: Caller, nutcracker: Performance) -> None:
    answer = demo.get("send_methods", perf_id=nutcracker.id)
    collect, post = answer["send_methods"]["send_method"]
    assert (collect["send_code"], collect["send_cost"]) == ("COBO", 1.5)
    assert "permitted_countries" not in collect
    assert (post["send_code"], post["send_cost"]) == ("POST", 3.5)
    assert [each["country_code"] for each in post["permitted_countries"]["country"]] == ["ie", "uk"]
    assert post["send_final_comment"]


def test_what_can_only_be_posted_has_no_way_of_sending_shortly_before() -> None:
    post = an_event("ONE").source.send_methods[1]
    source = a_source(send_methods=(type(post)("POST", Decimal(4), "Post", "post", lead_days=5),))
    world = a_world(an_event("ONE", source=source))
    soon, later = (performance_of(world, "ONE", number=number) for number in (1, 9))
    demo = Caller(world)
    assert demo.get("send_methods", perf_id=soon.id)["send_methods"] == {"send_method": []}
    assert len(demo.get("send_methods", perf_id=later.id)["send_methods"]["send_method"]) == 1

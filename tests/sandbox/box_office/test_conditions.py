"""What the documented test events are made to do."""

import pytest

from sandbox.catalogue.model import Performance
from sandbox.world import World
from tests.sandbox.box_office.asking import (
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Answer,
    Caller,
    choice,
    free_seats,
    orders_in,
    performance_of,
    seats_in,
    uuid_of,
)


@pytest.fixture(params=["7AA", "7AB"])
def hall(request: pytest.FixtureRequest, world: World) -> Performance:
    return performance_of(world, request.param)


def seats_of(answer: Answer) -> list[Answer]:
    return [
        seat
        for order in orders_in(answer)
        for each in order["ticket_orders"]["ticket_order"]
        for seat in each["seats"]
    ]


@pytest.mark.parametrize("wanted", [("H10",), ("H9", "H10")])
def test_h10_fails_alone_or_with_others(demo: Caller, hall: Performance, wanted: tuple[str, ...]) -> None:
    answer = demo.post("reserve", **choice(hall, "CIRCLE", "B/pool", *wanted))
    assert "trolley_contents" not in answer
    assert "H10" in answer["unreserved_orders"][0]["reserve_failure_comment"]
    seats = demo.get("availability", perf_id=hall.id, add_seat_blocks=True)
    assert ["H7", "H8", "H9", "H10"] in free_seats(seats, "CIRCLE", "B/pool")


@pytest.mark.parametrize("wanted", [("D7",), ("D6", "D7"), ("D4", "D5", "D6", "D7")])
def test_d7_gets_other_seats_of_the_same_block(
    demo: Caller, hall: Performance, wanted: tuple[str, ...]
) -> None:
    answer = demo.post("reserve", **choice(hall, "STALLS", "B/pool", *wanted))
    (order,) = orders_in(answer)
    got = seats_in(answer)
    assert len(got) == len(wanted)
    assert "D7" not in got
    assert {seat[0] for seat in got} == {"D"}
    assert order["seat_request_status"] in {"got_none", "got_partial"}
    assert order["requested_seat_ids"] == list(wanted)
    assert order["got_requested_seats"] is False


def test_best_available_may_well_be_d7(demo: Caller, cat: Performance) -> None:
    first = demo.post("reserve", **choice(cat, "STALLS", "B/pool", tickets=4))
    second = demo.post("reserve", **choice(cat, "STALLS", "B/pool", tickets=4))
    third = demo.post("reserve", **choice(cat, "STALLS", "B/pool", tickets=2))
    assert "D7" in seats_in(first) + seats_in(second) + seats_in(third)


def test_poor_views_and_words_come_with_the_seats(demo: Caller, cat: Performance) -> None:
    seats = {
        seat["full_id"]: seat
        for seat in seats_of(demo.post("reserve", **choice(cat, "STALLS", "B/pool", "C5", "C6", "C4")))
    }
    assert [seats[name]["is_restricted_view"] for name in ("C4", "C5", "C6")] == [False, True, True]
    assert seats["C6"]["seat_text"] == "Haunted seat"
    assert "seat_text" not in seats["C4"]
    front = {
        seat["full_id"]: seat
        for seat in seats_of(demo.post("reserve", **choice(cat, "STALLS", "A/pool", "A1", "A2", "A6", "A10")))
    }
    assert [front[name]["is_restricted_view"] for name in ("A1", "A2", "A6", "A10")] == [
        True,
        True,
        False,
        True,
    ]
    assert front["A6"]["seat_text"]


def test_the_toys_leave_no_single_and_split_no_party(demo: Caller, toys: Performance) -> None:
    for wanted in (("B3", "B4"), ("B3", "B5")):
        answer = demo.post("reserve", **choice(toys, "STALLS", "A/pool", *wanted))
        assert "trolley_contents" not in answer
        assert answer["unreserved_orders"][0]["reserve_failure_comment"]
    assert seats_in(demo.post("reserve", **choice(toys, "STALLS", "A/pool", "B2", "B3"))) == ["B2", "B3"]


def test_the_cat_minds_neither(demo: Caller, cat: Performance) -> None:
    for wanted in (("B3", "B4"), ("B6", "B8")):
        assert seats_in(demo.post("reserve", **choice(cat, "STALLS", "A/pool", *wanted))) == list(wanted)


def test_swans_cannot_be_reserved_on_tuesdays(world: World, demo: Caller) -> None:
    for weekday, is_held in ((MONDAY, True), (TUESDAY, False), (WEDNESDAY, True)):
        performance = performance_of(world, "6IE", weekday=weekday, number=1)
        answer = demo.post("reserve", **choice(performance, "STALLS", "A/pool", tickets=2))
        assert ("trolley_contents" in answer) is is_held
        assert bool(answer["unreserved_orders"]) is not is_held


def test_swans_hide_from_the_second_and_third_on_thursdays(world: World, demo: Caller) -> None:
    views = {}
    for weekday in (WEDNESDAY, THURSDAY):
        performance = performance_of(world, "6IE", weekday=weekday, number=1)
        answer = demo.post("reserve", **choice(performance, "STALLS", "A/pool", tickets=4))
        views[weekday] = [seat["is_restricted_view"] for seat in seats_of(answer)]
        if weekday == THURSDAY:
            assert demo.post("release", transaction_uuid=uuid_of(answer)) == {"released_ok": True}
    assert views == {WEDNESDAY: [False] * 4, THURSDAY: [False, True, True, False]}


def test_3cva_never_gives_the_seats_that_were_asked_for(world: World, demo: Caller) -> None:
    performance = performance_of(world, "3CVA")
    answer = demo.get("availability", perf_id=performance.id, add_seat_blocks=True)
    area = answer["availability"]["ticket_type"][0]
    band = next(band for band in area["price_band"] if band.get("free_seat_blocks"))
    wanted = free_seats(answer, area["ticket_type_code"], band["price_band_code"])[0][:2]
    held = demo.post(
        "reserve", **choice(performance, area["ticket_type_code"], band["price_band_code"], *wanted)
    )
    assert [order["seat_request_status"] for order in orders_in(held)] == ["got_none"]
    assert len(seats_in(held)) == 2
    assert not set(wanted) & set(seats_in(held))


def test_one_seat_per_order_at_the_museum(world: World, demo: Caller) -> None:
    performance = performance_of(world, "6KF")
    availability = demo.get("availability", perf_id=performance.id)
    area = availability["availability"]["ticket_type"][0]
    codes = area["ticket_type_code"], area["price_band"][0]["price_band_code"]
    assert availability["valid_quantities"] == [1]
    assert len(orders_in(demo.post("reserve", **choice(performance, *codes, tickets=1)))) == 1
    assert demo.post("reserve", **choice(performance, *codes, tickets=2))["unreserved_orders"]

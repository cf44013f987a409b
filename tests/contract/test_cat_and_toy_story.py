"""7AB and 7AA: seats are chosen, one hall freely, the other by its rules."""

from datetime import UTC, datetime

import pytest

from tests.contract.asking import band_in, orders_in, seat_ids_in, seats_in
from tests.contract.performances import ordinary, performances_of, starts_at, today

BOTH = pytest.mark.parametrize("event_id", ["7AA", "7AB"])


def hall(api, event_id):
    return api.read("availability", perf_id=ordinary(api, event_id), add_seat_blocks="")


def blocks(answer):
    """What all bands say of their free seats."""
    bands = [band for area in answer["availability"]["ticket_type"] for band in area["price_band"]]
    return [band["free_seat_blocks"] for band in bands]


def reserve(api, event_id, *seats, area="STALLS", band="A/pool"):
    wanted = {f"seat{number}": seat for number, seat in enumerate(seats)}
    return api.do(
        "reserve",
        perf_id=ordinary(api, event_id),
        ticket_type_code=area,
        price_band_code=band,
        no_of_seats=len(seats),
        **wanted,
    )


def band_of(api, event_id, seat):
    """The area and band in which a seat of the hall is."""
    for area in hall(api, event_id)["availability"]["ticket_type"]:
        for band in area["price_band"]:
            rows = band["free_seat_blocks"]["blocks_by_row"].values()
            if any(seat in block for row in rows for block in row):
                return {"area": area["ticket_type_code"], "band": band["price_band_code"]}
    raise AssertionError(f"{seat} is not free")


def test_the_cat_plays_on_the_first_of_january_of_the_next_two_years(api):
    year = today().year
    assert [starts_at(row) for row in performances_of(api, "7AB")] == [
        datetime(year + step, 1, 1, 15, 30, tzinfo=UTC) for step in (1, 2)
    ]


def test_stalls_a_of_the_cat_costs_50_and_5(api):
    band = band_in(hall(api, "7AB"), "STALLS", "A/pool")
    assert (band["sale_seatprice"], band["sale_surcharge"], band["is_offer"]) == (50, 5, False)
    (order,) = orders_in(reserve(api, "7AB", "B4"))
    assert (order["total_sale_seatprice"], order["total_sale_surcharge"]) == (50, 5)


def test_circle_a_of_the_cat_is_8_percent_off(api):
    band = band_in(hall(api, "7AB"), "CIRCLE", "A/pool")
    full = band["non_offer_sale_seatprice"] + band["non_offer_sale_surcharge"]
    assert (band["is_offer"], round(band["percentage_saving"])) == (True, 8)
    assert band["absolute_saving"] / full == pytest.approx(0.08, abs=0.005)


def test_stalls_b_of_the_cat_has_no_fee(api):
    band = band_in(hall(api, "7AB"), "STALLS", "B/pool")
    assert (band["is_offer"], band["sale_surcharge"]) == (True, 0)
    assert band["non_offer_sale_surcharge"] > 0
    assert band["sale_seatprice"] == band["non_offer_sale_seatprice"]


def test_the_cat_s_eticket_carries_a_barcode_for_each_seat(api):
    answer = api.buy(reserve(api, "7AB", "B3", "B4")["trolley_contents"]["transaction_uuid"])
    (order,) = orders_in(answer)
    barcodes = [seat["barcode"] for seat in seats_in(order)]
    assert order["send_method"]["send_code"] == "VOUCH"
    assert all(barcodes)
    assert len(set(barcodes)) == 2
    assert order["supported_barcode_types"]


def test_the_opera_s_eticket_carries_none(api):
    held = reserve(api, "7AA", "B2", "B3")["trolley_contents"]["transaction_uuid"]
    (order,) = orders_in(api.buy(held))
    assert order["send_method"]["send_type"] == "selfprint"
    assert not any(seat.get("barcode") for seat in seats_in(order))


def test_the_opera_is_sent_as_eticket_or_by_post_anywhere(api):
    found = api.read("send_methods", perf_id=ordinary(api, "7AA"))["send_methods"]["send_method"]
    assert [row["send_desc"] for row in found] == ["Printable eTicket", "Post worldwide"]
    assert all("permitted_countries" not in row for row in found)


@pytest.mark.parametrize(
    ("event_id", "contiguous", "singles"), [("7AB", False, {"always"}), ("7AA", True, {"never"})]
)
def test_how_seats_may_be_chosen(api, event_id, contiguous, singles):
    answer = hall(api, event_id)
    bands = [band for area in answer["availability"]["ticket_type"] for band in area["price_band"]]
    assert answer["contiguous_seat_selection_only"] is contiguous
    assert {band["allows_leaving_single_seats"] for band in bands} == singles


def test_in_the_cat_s_hall_seats_may_stand_apart(api):
    assert seat_ids_in(reserve(api, "7AB", "B3", "B5")) == ["B3", "B5"]


@pytest.mark.parametrize("seats", [("B3", "B5"), ("B3", "B4")], ids=["apart", "leaving B2 single"])
def test_in_the_opera_s_hall_they_may_neither_stand_apart_nor_leave_one_single(api, seats):
    assert seat_ids_in(reserve(api, "7AA", *seats)) != list(seats)


def test_in_the_opera_s_hall_neighbours_that_leave_none_single_are_had(api):
    assert seat_ids_in(reserve(api, "7AA", "B2", "B3")) == ["B2", "B3"]


@BOTH
def test_seat_h10_always_fails(sandbox, api, event_id):
    place = band_of(api, event_id, "H10")
    for seats in (("H10",), ("H9", "H10")):
        answer = reserve(api, event_id, *seats, **place)
        (order,) = answer["unreserved_orders"]
        assert orders_in(answer) == []
        assert order["requested_seat_ids"] == list(seats)
        assert order["reserve_failure_comment"]
    assert [row for row in sandbox.transactions() if row["status"] == "reserved"] == []


@BOTH
def test_seat_d7_is_changed_for_others_of_its_block(api, event_id):
    place = band_of(api, event_id, "D7")
    rows = band_in(hall(api, event_id), place["area"], place["band"])["free_seat_blocks"]["blocks_by_row"]
    block = next(block for block in rows["D"] if "D7" in block)
    answer = reserve(api, event_id, "D6", "D7", **place)
    (order,) = orders_in(answer)
    assert order["seat_request_status"] in {"got_none", "got_partial"}
    assert "D7" not in seat_ids_in(answer)
    assert set(seat_ids_in(answer)) <= set(block)
    assert len(seat_ids_in(answer)) == 2


@BOTH
def test_restricted_seats_are_told_before_anything_is_held(api, event_id):
    restricted = {seat for block in blocks(hall(api, event_id)) for seat in block["restricted_view_seats"]}
    assert restricted == {"A1", "A2", "A10", "C5", "C6"}


@BOTH
def test_seat_texts_are_told_restricted_or_not(api, event_id):
    texts = {
        seat: text
        for block in blocks(hall(api, event_id))
        for text, seats in block["seats_by_text_message"].items()
        for seat in seats
    }
    assert texts["C6"] == "Haunted seat"
    assert texts["A6"]


@BOTH
def test_a_haunted_seat_stays_haunted(api, event_id):
    place = band_of(api, event_id, "C6")
    (order,) = orders_in(reserve(api, event_id, "C5", "C6", **place))
    haunted = {
        seat["full_id"]: (seat["is_restricted_view"], seat.get("seat_text")) for seat in seats_in(order)
    }
    assert haunted["C6"] == (True, "Haunted seat")
    assert haunted["C5"][0] is True


@BOTH
def test_both_are_sold_by_the_second_supplier(client, event_id):
    event, _ = client.get_event(event_id)
    assert (event.source_code, event.is_seated) == ("ext_test1", True)

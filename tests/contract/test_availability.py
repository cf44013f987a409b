"""availability.v1 and discounts.v1: which tickets there are now, and for how much."""

import pytest

from tests.contract.asking import band_in, discount_codes
from tests.contract.performances import ordinary


@pytest.fixture
def cat(api):
    """A performance of 7AB, where seats can be chosen."""
    return ordinary(api, "7AB")


@pytest.fixture
def nutcracker(api):
    """A performance of 6IF, best available."""
    return ordinary(api, "6IF")


def test_the_client_reads_areas_and_bands(client, nutcracker):
    areas, meta = client.get_availability(nutcracker)
    assert {area.code for area in areas} == {"STALLS", "CIRCLE", "BALCONY"}
    assert meta.get_currency().code == "gbp"
    assert meta.valid_quantities == [1, 2, 3, 4, 5, 6]
    assert (meta.backend_is_down, meta.backend_is_broken, meta.backend_throttle_failed) == (
        False,
        False,
        False,
    )


def test_no_seats_unless_asked_for(api, cat):
    assert "free_seat_blocks" not in band_in(api.read("availability", perf_id=cat), "STALLS", "A/pool")


def test_seat_blocks_are_runs_of_neighbours_by_row(client, cat):
    areas, meta = client.get_availability(cat, seat_blocks=True)
    band = next(area for area in areas if area.code == "STALLS").price_bands[0]
    assert [seat.id for seat in band.seat_blocks[0].seats] == [f"A{number}" for number in range(1, 11)]
    assert meta.contiguous_seat_selection_only is False


def test_best_available_events_have_no_seat_blocks(api, nutcracker):
    answer = api.read("availability", perf_id=nutcracker, add_seat_blocks="")
    assert "free_seat_blocks" not in band_in(answer, "STALLS", "A/pool")


def test_a_held_seat_is_gone_and_comes_back(api, cat):
    def first_row():
        answer = api.read("availability", perf_id=cat, add_seat_blocks="")
        return band_in(answer, "STALLS", "A/pool")["free_seat_blocks"]["blocks_by_row"]["A"]

    whole = first_row()
    held = api.reserve(
        perf_id=cat, ticket_type_code="STALLS", price_band_code="A/pool", no_of_seats=1, seat0="A4"
    )
    assert first_row() == [["A1", "A2", "A3"], ["A5", "A6", "A7", "A8", "A9", "A10"]]
    api.do("release", transaction_uuid=held)
    assert first_row() == whole


def test_a_wish_for_more_seats_hides_bands_with_fewer(api, nutcracker):
    def bands(seats):
        types = api.read("availability", perf_id=nutcracker, no_of_seats=seats)["availability"]["ticket_type"]
        return [band for area in types for band in area["price_band"]]

    assert all(band["number_available"] >= 5 for band in bands(5))
    assert 0 < len(bands(5)) <= len(bands(1))


def test_discounts_come_when_asked_for(client, nutcracker):
    areas, _ = client.get_availability(nutcracker, discounts=True)
    band = next(area for area in areas if area.code == "STALLS").price_bands[0]
    assert [discount.code for discount in band.discounts] == ["ADULT", "CHILD", "STUDENT", "OAP"]


def test_example_seats_come_when_asked_for(client, cat):
    areas, _ = client.get_availability(cat, number_of_seats=2, example_seats=True)
    shown = [band.example_seats for area in areas for band in area.price_bands if band.example_seats]
    assert shown
    assert all(len(seats) == 2 for seats in shown)


def test_commission_comes_when_asked_for(client, nutcracker):
    areas, _ = client.get_availability(nutcracker, user_commission=True)
    commission = areas[0].price_bands[0].user_commission
    assert commission.including_vat > commission.excluding_vat > 0
    plain, _ = client.get_availability(nutcracker)
    assert plain[0].price_bands[0].user_commission is None


def test_an_unknown_performance_is_refused(api):
    assert api.get("availability", perf_id="NOSUCH-1").status_code >= 400


@pytest.mark.parametrize(
    ("kind", "flag"),
    [("down", "backend_is_down"), ("broken", "backend_is_broken"), ("throttled", "backend_throttle_failed")],
)
def test_a_supplier_in_trouble_is_a_flag_and_no_tickets(sandbox, api, nutcracker, kind, flag):
    sandbox.fault("availability", kind=kind)
    troubled, well = (api.read("availability", perf_id=nutcracker) for _ in range(2))
    assert (troubled[flag], troubled["availability"].get("ticket_type", [])) == (True, [])
    assert (well[flag], bool(well["availability"]["ticket_type"])) == (False, True)


def test_the_client_lists_the_discounts_of_a_band(client, nutcracker):
    discounts, meta = client.get_discounts(nutcracker, "CIRCLE", "A/pool")
    assert [discount.code for discount in discounts] == ["ADULT", "CHILD", "STUDENT", "OAP"]
    assert discounts[0].combined_price() == 39
    assert meta.get_currency().code == "gbp"


def test_discounts_of_an_unknown_band_are_refused_or_none(api, nutcracker):
    answer = api.get("discounts", perf_id=nutcracker, ticket_type_code="CIRCLE", price_band_code="Z/pool")
    assert answer.status_code >= 400 or answer.json()["discounts"].get("discount", []) == []


def test_an_offer_shows_what_is_saved(api, cat):
    band = band_in(api.read("availability", perf_id=cat), "CIRCLE", "A/pool")
    full = band["non_offer_sale_seatprice"] + band["non_offer_sale_surcharge"]
    saved = full - band["sale_seatprice"] - band["sale_surcharge"]
    assert band["is_offer"] is True
    assert band["absolute_saving"] == pytest.approx(saved)
    assert "NORMAL" in discount_codes(
        api.read("discounts", perf_id=cat, ticket_type_code="CIRCLE", price_band_code="A/pool")
    )

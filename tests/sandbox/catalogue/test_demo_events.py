"""The documented test events have the prices, seats, dates and rules that are documented."""

from decimal import Decimal

import pytest

from sandbox.catalogue.model import Area, Band, Event, Performance
from sandbox.world import World
from tests.sandbox.catalogue.asking import a_world, ask

SATURDAY, MONDAY, TUESDAY = 5, 0, 1


@pytest.fixture(scope="module")
def world() -> World:
    return a_world()


def event_of(world: World, event_id: str) -> Event:
    event = world.catalogue.get_event(event_id)
    assert event is not None
    return event


def plays(world: World, event_id: str) -> tuple[Performance, ...]:
    return world.catalogue.performances(event_of(world, event_id))


def areas_of(world: World, event_id: str) -> dict[str, Area]:
    event = event_of(world, event_id)
    return {area.code: area for area in event.areas(plays(world, event_id)[0])}


def band_of(world: World, event_id: str, area: str, code: str) -> Band:
    return next(band for band in areas_of(world, event_id)[area].bands if band.code == f"{code}/pool")


def codes(band: Band) -> list[str]:
    return [discount.code for discount in band.discounts]


@pytest.mark.parametrize("event_id", ["7AB", "7AA"])
def test_the_small_hall_has_the_documented_seats(world, event_id):
    seats = {
        (area.code, band.code): ["".join(seat.id for seat in block) for block in band.blocks]
        for area in areas_of(world, event_id).values()
        for band in area.bands
    }
    assert seats == {
        ("STALLS", "A/pool"): ["A1A2A3A4A5A6A7A8A9A10", "B2B3B4B5B6B7B8B9"],
        ("STALLS", "B/pool"): ["C3C4C5C6", "D2D3D4D5D6D7"],
        ("CIRCLE", "A/pool"): ["E4E5", "E7E8E9", "F1F2F3"],
        ("CIRCLE", "B/pool"): ["G7G8G9G10", "H1H2H3H4", "H7H8H9H10"],
    }


@pytest.mark.parametrize("event_id", ["7AB", "7AA"])
def test_the_small_hall_has_seats_with_a_poor_view_and_seats_with_words(world, event_id):
    bands = [band for area in areas_of(world, event_id).values() for band in area.bands]
    seats = [seat for band in bands for block in band.blocks for seat in block]
    assert {seat.id for seat in seats if seat.is_restricted_view} == {"A1", "A2", "A10", "C5", "C6"}
    assert {seat.id: seat.text for seat in seats if seat.text} == {"A6": "Great seat", "C6": "Haunted seat"}


def test_the_cat_costs_fifty_pounds_and_a_fee_of_five_in_stalls_a(world):
    ticket = band_of(world, "7AB", "STALLS", "A").default
    assert (ticket.seatprice, ticket.surcharge, ticket.is_offer) == (50, 5, False)


def test_the_cat_has_eight_per_cent_off_in_circle_a_and_no_fee_in_stalls_b(world):
    circle, stalls = (
        band_of(world, "7AB", "CIRCLE", "A").default,
        band_of(world, "7AB", "STALLS", "B").default,
    )
    assert (circle.full_total, circle.total, circle.percentage_saving) == (40, Decimal("36.8"), 8)
    assert (stalls.seatprice, stalls.usual_seatprice) == (40, 40)
    assert (stalls.surcharge, stalls.usual_surcharge) == (0, 5)


def test_the_cat_takes_any_seats_and_the_opera_neighbours_that_leave_no_single(world):
    cat, opera = event_of(world, "7AB"), event_of(world, "7AA")
    assert (cat.seat_selection, cat.contiguous_only) == (True, False)
    assert (opera.seat_selection, opera.contiguous_only) == (True, True)
    rules = {
        event_id: {band.leaving_singles for area in areas_of(world, event_id).values() for band in area.bands}
        for event_id in ("7AB", "7AA")
    }
    assert rules == {"7AB": {"always"}, "7AA": {"never"}}


def test_the_opera_is_sent_as_an_eticket_without_barcode_or_by_post_worldwide(world):
    methods = world.catalogue.send_methods(event_of(world, "7AA"), plays(world, "7AA")[0])
    assert [method.desc for method in methods] == ["Printable eTicket", "Post worldwide"]
    assert not any(method.gives_barcodes for method in methods)


def test_the_cat_comes_as_an_eticket_with_barcodes(world):
    first = world.catalogue.send_methods(event_of(world, "7AB"), plays(world, "7AB")[0])[0]
    assert (first.code, first.cost, first.gives_barcodes) == ("VOUCH", 0, True)


def test_the_nutcracker_is_collected_for_one_fifty_or_posted_to_two_countries(world):
    methods = world.catalogue.send_methods(event_of(world, "6IF"), plays(world, "6IF")[0])
    assert [(method.code, method.cost, method.permitted_countries) for method in methods] == [
        ("COBO", Decimal("1.5"), ()),
        ("POST", Decimal("3.5"), ("ie", "uk")),
    ]


def test_the_nutcracker_has_the_documented_prices(world):
    prices = {
        (code, band.code[0]): (band.default.seatprice, band.default.surcharge)
        for code, area in areas_of(world, "6IF").items()
        for band in area.bands
    }
    assert prices == {
        ("CIRCLE", "A"): (35, 4),
        ("CIRCLE", "B"): (30, 4),
        ("CIRCLE", "C"): (25, 4),
        ("STALLS", "A"): (21, 3),
        ("STALLS", "B"): (18, 3),
        ("BALCONY", "A"): (47, 5),
    }


def test_concessions_of_the_nutcracker_cost_what_is_documented(world):
    tickets = band_of(world, "6IF", "CIRCLE", "A").discounts
    assert [(each.code, each.seatprice, each.surcharge) for each in tickets] == [
        ("ADULT", 35, 4),
        ("CHILD", 18, 3),
        ("STUDENT", 26, 3),
        ("OAP", 28, 3),
    ]


def test_the_nutcracker_has_no_students_and_no_seniors_in_band_b(world):
    assert codes(band_of(world, "6IF", "STALLS", "A")) == ["ADULT", "CHILD", "STUDENT", "OAP"]
    assert codes(band_of(world, "6IF", "STALLS", "B")) == ["ADULT", "CHILD"]
    assert codes(band_of(world, "6IF", "CIRCLE", "B")) == ["ADULT", "CHILD"]


def test_the_nutcracker_has_no_discounts_in_the_stalls_on_the_first_of_a_month(world):
    event = event_of(world, "6IF")
    first = next(
        each
        for each in plays(world, "6IF")
        if each.starts_at.day == 1 and each.starts_at.weekday() != SATURDAY
    )
    discounts = {
        area.code: {discount.code for band in area.bands for discount in band.discounts}
        for area in event.areas(first)
    }
    assert discounts["STALLS"] == {"ADULT"}
    assert discounts["CIRCLE"] == {"ADULT", "CHILD", "STUDENT", "OAP"}


def test_nothing_is_left_of_the_nutcracker_on_saturday_nights_only(world):
    event = event_of(world, "6IF")
    nights = {
        each: each.starts_at.weekday() == SATURDAY and each.starts_at.hour >= 18
        for each in plays(world, "6IF")
    }
    assert any(nights.values())
    assert all(bool(event.areas(each)) is not is_night for each, is_night in nights.items())


def test_some_performances_of_the_nutcracker_have_names(world):
    named = {each.starts_at.weekday() for each in plays(world, "6IF") if each.name}
    assert named == {TUESDAY}
    assert world.catalogue.get_performance("6IF-A5R").name == "Including back stage pass"


def test_the_nutcracker_mixes_at_most_three_discounts(world):
    assert event_of(world, "6IF").max_mixed_discounts == 3


def test_swan_lake_has_default_discounts_only(world):
    assert all(len(band.discounts) == 1 for area in areas_of(world, "6IE").values() for band in area.bands)


def test_what_happens_on_reserving_is_named_in_the_catalogue(world):
    scripts = {event.id: set(event.scripts) for event in world.catalogue.events() if event.scripts}
    assert scripts == {
        "6IE": {"fails_on_tuesdays", "restricted_on_thursdays", "fail_part_one"},
        "7AB": {"h10_fails", "d7_moves"},
        "7AA": {"h10_fails", "d7_moves"},
        "3CVA": {"got_none"},
    }


def test_la_femme_costs_seventy_one_dollars_instead_of_eighty(world):
    ticket = band_of(world, "6L9", "PREF", "A").default
    assert (ticket.total, ticket.full_total, ticket.percentage_saving) == (71, 80, 11)
    assert all(each.is_offer for each in band_of(world, "6L9", "PREF", "A").discounts)


def test_a_membership_is_sold_one_at_a_time_for_one_performance_that_is_chosen_by_itself(world):
    event = event_of(world, "6KF")
    (only,) = plays(world, "6KF")
    assert (event.quantities, event.need_performance, only.autoselect) == ((1,), False, True)


@pytest.mark.parametrize("event_id", ["6KS", "6KT", "6KV", "GVA", "7AC"])
def test_there_is_no_performance_to_choose(world, event_id):
    assert not event_of(world, event_id).need_performance
    assert ask(world, "performances", event_id=event_id)["autoselect_this_performance"] is True


def test_the_family_ticket_is_not_valid_on_mondays(world):
    assert {each.starts_at.weekday() for each in plays(world, "6KU")} == {1, 2, 3, 4, 5, 6}


def test_ingressoland_lists_dummies_though_it_needs_no_performance(world):
    assert not event_of(world, "1D7B8").need_performance
    assert len(plays(world, "1D7B8")) > 20
    assert "autoselect_this_performance" not in ask(world, "performances", event_id="1D7B8")


@pytest.mark.parametrize("event_id", ["9XW", "9XY"])
def test_a_park_hopper_comes_by_post_and_not_for_a_near_date(world, event_id):
    event, listed = event_of(world, event_id), plays(world, event_id)
    assert world.catalogue.send_methods(event, listed[0]) == ()
    assert [method.type for method in world.catalogue.send_methods(event, listed[-1])] == ["post"]


def test_the_passport_has_japanese_text_and_a_price_in_yen(world):
    event = event_of(world, "AG8")
    assert event.words("ja").desc == "1デーパスポート"
    assert event.currency.code == "jpy"
    assert areas_of(world, "AG8")["ENTRY"].bands[0].default.seatprice >= 1000


def test_the_dinner_show_is_seated_and_costs_euros(world):
    event = event_of(world, "DBZ")
    assert (event.is_seated, event.currency.code) == (True, "eur")


@pytest.mark.parametrize("event_id", ["DP9", "DPB"])
def test_helicopters_fly_thousands_of_times(world, event_id):
    assert len(plays(world, event_id)) > 10_000


@pytest.mark.parametrize("event_id", ["I3R", "I3S", "I3T", "I3U", "I3V"])
def test_a_hotel_needs_a_departure_date_or_a_duration(world, event_id):
    event = event_of(world, event_id)
    assert event.type == "hotel_room"
    assert event.need_departure_date is not event.need_duration


def test_the_lunchbox_is_only_sold_with_the_cat_and_in_its_number(world):
    lunchbox = event_of(world, "7AC")
    assert event_of(world, "7AB").add_ons == ("7AC",)
    assert (lunchbox.is_add_on, lunchbox.is_auto_quantity_add_on, lunchbox.type) == (True, True, "misc_item")


def test_a_trolley_of_the_first_two_theatres_has_two_suppliers(world):
    assert {event_of(world, event_id).source.code for event_id in ("6IF", "6IE")} == {"ext_test0"}
    assert {event_of(world, event_id).source.code for event_id in ("7AA", "7AB")} == {"ext_test1"}


def test_upsells_name_events_that_are_there(world):
    assert event_of(world, "6IF").upsells == ("6IE", "MH0")
    for event in world.catalogue.all_events():
        for other in (*event.upsells, *event.add_ons, *event.components):
            assert world.catalogue.get_event(other), f"{event.id} names {other}"

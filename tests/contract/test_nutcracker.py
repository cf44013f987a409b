"""6IF, Matthew Bourne's Nutcracker TEST: best available, with rules for days, areas and discounts."""

import pytest

from tests.contract.asking import discount_codes, orders_in, tickets_in
from tests.contract.performances import SATURDAY, ordinary, performances_of, starts_at, weekday_of

ALL = {"ADULT", "CHILD", "STUDENT", "OAP"}


@pytest.fixture
def plain(api):
    return ordinary(api, "6IF")


def discounts(api, perf_id, area, band):
    return discount_codes(api.read("discounts", perf_id=perf_id, ticket_type_code=area, price_band_code=band))


def test_it_is_seated_and_sold_by_the_first_supplier(client):
    event, _ = client.get_event("6IF")
    assert (event.is_seated, event.source_code, event.needs_performance) == (True, "ext_test0", True)
    assert (event.venue, event.city_code, event.status) == ("Sadler's Wells", "london-uk", "live")


def test_stalls_band_a_offers_adult_child_student_and_oap(api, plain):
    assert discounts(api, plain, "STALLS", "A/pool") == ALL


def test_band_b_has_neither_oap_nor_student(api, plain):
    assert discounts(api, plain, "STALLS", "B/pool") == {"ADULT", "CHILD"}
    assert discounts(api, plain, "CIRCLE", "B/pool") == {"ADULT", "CHILD"}


def test_no_discounts_in_the_stalls_on_the_first_of_the_month(api):
    rows = performances_of(api, "6IF")
    first = next(row["perf_id"] for row in rows if starts_at(row).day == 1 and weekday_of(row) != SATURDAY)
    assert discounts(api, first, "STALLS", "A/pool").isdisjoint({"CHILD", "STUDENT", "OAP"})
    assert discounts(api, first, "CIRCLE", "A/pool") == ALL


def test_nothing_on_saturday_nights(api):
    saturdays = [
        row
        for row in performances_of(api, "6IF")
        if weekday_of(row) == SATURDAY and starts_at(row).hour >= 17
    ]
    for row in saturdays[:3]:
        assert api.read("availability", perf_id=row["perf_id"])["availability"].get("ticket_type", []) == []
    assert {weekday_of(row) for row in performances_of(api, "6IF")} >= {0, 1, 2, 3, 4, 6}


def test_three_discounts_may_be_mixed(api, plain):
    answer = api.do(
        "reserve",
        perf_id=plain,
        ticket_type_code="STALLS",
        price_band_code="A/pool",
        no_of_seats=3,
        disc0="ADULT",
        disc1="CHILD",
        disc2="OAP",
    )
    (order,) = orders_in(answer)
    assert {row["discount_code"] for row in tickets_in(order)} == {"ADULT", "CHILD", "OAP"}


def test_four_discounts_may_not_be_mixed(api, plain):
    answer = api.do(
        "reserve",
        perf_id=plain,
        ticket_type_code="STALLS",
        price_band_code="A/pool",
        no_of_seats=4,
        disc0="ADULT",
        disc1="CHILD",
        disc2="OAP",
        disc3="STUDENT",
    )
    mixed = [{row["discount_code"] for row in tickets_in(order)} for order in orders_in(answer)]
    assert all(len(codes) <= 3 for codes in mixed)


def test_a_discount_changes_the_price(client, plain):
    found, _ = client.get_discounts(plain, "STALLS", "A/pool")
    assert {row.code: row.combined_price() for row in found} == {
        "ADULT": 24,
        "CHILD": 13,
        "STUDENT": 18,
        "OAP": 19,
    }


def test_collecting_costs_1_50_and_the_post_3_50_for_uk_and_ireland(api, plain):
    found = api.read("send_methods", perf_id=plain)["send_methods"]["send_method"]
    assert [(row["send_code"], row["send_cost"]) for row in found] == [("COBO", 1.5), ("POST", 3.5)]
    countries = {row["country_code"] for row in found[1]["permitted_countries"]["country"]}
    assert countries == {"uk", "ie"}


def test_some_performances_have_a_name_and_some_have_none(api):
    answer = api.read("performances", event_id="6IF", page_length=1000)["results"]
    assert answer["has_perf_names"] is True
    assert {bool(row.get("perf_name")) for row in answer["performance"]} == {True, False}


def test_a_name_stays_with_its_performance(api):
    named = ordinary(api, "6IF", is_named=True)
    name = api.read("performances_by_id", perf_id_list=named)["performances_by_id"][named]["perf_name"]
    held = api.do(
        "reserve", perf_id=named, ticket_type_code="STALLS", price_band_code="A/pool", no_of_seats=1
    )
    assert orders_in(held)[0]["performance"]["perf_name"] == name


def test_swan_lake_and_another_are_its_upsells(client):
    event, _ = client.get_event("6IF", with_upsells=True)
    assert {upsell.id for upsell in event.upsell_events} == {"6IE", "MH0"}
    assert set(event.upsell_list) == {"6IE", "MH0"}

"""6IE, Matthew Bourne's Swan Lake test: Tuesdays, Thursdays, and an address that fails."""

import pytest

from tests.contract.asking import orders_in, seat_ids_in, seats_in
from tests.contract.performances import THURSDAY, TUESDAY, WEDNESDAY, on_weekday, ordinary

FAILING = "fail part one"


@pytest.fixture
def swan(api):
    """A choice of band A in the stalls, of a performance on the weekday that is named."""

    def choose(day, *, seats=3):
        return {
            "perf_id": on_weekday(api, "6IE", day=day),
            "ticket_type_code": "STALLS",
            "price_band_code": "A/pool",
            "no_of_seats": seats,
        }

    return choose


def test_there_are_only_default_discounts(api):
    perf_id = ordinary(api, "6IE")
    for area in api.read("availability", perf_id=perf_id)["availability"]["ticket_type"]:
        for band in area["price_band"]:
            found = api.read(
                "discounts",
                perf_id=perf_id,
                ticket_type_code=area["ticket_type_code"],
                price_band_code=band["price_band_code"],
            )["discounts"]["discount"]
            assert [row["discount_code"] for row in found] == [band["discount_code"]]


def test_on_tuesdays_the_reserve_fails(sandbox, api, swan):
    answer = api.do("reserve", **swan(TUESDAY))
    assert orders_in(answer) == []
    assert [order["event"]["event_id"] for order in answer["unreserved_orders"]] == ["6IE"]
    assert [row for row in sandbox.transactions() if row["status"] == "reserved"] == []


def test_on_other_days_it_succeeds(api, swan):
    answer = api.do("reserve", **swan(WEDNESDAY))
    assert len(seat_ids_in(answer)) == 3
    assert answer["unreserved_orders"] == []


def test_on_thursdays_tickets_two_and_three_are_restricted(api, swan):
    (order,) = orders_in(api.do("reserve", **swan(THURSDAY, seats=4)))
    assert [seat["is_restricted_view"] for seat in seats_in(order)] == [False, True, True, False]


def test_restricted_seats_stay_so_when_bought(api, swan):
    answer = api.buy(api.reserve(**swan(THURSDAY)))
    (order,) = orders_in(answer)
    assert [seat["is_restricted_view"] for seat in seats_in(order)] == [False, True, True]


def test_on_wednesdays_none_is_restricted(api, swan):
    (order,) = orders_in(api.do("reserve", **swan(WEDNESDAY)))
    assert not any(seat["is_restricted_view"] for seat in seats_in(order))


def test_fail_part_one_in_the_second_line_makes_the_purchase_fail(api, swan):
    answer = api.buy(api.reserve(**swan(WEDNESDAY)), address_line_two=FAILING)
    assert answer["transaction_status"] == "failed"
    assert answer["trolley_contents"]["purchase_result"]["success"] is False
    (bundle,) = answer["trolley_contents"]["bundle"]
    assert bundle["purchase_result"]["success"] is False


def test_the_seats_of_a_failed_purchase_are_free_again(sandbox, api, swan):
    held = api.reserve(**swan(WEDNESDAY))
    seats = set(seat_ids_in(api.read("status", transaction_uuid=held)))
    api.buy(held, address_line_two=FAILING)
    assert set(seat_ids_in(api.do("reserve", **swan(WEDNESDAY)))) & seats
    assert sandbox.transaction(held)["status"] == "failed"


def test_a_failed_purchase_cannot_be_tried_again(api, swan):
    held = api.reserve(**swan(WEDNESDAY))
    api.buy(held, address_line_two=FAILING)
    api.post("purchase", transaction_uuid=held)
    assert api.read("status", transaction_uuid=held)["transaction_status"] == "failed"


def test_the_same_address_fails_no_other_event(api):
    held = api.reserve(
        perf_id=ordinary(api, "6IF"), ticket_type_code="STALLS", price_band_code="A/pool", no_of_seats=1
    )
    assert api.buy(held, address_line_two=FAILING)["transaction_status"] == "purchased"


def test_in_a_trolley_of_two_suppliers_only_its_own_bundle_fails(api, swan):
    first = api.read("trolley", **swan(WEDNESDAY))["trolley_token"]
    cat = {"ticket_type_code": "STALLS", "price_band_code": "A/pool", "no_of_seats": 1}
    both = api.read("trolley", trolley_token=first, perf_id=ordinary(api, "7AB"), **cat)
    answer = api.buy(api.reserve(trolley_token=both["trolley_token"]), address_line_two=FAILING)
    trolley = answer["trolley_contents"]
    assert (trolley["purchase_result"]["success"], trolley["purchase_result"]["is_partial"]) == (True, True)
    results = {row["bundle_source_code"]: row["purchase_result"]["success"] for row in trolley["bundle"]}
    assert results == {"ext_test0": False, "ext_test1": True}

"""reserve.v1, release.v1 and reserve_page_archive.v1: tickets held, and let go."""

import pytest

from tests.contract.asking import orders_in, seat_ids_in, seats_in, tickets_in
from tests.contract.performances import ordinary

STALLS_A = {"ticket_type_code": "STALLS", "price_band_code": "A/pool"}


@pytest.fixture
def cat(api):
    return {"perf_id": ordinary(api, "7AB"), **STALLS_A}


@pytest.fixture
def nutcracker(api):
    return {"perf_id": ordinary(api, "6IF"), **STALLS_A}


def test_the_client_reserves_the_best_available(client, nutcracker):
    reservation, _ = client.make_reservation(
        performance_id=nutcracker["perf_id"],
        ticket_type_code="STALLS",
        price_band_code="B/pool",
        number_of_seats=3,
    )
    (order,) = reservation.trolley.get_orders()
    assert (order.number_of_seats, order.price_band_code, len(order.get_seat_ids())) == (3, "B/pool", 3)
    assert 14 < reservation.minutes_left <= 15
    assert reservation.unreserved_orders == []
    assert reservation.trolley.transaction_uuid


def test_seats_asked_for_are_had(client, cat):
    reservation, _ = client.make_reservation(
        performance_id=cat["perf_id"],
        ticket_type_code="STALLS",
        price_band_code="A/pool",
        number_of_seats=2,
        seats=["B3", "B4"],
    )
    (order,) = reservation.trolley.get_orders()
    assert (order.get_seat_ids(), order.seat_request_status) == (["B3", "B4"], "got_all")


def test_no_seats_asked_for_is_said_too(api, cat):
    (order,) = orders_in(api.do("reserve", no_of_seats=2, **cat))
    assert order["seat_request_status"] == "not_requested"


def test_a_trolley_is_reserved_whole(api, cat, nutcracker):
    first = api.read("trolley", no_of_seats=2, **cat)
    both = api.read("trolley", trolley_token=first["trolley_token"], no_of_seats=1, **nutcracker)
    held = api.do("reserve", trolley_token=both["trolley_token"])
    assert [order["event"]["event_id"] for order in orders_in(held)] == ["7AB", "6IF"]


def test_two_buyers_never_get_one_seat(api, cat):
    seat = {"no_of_seats": 1, "seat0": "B4"}
    first, second = (api.do("reserve", **seat, **cat) for _ in range(2))
    assert seat_ids_in(first) == ["B4"]
    assert "B4" not in seat_ids_in(second)


def test_a_reservation_says_what_purchase_will_need(api, cat):
    answer = api.do("reserve", no_of_seats=1, **cat)
    assert answer["allowed_countries"]["uk"] == "United Kingdom"
    assert len(answer["allowed_countries"]) > 200
    assert (answer["needs_payment_card"], answer["needs_agent_reference"]) == (False, False)
    assert answer["can_edit_address"] is True


def test_a_send_method_for_few_countries_limits_the_countries(api, nutcracker):
    answer = api.do("reserve", no_of_seats=1, ext_test0_send_code="POST", **nutcracker)
    assert sorted(answer["allowed_countries"]) == ["ie", "uk"]


def test_equal_discounts_are_one_ticket_order(api, nutcracker):
    answer = api.do("reserve", no_of_seats=3, disc0="CHILD", disc1="ADULT", disc2="CHILD", **nutcracker)
    (order,) = orders_in(answer)
    counts = {tickets["discount_code"]: tickets["no_of_seats"] for tickets in tickets_in(order)}
    assert counts == {"ADULT": 1, "CHILD": 2}
    assert all(len(tickets["seats"]) == tickets["no_of_seats"] for tickets in tickets_in(order))


def test_what_is_not_on_sale_is_not_reserved(sandbox, api, cat):
    answer = api.do("reserve", no_of_seats=1, **cat | {"price_band_code": "Z/pool"})
    assert answer["input_contained_unavailable_order"] is True
    assert orders_in(answer) == []
    assert sandbox.transactions() == []


def test_a_hold_runs_out_after_a_quarter_of_an_hour(sandbox, api, cat):
    held = api.reserve(no_of_seats=1, seat0="B4", **cat)
    sandbox.move_clock(minutes=14)
    assert api.read("status", transaction_uuid=held)["transaction_status"] == "reserved"
    sandbox.move_clock(minutes=2)
    assert api.read("status", transaction_uuid=held)["transaction_status"] == "released"
    assert seat_ids_in(api.do("reserve", no_of_seats=1, seat0="B4", **cat)) == ["B4"]


def test_the_client_releases(client, api, cat):
    held = api.reserve(no_of_seats=1, **cat)
    assert client.release_reservation(held) is True
    assert api.read("status", transaction_uuid=held)["transaction_status"] == "released"


def test_released_again_it_answers_the_same(api, cat):
    held = api.reserve(no_of_seats=1, **cat)
    assert [api.do("release", transaction_uuid=held) for _ in range(2)] == [{"released_ok": True}] * 2


def test_releasing_again_takes_no_seat_from_its_next_holder(api, cat):
    first = api.reserve(no_of_seats=1, seat0="B4", **cat)
    api.do("release", transaction_uuid=first)
    api.reserve(no_of_seats=1, seat0="B4", **cat)
    api.do("release", transaction_uuid=first)
    assert "B4" not in seat_ids_in(api.do("reserve", no_of_seats=1, seat0="B4", **cat))


def test_what_was_bought_cannot_be_released(api, cat):
    held = api.reserve(no_of_seats=1, **cat)
    api.buy(held)
    api.post("release", transaction_uuid=held)
    assert api.read("status", transaction_uuid=held)["transaction_status"] == "purchased"


def test_the_reserve_s_answer_can_be_had_again(client, api, cat):
    answer = api.do("reserve", no_of_seats=2, **cat)
    uuid = answer["trolley_contents"]["transaction_uuid"]
    assert orders_in(api.read("reserve_page_archive", transaction_uuid=uuid)) == orders_in(answer)
    reservation, _ = client.get_reservation(uuid)
    assert reservation.trolley.transaction_uuid == uuid


def test_after_a_day_the_reserve_s_answer_is_gone(sandbox, api, cat):
    held = api.reserve(no_of_seats=1, **cat)
    sandbox.move_clock(minutes=23 * 60)
    assert api.get("reserve_page_archive", transaction_uuid=held).status_code == 200
    sandbox.move_clock(minutes=61)
    assert api.get("reserve_page_archive", transaction_uuid=held).status_code == 410


def test_the_archive_does_not_change_when_the_hold_ends(api, cat):
    held = api.reserve(no_of_seats=1, **cat)
    before = api.read("reserve_page_archive", transaction_uuid=held)
    api.do("release", transaction_uuid=held)
    assert api.read("reserve_page_archive", transaction_uuid=held) == before


def test_seats_carry_their_row_and_column(api, cat):
    (order,) = orders_in(api.do("reserve", no_of_seats=1, seat0="A10", **cat))
    (seat,) = seats_in(order)
    assert (seat["row_id"], seat["col_id"], seat["is_restricted_view"]) == ("A", "10", True)

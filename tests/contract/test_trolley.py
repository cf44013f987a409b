"""trolley.v1, add_ons.v1 and upsells.v1: what is wanted, before anything is held."""

import pytest

from tests.contract.asking import orders_in, tickets_in
from tests.contract.performances import ordinary, performances_of


@pytest.fixture
def nutcracker(api):
    return {"perf_id": ordinary(api, "6IF"), "ticket_type_code": "CIRCLE", "price_band_code": "C/pool"}


@pytest.fixture
def cat(api):
    return {"perf_id": ordinary(api, "7AB"), "ticket_type_code": "STALLS", "price_band_code": "A/pool"}


def bundles_in(answer):
    return answer["trolley_token_contents"].get("bundle", [])


def codes_in(answer):
    return [
        tickets["discount_code"]
        for order in orders_in(answer)
        for tickets in tickets_in(order)
        for _ in range(tickets["no_of_seats"])
    ]


def test_the_client_builds_a_trolley(client, nutcracker):
    trolley, _ = client.get_trolley(
        performance_id=nutcracker["perf_id"],
        ticket_type_code="CIRCLE",
        price_band_code="C/pool",
        number_of_seats=3,
        discounts=["ADULT", "CHILD", "CHILD"],
    )
    (order,) = trolley.get_orders()
    assert [(row.code, row.number_of_seats) for row in order.ticket_orders] == [("ADULT", 1), ("CHILD", 2)]
    assert order.total_seatprice + order.total_surcharge == 29 + 2 * 16


def test_a_trolley_holds_nothing(sandbox, api, cat):
    api.read("trolley", no_of_seats=2, seat0="A1", seat1="A2", **cat)
    assert sandbox.transactions() == []


def test_an_empty_trolley_has_no_bundle_at_all(api, cat):
    full = api.read("trolley", no_of_seats=1, **cat)
    empty = api.read("trolley", trolley_token=full["trolley_token"], remove_items_list=1)
    assert "bundle" in full["trolley_token_contents"]
    assert "bundle" not in empty.get("trolley_token_contents", {})


def test_the_token_is_what_is_in_the_trolley(api, cat):
    one = api.read("trolley", no_of_seats=1, **cat)["trolley_token"]
    same = api.read("trolley", no_of_seats=1, **cat)["trolley_token"]
    other = api.read("trolley", no_of_seats=2, **cat)["trolley_token"]
    assert one == same != other


def test_a_token_shows_its_trolley_again(api, cat):
    made = api.read("trolley", no_of_seats=2, **cat)
    shown = api.read("trolley", trolley_token=made["trolley_token"])
    assert orders_in(shown) == orders_in(made)


def test_a_bundle_for_each_supplier(api, nutcracker, cat):
    first = api.read("trolley", no_of_seats=3, **nutcracker)
    both = api.read("trolley", trolley_token=first["trolley_token"], no_of_seats=2, **cat)
    assert [bundle["bundle_source_code"] for bundle in bundles_in(both)] == ["ext_test0", "ext_test1"]
    assert both["trolley_token_contents"]["trolley_bundle_count"] == 2
    assert [order["item_number"] for order in orders_in(both)] == [1, 2]


def test_item_numbers_stay_when_another_goes(api, nutcracker, cat):
    first = api.read("trolley", no_of_seats=3, **nutcracker)
    both = api.read("trolley", trolley_token=first["trolley_token"], no_of_seats=2, **cat)
    left = api.read("trolley", trolley_token=both["trolley_token"], remove_items_list="1")
    assert [(order["item_number"], order["event"]["event_id"]) for order in orders_in(left)] == [(2, "7AB")]


def test_a_missing_send_code_takes_the_first_method(api, nutcracker):
    first = api.read("trolley", no_of_seats=1, **nutcracker)
    chosen = api.read("trolley", no_of_seats=1, ext_test0_send_code="POST", **nutcracker)
    costs = [bundles_in(answer)[0]["bundle_total_send_cost"] for answer in (first, chosen)]
    assert costs == [1.5, 3.5]


def test_an_illegal_discount_code_is_silently_replaced(api, nutcracker):
    answer = api.read("trolley", no_of_seats=2, disc0="CHILD", disc1="EMPEROR", **nutcracker)
    assert sorted(codes_in(answer)) == ["ADULT", "CHILD"]


def test_a_second_order_of_the_performance_discards_the_first(api, nutcracker):
    first = api.read("trolley", no_of_seats=1, **nutcracker)
    second = api.read(
        "trolley",
        trolley_token=first["trolley_token"],
        no_of_seats=2,
        **nutcracker | {"price_band_code": "A/pool"},
    )
    assert [order["price_band_code"] for order in orders_in(second)] == ["A/pool"]
    assert [order["price_band_code"] for order in second["discarded_orders"]] == ["C/pool"]


def test_what_cannot_be_had_is_flagged(api, cat):
    answer = api.read("trolley", no_of_seats=1, **cat | {"price_band_code": "Z/pool"})
    assert answer["input_contained_unavailable_order"] is True
    assert orders_in(answer) == []
    assert api.read("trolley", no_of_seats=1, **cat).get("input_contained_unavailable_order", False) is False


def test_requested_seats_are_shown_with_their_conditions(api, cat):
    answer = api.read("trolley", no_of_seats=2, seat0="A1", seat1="A2", **cat)
    (order,) = orders_in(answer)
    assert [seat["full_id"] for seat in order["requested_seats"]] == ["A1", "A2"]
    assert all(seat["is_restricted_view"] for seat in order["requested_seats"])


def test_a_token_that_is_none_is_refused(api):
    assert api.get("trolley", trolley_token="x9--nonsense").status_code >= 400


def test_totals_add_up(api, nutcracker):
    (bundle,) = bundles_in(api.read("trolley", no_of_seats=3, **nutcracker))
    parts = ("bundle_total_seatprice", "bundle_total_surcharge", "bundle_total_send_cost")
    assert bundle["bundle_total_cost"] == sum(bundle[part] for part in parts) == 3 * 29 + 1.5


def test_add_ons_are_those_of_the_trolley(client, cat):
    trolley, _ = client.get_trolley(
        performance_id=cat["perf_id"], ticket_type_code="STALLS", price_band_code="A/pool", number_of_seats=2
    )
    events, _ = client.get_addons(token=trolley.token)
    assert [event.id for event in events] == ["7AC"]
    assert events[0].is_add_on


def test_upsells_are_those_of_the_trolley(client, nutcracker):
    events, _ = client.get_upsells(
        performance_id=nutcracker["perf_id"],
        ticket_type_code="CIRCLE",
        price_band_code="C/pool",
        number_of_seats=1,
    )
    assert {event.id for event in events} == {"6IE", "MH0"}


def add_on(api):
    perf_id = performances_of(api, "7AC")[0]["perf_id"]
    area = api.read("availability", perf_id=perf_id)["availability"]["ticket_type"][0]
    return {
        "perf_id": perf_id,
        "ticket_type_code": area["ticket_type_code"],
        "price_band_code": area["price_band"][0]["price_band_code"],
    }


def test_an_add_on_is_never_sold_alone(api):
    assert orders_in(api.read("trolley", no_of_seats=1, **add_on(api))) == []


def test_an_add_on_goes_with_its_parent_and_counts_its_tickets(api, cat):
    parent = api.read("trolley", no_of_seats=2, **cat)
    both = api.read("trolley", trolley_token=parent["trolley_token"], no_of_seats=1, **add_on(api))
    assert [(order["event"]["event_id"], order["total_no_of_seats"]) for order in orders_in(both)] == [
        ("7AB", 2),
        ("7AC", 2),  # an automatic quantity follows the parent's tickets
    ]
    gone = api.read("trolley", trolley_token=both["trolley_token"], remove_items_list="1")
    assert orders_in(gone) == []


def test_the_supplier_s_terms_come_when_asked_for_and_where_there_are_any(client, api, nutcracker, cat):
    first = api.read("trolley", no_of_seats=2, **nutcracker)["trolley_token"]
    token = api.read("trolley", no_of_seats=2, trolley_token=first, **cat)["trolley_token"]
    asked, _ = client.get_trolley(token=token, source_info=True)
    assert {bundle.source_code: bool(bundle.terms_and_conditions) for bundle in asked.bundles} == {
        "ext_test0": True,
        "ext_test1": False,
    }
    unasked, _ = client.get_trolley(token=token)
    assert [bundle.terms_and_conditions for bundle in unasked.bundles] == [None, None]


def test_a_single_discount_is_for_the_ticket_of_its_number(api, nutcracker):
    assert codes_in(api.read("trolley", no_of_seats=3, disc1="CHILD", **nutcracker)) == [
        "ADULT",
        "ADULT",
        "CHILD",
    ]


@pytest.mark.parametrize("seats", [{"seat1": "A6"}, {"seat0": "A5", "seat2": "A7"}, {"seat2": "A7"}])
def test_seats_are_named_for_every_ticket_or_for_none(api, cat, seats):
    assert api.get("trolley", no_of_seats=2, **cat | seats).status_code == 400
    assert api.get("trolley", no_of_seats=2, **cat | {"seat0": "A5", "seat1": "A6"}).status_code == 200

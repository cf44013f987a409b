"""cancel.v1: tickets given back, all or some."""

from itertools import pairwise

import pytest

from tests.contract.asking import orders_in, seat_ids_in
from tests.contract.buying import a_choice, a_first_band, a_mixed_trolley, a_sale, events_by_source


def statuses(answer):
    return {order["item_number"]: order["cancellation_status"] for order in orders_in(answer)}


@pytest.fixture
def mixed(api):
    """A purchase of two orders from two suppliers."""
    held = api.reserve(trolley_token=a_mixed_trolley(api))
    api.buy(held)
    return held


def test_the_client_cancels_everything(client, api):
    held = api.reserve(**a_choice(api))
    api.buy(held)
    result, _ = client.cancel_purchase(held)
    assert result.is_fully_cancelled()
    assert result.cancelled_item_numbers == [1]
    assert result.trolley.get_orders()[0].backend_cancellation_reference


def test_a_cancelled_transaction_still_reads_purchased(api, mixed):
    api.do("cancel", transaction_uuid=mixed)
    told = api.read("status", transaction_uuid=mixed)
    assert told["transaction_status"] == "purchased"
    assert statuses(told) == {1: "cancelled", 2: "cancelled"}


def test_the_client_cancels_one_item(client, api, mixed):
    result, _ = client.cancel_purchase(mixed, cancel_items_list=[2])
    assert result.cancelled_item_numbers == [2]
    assert not result.is_fully_cancelled()
    assert statuses(api.read("status", transaction_uuid=mixed)) == {1: "possible", 2: "cancelled"}


def test_cancelled_seats_are_on_sale_again(api):
    seat = {"seat0": "B4", "seats": 1}
    held = api.reserve(**a_choice(api, "7AB", **seat))
    api.buy(held)
    assert "B4" not in seat_ids_in(api.do("reserve", **a_choice(api, "7AB", **seat)))
    api.do("cancel", transaction_uuid=held)
    assert seat_ids_in(api.do("reserve", **a_choice(api, "7AB", **seat))) == ["B4"]


def test_cancelled_twice_changes_nothing(api, mixed):
    api.do("cancel", transaction_uuid=mixed, cancel_items_list="1")
    api.post("cancel", transaction_uuid=mixed, cancel_items_list="1")
    assert statuses(api.read("status", transaction_uuid=mixed)) == {1: "cancelled", 2: "possible"}


def test_what_was_only_held_cannot_be_cancelled(api):
    held = api.reserve(**a_choice(api))
    answer = api.post("cancel", transaction_uuid=held)
    assert answer.status_code >= 400 or not answer.json()["cancelled_item_numbers"]
    assert api.read("status", transaction_uuid=held)["transaction_status"] == "reserved"


def test_the_purchase_s_archive_does_not_know_of_the_cancellation(api, mixed):
    before = api.read("purchase_page_archive", transaction_uuid=mixed)
    api.do("cancel", transaction_uuid=mixed)
    assert api.read("purchase_page_archive", transaction_uuid=mixed) == before


def test_some_suppliers_only_cancel_all_orders_together(client, api):
    held = next(filter(None, (self_willed(api, events) for events in events_by_source(api).values())))
    result, _ = client.cancel_purchase(held, cancel_items_list=[1])
    assert [order.item for order in result.must_also_cancel] == [2]
    assert result.cancelled_item_numbers == []
    whole, _ = client.cancel_purchase(held, cancel_items_list=[1, 2])
    assert whole.is_fully_cancelled()


def self_willed(api, events):
    """A purchase of two orders from a supplier that cancels only all of them; None where it does not."""
    choices = filter(None, (a_first_band(api, event_id) for event_id in events[:4]))
    for one, other in pairwise(choices):
        first = api.read("trolley", **one)
        both = api.read("trolley", trolley_token=first["trolley_token"], **other)
        if len(orders_in(both)) < 2:  # too late to send, or in another currency
            continue
        held = api.do("reserve", trolley_token=both["trolley_token"])
        if len(orders_in(held)) == 2:
            bought = api.buy(held["trolley_contents"]["transaction_uuid"])["trolley_contents"]
            goes_alone = bought["bundle"][0]["purchase_result"]["can_cancel_individual_orders"]
            return None if goes_alone else bought["transaction_uuid"]
    return None


def test_some_suppliers_never_cancel(api):
    def status_after_buying(choice):
        held = api.reserve(**choice)
        (status,) = statuses(api.buy(held)).values()
        return status, held

    sold = (choice for events in events_by_source(api).values() if (choice := a_sale(api, events)))
    found = (status_after_buying(choice) for choice in sold)
    held = next(held for status, held in found if status == "not_permitted")
    answer = api.post("cancel", transaction_uuid=held)
    assert answer.status_code >= 400 or answer.json()["cancelled_item_numbers"] == []
    assert statuses(api.read("status", transaction_uuid=held)) == {1: "not_permitted"}


def test_a_cancellation_may_be_tried_and_fail(api):
    held = api.reserve(**a_choice(api))
    api.buy(held, address_line_two="fail cancel")
    answer = api.do("cancel", transaction_uuid=held)
    assert (answer["cancelled_item_numbers"], statuses(answer)) == ([], {1: "tried_and_failed"})

"""After the purchase: the archive, status by either name, cancellation, and the sales reports."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.sandbox.purchase.asking import error_of, json_of, row


def orders_in(answer):
    return [order for bundle in answer["trolley_contents"]["bundle"] for order in bundle["order"]]


def status_of(caller, uuid):
    return caller.read("status", transaction_uuid=uuid)["transaction_status"]


# purchase_page_archive


def test_the_archive_gives_the_answer_word_for_word_even_after_a_cancellation(demo):
    uuid = demo.reserve()
    answer = demo.purchase(uuid)
    demo.post("cancel", transaction_uuid=uuid)
    assert demo.get("purchase_page_archive", transaction_uuid=uuid).body == answer.body


def test_the_archive_keeps_errors_too_until_a_better_answer(demo):
    uuid = demo.reserve()
    refused = demo.purchase(uuid, email_address="ada")
    kept = demo.get("purchase_page_archive", transaction_uuid=uuid)
    assert (kept.status, kept.body) == (400, refused.body)
    sold = demo.purchase(uuid)
    demo.purchase(uuid)  # refused: it has been bought
    assert demo.get("purchase_page_archive", transaction_uuid=uuid).body == sold.body


def test_the_archive_has_nothing_before_a_purchase(demo):
    assert error_of(demo.get("purchase_page_archive", transaction_uuid=demo.reserve())) == (400, 8, "")


def test_the_archive_keeps_a_purchase_for_a_year(clock, demo):
    uuid = demo.bought()
    clock.move(timedelta(days=364))
    assert demo.get("purchase_page_archive", transaction_uuid=uuid).status == 200
    clock.move(timedelta(days=2))
    assert demo.get("purchase_page_archive", transaction_uuid=uuid).status == 410


# status


def test_status_of_a_hold_says_how_long_it_lasts_in_both_places(clock, demo):
    uuid = demo.reserve()
    clock.move(timedelta(minutes=5, seconds=30))
    answer = demo.read("status", transaction_uuid=uuid)
    assert answer["transaction_status"] == "reserved"
    assert 9.4 < answer["minutes_left_on_reserve"] <= 9.5
    assert answer["trolley_contents"]["minutes_left_on_reserve"] == answer["minutes_left_on_reserve"]
    assert answer["reserve_user"]["user_id"] == "demo"
    assert "purchase_iso8601_date_and_time" not in answer


def test_status_tells_every_end(clock, demo):
    bought, failed, released, lapsed = (demo.reserve() for _ in range(4))
    demo.purchase(bought)
    demo.purchase(failed, line_two="decline")
    demo.post("release", transaction_uuid=released)
    clock.move(timedelta(minutes=16))
    assert [status_of(demo, uuid) for uuid in (bought, failed, released, lapsed)] == [
        "purchased",
        "failed",
        "released",
        "released",
    ]


def test_status_shows_the_customer_of_a_purchase_when_asked(demo):
    uuid = demo.reserve()
    assert "customer" not in demo.read("status", transaction_uuid=uuid, add_customer="1")
    demo.purchase(uuid)
    assert "customer" not in demo.read("status", transaction_uuid=uuid)
    assert demo.read("status", transaction_uuid=uuid, add_customer="1")["customer"]["first_name"] == "Ada"


def test_status_shows_what_the_purchase_gave(demo):
    uuid = demo.reserve()
    answer, status = json_of(demo.purchase(uuid)), demo.read("status", transaction_uuid=uuid)
    assert status["trolley_contents"] == answer["trolley_contents"]
    same = ("purchase_iso8601_date_and_time", "reserve_iso8601_date_and_time", "currency_details")
    assert [status[name] for name in same] == [answer[name] for name in same]


def test_status_by_transaction_id_is_the_same(demo, redirect_user):
    uuid = demo.bought()
    status = demo.read("status", transaction_uuid=uuid)
    number = status["trolley_contents"]["transaction_id"]
    assert demo.read("trans_id_status", transaction_id=number) == status
    assert error_of(demo.get("trans_id_status", transaction_id="T000")) == (400, 8, "")
    assert redirect_user.get("trans_id_status", transaction_id=number).status == 403


# cancel


def test_cancelling_gives_everything_back(world, demo):
    uuid = demo.bought("6IF", "7AB")
    answer = json_of(demo.post("cancel", transaction_uuid=uuid))
    assert answer["cancelled_item_numbers"] == [1, 2]
    assert [order["cancellation_status"] for order in orders_in(answer)] == ["cancelled", "cancelled"]
    assert all(order["backend_cancellation_reference"] for order in orders_in(answer))
    assert status_of(demo, uuid) == "purchased"
    assert row(world, uuid)["tickets_sold"] == 0


def test_a_cancelled_seat_is_on_offer_again(demo):
    uuid = demo.bought()
    order = demo.transaction(uuid).orders[0]
    free = demo.world.box_office.free_blocks
    taken = {ticket.seat.id for ticket in order.tickets}
    assert not taken & {seat.id for run in free(order.performance, order.area, order.band) for seat in run}
    demo.post("cancel", transaction_uuid=uuid)
    assert taken <= {seat.id for run in free(order.performance, order.area, order.band) for seat in run}


def test_one_item_can_be_cancelled_alone(demo):
    uuid = demo.bought("6IF", "7AB")
    answer = json_of(demo.post("cancel", transaction_uuid=uuid, cancel_items_list="2"))
    assert answer["cancelled_item_numbers"] == [2]
    assert [order["cancellation_status"] for order in orders_in(answer)] == ["possible", "cancelled"]


def test_cancelling_again_changes_nothing(demo):
    uuid = demo.bought()
    demo.post("cancel", transaction_uuid=uuid)
    answer = json_of(demo.post("cancel", transaction_uuid=uuid))
    assert answer["cancelled_item_numbers"] == []
    assert [order["cancellation_status"] for order in orders_in(answer)] == ["cancelled"]


def test_some_suppliers_take_their_orders_back_only_together(world, demo):
    uuid = demo.bought("LN13", *other_of_the_same_supplier(demo, "LN13"))
    answer = json_of(demo.post("cancel", transaction_uuid=uuid, cancel_items_list="1"))
    assert [order["item_number"] for order in answer["must_also_cancel"]] == [2]
    assert row(world, uuid)["orders"][0]["is_cancelled"] is False
    both = json_of(demo.post("cancel", transaction_uuid=uuid, cancel_items_list="1,2"))
    assert both["cancelled_item_numbers"] == [1, 2]


def other_of_the_same_supplier(caller, event_id):
    events = list(caller.world.catalogue.events())
    source = next(event.source for event in events if event.id == event_id)
    alike = [event for event in events if event.source == source and event.id != event_id]
    plain = [event for event in alike if not event.is_seated and not event.is_add_on]
    return [event.id for event in plain if not event.need_departure_date and not event.need_duration][:1]


def test_some_suppliers_permit_no_cancellation(demo):
    uuid = demo.bought("AG8")
    answer = json_of(demo.post("cancel", transaction_uuid=uuid))
    assert answer["cancelled_item_numbers"] == []
    assert [order["cancellation_status"] for order in orders_in(answer)] == ["not_permitted"]


def test_a_cancellation_may_be_tried_and_fail(demo):
    uuid = demo.bought(line_two="fail cancel")
    (order,) = orders_in(json_of(demo.post("cancel", transaction_uuid=uuid)))
    assert order["cancellation_status"] == "tried_and_failed"
    assert order["cancellation_comment"]


@pytest.mark.parametrize("items", ["7", "x", "1,7", "-1"])
def test_items_that_are_not_there_cannot_be_cancelled(world, demo, items):
    uuid = demo.bought()
    assert error_of(demo.post("cancel", transaction_uuid=uuid, cancel_items_list=items)) == (400, 8, "")
    assert row(world, uuid)["tickets_sold"] == 2


def test_only_a_purchase_can_be_cancelled(demo):
    assert error_of(demo.post("cancel", transaction_uuid=demo.reserve())) == (400, 8, "")


# orders_sold and orders_supplied


def sold(caller, **params):
    return caller.read("orders_sold", **params)["orders"]


def test_the_report_has_a_row_for_each_order_sold(demo):
    uuid = demo.bought("6IF", "7AB", agent_reference="A-17", remote_site="shop.example")
    rows = sold(demo)
    assert [(one["transaction_uuid"], one["item_number"], one["event_id"]) for one in rows] == [
        (uuid, 1, "6IF"),
        (uuid, 2, "7AB"),
    ]
    assert (rows[1]["total_seat_cost"], rows[1]["total_surcharge"]) == ("100.00", "10.00")
    assert (rows[1]["agent_ref"], rows[1]["remote_site"]) == ("A-17", "shop.example")
    assert rows[1]["backend_purchase_ref"] == demo.transaction(uuid).orders[1].purchase_reference
    assert rows[1]["barcode_data_list"] == [
        ticket.barcode for ticket in demo.transaction(uuid).orders[1].tickets
    ]


def test_failed_purchases_are_in_the_report_when_asked_for(demo):
    failed, bought = demo.bought(line_two="decline"), demo.bought()
    assert [one["transaction_uuid"] for one in sold(demo)] == [bought]
    both = sold(demo, include_failed="True")
    assert [(one["transaction_uuid"], one["purchase_succeeded"]) for one in both] == [
        (failed, False),
        (bought, True),
    ]
    only = sold(demo, include_failed="True", include_purchased="False")
    assert [one["transaction_uuid"] for one in only] == [failed]
    assert demo.get("orders_sold", include_purchased="False").status == 400


def test_a_cancelled_order_says_so_and_can_be_left_out(demo):
    uuid = demo.bought("6IF", "7AB")
    demo.post("cancel", transaction_uuid=uuid, cancel_items_list="1")
    assert [one["seat_cancellation_status"] for one in sold(demo)] == ["all", "none"]
    assert [one["item_number"] for one in sold(demo, exclude_refunds="True")] == [2]


def test_the_report_can_be_narrowed(demo):
    first, second = demo.bought("6IF"), demo.bought("7AB")
    number = demo.transaction(second).id
    for narrowed in (
        {"event_id_list": "7AB,9XW"},
        {"perf_id_list": demo.transaction(second).orders[0].performance.id},
        {"backend_system": "ext_test1"},
        {"trans_id": number},
        {"transaction_uuid": second},
    ):
        assert [one["transaction_uuid"] for one in sold(demo, **narrowed)] == [second]
    assert {one["transaction_uuid"] for one in sold(demo)} == {first, second}


def test_the_report_can_be_narrowed_by_time(clock, demo):
    first = demo.bought()
    clock.move(timedelta(hours=2))
    middle = clock.now() - timedelta(hours=1)
    second = demo.bought()
    assert [one["transaction_uuid"] for one in sold(demo, earliest_purchase_time=middle.isoformat())] == [
        second
    ]
    naive = middle.astimezone(UTC).replace(tzinfo=None).isoformat()
    assert [one["transaction_uuid"] for one in sold(demo, latest_purchase_time=naive)] == [first]
    assert datetime.fromisoformat(sold(demo)[0]["purchase_iso8601_date_and_time"]) < middle
    assert error_of(demo.get("orders_sold", earliest_purchase_time="yesterday")) == (400, 8, "")


def test_the_report_comes_in_pages(demo):
    uuids = [demo.bought() for _ in range(3)]
    assert [one["transaction_uuid"] for one in sold(demo, page_len="2")] == uuids[:2]
    last = demo.read("orders_sold", page_len="2", page_no="1")
    assert [one["transaction_uuid"] for one in last["orders"]] == uuids[2:]
    assert last["paging_status"]["pages_remaining"] == 0
    assert demo.read("orders_sold", page_len="2")["paging_status"]["pages_remaining"] == 1


def test_customer_and_seller_are_in_the_report_when_asked_for(demo):
    demo.bought("LN13")
    assert not {"customer", "purchase_user_details", "self_print_voucher_url"} & set(sold(demo)[0])
    asked = {"add_customer": "1", "add_user_details": "1", "add_self_print_voucher_urls": "1"}
    (full,) = sold(demo, **asked)
    assert full["customer"]["last_name"] == "Marlow"
    assert full["purchase_user_details"]["user_id"] == "demo"
    assert "/voucher/" in full["self_print_voucher_url"]


def test_a_seller_sees_own_sales_and_a_supplier_what_others_sold(demo, redirect_user):
    demo.bought()
    redirect_user.bought(line_two="decline", return_token="r", return_url="http://shop.example/r/",
                         client_http_user_agent="x", client_http_accept="y")  # fmt: skip
    assert [one["purchase_user"] for one in sold(demo, include_failed="1")] == ["demo"]
    supplied = demo.read("orders_supplied", include_failed="1")["orders"]
    assert [one["purchase_user"] for one in supplied] == ["demo-redirect"]
    assert demo.read("orders_supplied", include_failed="1", purchase_user="demo-stripe")["orders"] == []
    assert redirect_user.read("orders_supplied", include_failed="1")["orders"] == []


def test_what_was_sold_last_is_found_first_and_a_failed_sale_is_none(clock, demo):
    demo.bought("6KS", "6KU")
    clock.move(timedelta(minutes=1))
    demo.bought("7AB")
    clock.move(timedelta(minutes=1))
    demo.bought("6IE", line_two="fail part one")
    events = demo.read("events", sort_order="last_sale", page_length="4")["results"]["event"]
    assert [event["event_id"] for event in events[:3]] == ["7AB", "6KS", "6KU"]
    assert events[3]["event_id"] != "6IE"

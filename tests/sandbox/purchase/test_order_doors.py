"""What Ingresso does to tickets after they were sold, by the control door: status and report tell of it."""

from datetime import datetime, timedelta

import pytest

from tests.sandbox.purchase.asking import control, json_of, row


def change(world, uuid, **changes):
    return control(world, "POST", "orders", {"transaction_uuid": uuid, **changes})


def order_of(demo, uuid, number=0):
    trolley = demo.read("status", transaction_uuid=uuid)["trolley_contents"]
    return [order for bundle in trolley["bundle"] for order in bundle["order"]][number]


def seats_of(order):
    return [seat["full_id"] for kind in order["ticket_orders"]["ticket_order"] for seat in kind["seats"]]


def sold(demo, uuid):
    return demo.read("orders_sold", transaction_uuid=uuid)["orders"][0]


def test_an_item_is_cancelled_its_places_are_free_and_the_other_stands(world, demo):
    uuid = demo.bought("7AB", "6IF")
    assert change(world, uuid, item=1, cancel=True).status == 200
    assert [one["is_cancelled"] for one in row(world, uuid)["orders"]] == [True, False]
    assert order_of(demo, uuid)["cancellation_status"] == "cancelled"
    assert order_of(demo, uuid, 1)["cancellation_status"] == "possible"
    assert sold(demo, uuid)["seat_cancellation_status"] == "all"


def test_without_an_item_it_is_all_of_them(world, demo):
    uuid = demo.bought("7AB", "6IF")
    change(world, uuid, cancel=True)
    assert [one["is_cancelled"] for one in row(world, uuid)["orders"]] == [True, True]


def test_seats_time_names_and_reference_change(world, demo):
    uuid = demo.bought("7AB")
    before = order_of(demo, uuid)
    change(
        world,
        uuid,
        seats=["D1", "Z99"],
        minutes_later=90,
        perf_name="Gala",
        event_name="Another",
        venue="Elsewhere",
        reference="NEW",
    )
    now = order_of(demo, uuid)
    assert seats_of(now) == ["D1", "Z99"]
    moved = datetime.fromisoformat(now["performance"]["iso8601_date_and_time"])
    assert moved - datetime.fromisoformat(before["performance"]["iso8601_date_and_time"]) == timedelta(
        minutes=90
    )
    assert now["performance"]["perf_name"] == "Gala"
    assert (now["event"]["event_desc"], now["event"]["venue_desc"]) == ("Another", "Elsewhere")
    assert now["backend_purchase_reference"] == sold(demo, uuid)["backend_purchase_ref"] == "NEW"


def test_barcodes_vouchers_wallets_and_ways_of_sending_change(world, demo):
    uuid = demo.bought("7AB")
    before = [
        seat["barcode"]
        for kind in order_of(demo, uuid)["ticket_orders"]["ticket_order"]
        for seat in kind["seats"]
    ]
    change(world, uuid, barcodes=True, voucher=True, wallets=True)
    now = order_of(demo, uuid)
    seats = [seat for kind in now["ticket_orders"]["ticket_order"] for seat in kind["seats"]]
    assert not {seat["barcode"] for seat in seats} & set(before)
    assert all("seat_apple_wallet_urls" in seat for seat in seats)
    assert now["send_method"]["self_print_voucher_url"]
    change(world, uuid, send="POST")
    assert order_of(demo, uuid)["send_method"]["send_type"] == "post"


def test_a_performance_is_called_off_in_the_report(world, demo):
    uuid = demo.bought("7AB")
    assert sold(demo, uuid)["perf_is_cancelled"] is False
    change(world, uuid, called_off=True)
    assert sold(demo, uuid)["perf_is_cancelled"] is True


def test_cancelling_is_permitted_no_more(world, demo):
    uuid = demo.bought("7AB")
    change(world, uuid, cancels="not_permitted")
    assert order_of(demo, uuid)["cancellation_status"] == "not_permitted"


def test_status_may_deny_what_was_sold(world, demo):
    uuid = demo.bought("7AB")
    change(world, uuid, status="failed")
    assert demo.read("status", transaction_uuid=uuid)["transaction_status"] == "failed"


@pytest.mark.parametrize(
    "changes",
    [
        {"seats": ["D1"]},
        {"seats": "D1"},
        {"minutes_later": "soon"},
        {"send": "PIGEON"},
        {"cancels": "perhaps"},
        {"status": "lost"},
        {"item": 9, "cancel": True},
        {"colour": "red"},
    ],
)
def test_nonsense_is_refused(world, demo, changes):
    assert change(world, demo.bought("7AB"), **changes).status == 400


def test_another_transaction_is_not_known(world):
    assert change(world, "U-nobody", cancel=True).status == 400
    assert json_of(control(world, "GET", "transactions"))["transactions"] == []

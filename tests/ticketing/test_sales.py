"""The sales report and the account are read as the official client reads them."""

from datetime import UTC, datetime

import pytest

from boxoffice.ticketing import Unreadable, parsing

SOLD = {
    "transaction_uuid": "U-1",
    "trans_id": "T000-1",
    "item_number": 1,
    "purchase_succeeded": True,
    "purchase_iso8601_date_and_time": "2027-01-02T03:04:05Z",
    "backend_system": "ext_test0",
    "backend_desc": "External Test Backend 0",
    "backend_purchase_ref": "PURCHASE-1",
    "event_id": "6IF",
    "event_desc": "Nutcracker",
    "event_country_code": "uk",
    "perf_iso8601_date_and_time": "2027-06-13T19:30:00+01:00",
    "perf_name": "",
    "type_code": "CIRCLE",
    "price_band": "A/pool",
    "discount_codes_list": ["ADULT"],
    "seat_id_list": ["A1"],
    "barcode_data_list": [],
    "total_no_of_seats": 1,
    "currency": "gbp",
    "total_seat_cost": "35.00",
    "total_surcharge": 4,
    "send_code": "COBO",
    "actual_send_method": "collect",
    "seat_cancellation_status": "all",
    "user_can_use_customer_data": "yes",
    "world_can_use_customer_data": "no",
    "user_commission_currency": "gbp",
    "user_commission_inc_vat": "2.63",
    "user_commission_ex_vat": "2.19",
    "agent_ref": "REF-1",
    "customer": {"first_name": "Ada", "last_name": "Lovelace", "email_addr": "ada@example.test"},
    "purchase_user_details": {"user_id": "demo", "real_name": "Demonstration User"},
    "gift_card_number": "G-1",
    "gift_card_valid_until_iso8601": "2028-01-01T00:00:00Z",
}


def test_a_sold_order_is_read_flat():
    (order,) = parsing.sales_page_from({"orders": [SOLD]})
    assert (order.transaction_uuid, order.transaction_id, order.item_number) == ("U-1", "T000-1", 1)
    assert order.purchased_at == datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (order.performance_starts.hour, order.seat_ids, order.discount_codes) == (19, ("A1",), ("ADULT",))
    assert (str(order.price.total), str(order.user_commission.including_vat)) == ("GBP 39.00", "GBP 2.63")
    assert (order.send_method.code, order.send_method.is_collect, order.is_cancelled) == ("COBO", True, True)
    assert (order.user_can_use_data, order.supplier_can_use_data, order.world_can_use_data) == (
        True,
        None,
        False,
    )
    assert (order.customer.last_name, order.customer.agent_reference) == ("Lovelace", "REF-1")
    assert (order.purchase_account.id, order.gift_card.valid_until.year) == ("demo", 2028)


def test_a_report_may_leave_out_the_offset_of_a_performance_but_not_of_a_purchase():
    local = {"perf_iso8601_date_and_time": "2027-06-13T19:30:00"}
    (order,) = parsing.sales_page_from({"orders": [{**SOLD, **local}]})
    assert (order.performance_starts.hour, order.performance_starts.tzinfo) == (19, None)
    with pytest.raises(Unreadable):
        parsing.sales_page_from({"orders": [{"purchase_iso8601_date_and_time": "2027-06-13T19:30:00"}]})


def test_what_a_report_leaves_out_is_unknown():
    (order,) = parsing.sales_page_from({"orders": [{"trans_id": "T000-2"}]})
    assert (order.price, order.send_method, order.customer, order.gift_card, order.is_cancelled) == (
        None,
        None,
        None,
        None,
        False,
    )


def test_the_account_is_whom_f13_takes_us_for():
    account = parsing.account_answer_from(
        {"user_info": {"user_id": "demo", "real_name": "Demonstration User", "is_b2b": True, "sub_user": ""}}
    )
    assert (account.id, account.name, account.is_b2b) == ("demo", "Demonstration User", True)

"""orders_sold.v1, orders_supplied.v1, sources.v1, cities.v1, classes.v1 and test.v1: about the account."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.contract.buying import a_choice, a_mixed_trolley
from tests.contract.documented import keys_read_in


@pytest.fixture
def bought(api):
    """Two orders of one transaction, and one of another."""
    mixed = api.reserve(trolley_token=a_mixed_trolley(api))
    single = api.reserve(**a_choice(api))
    api.buy(mixed)
    api.buy(single)
    return mixed, single


def test_the_client_tests_its_account(client_for):
    user = client_for("demo").test()
    assert (user.id, user.country) == ("demo", "uk")
    assert user.name


def test_nothing_sold_is_an_empty_report(client):
    assert client.list_orders_sold() == []


def test_the_client_lists_what_it_sold(client, bought):
    orders = client.list_orders_sold()
    assert sorted(order.transaction_uuid for order in orders) == sorted([bought[0], *bought])
    assert {order.event.id for order in orders} == {"6IF", "7AB"}
    assert all(order.purchase_succeeded for order in orders)
    assert all(order.total_seatprice > 0 for order in orders)


def test_the_report_comes_in_pages(client, bought):
    pages = [client.list_orders_sold(page=number, page_length=2) for number in (0, 1, 2)]
    assert [len(page) for page in pages] == [2, 1, 0]


def test_the_report_is_filtered_by_transaction_event_and_time(client, bought):
    assert len(client.list_orders_sold(transaction_uuid=bought[0])) == 2
    assert [order.event.id for order in client.list_orders_sold(event_id_list=["7AB"])] == ["7AB"]
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    assert client.list_orders_sold(earliest_purchase_time=tomorrow) == []
    assert len(client.list_orders_sold(latest_purchase_time=tomorrow)) == 3


def test_the_customer_is_in_the_report_when_asked_for(client, bought):
    assert client.list_orders_sold()[0].customer is None
    assert client.list_orders_sold(add_customer=True)[0].customer.last_name == "Marlow"


def test_the_report_has_every_column_that_the_client_reads_from_any_order(api, bought):
    sometimes = {"customer", "purchase_user_details", "self_print_voucher_url", "last_cancellation_type"}
    elsewhere = {"country_code"}  # the client's own name for event_country_code
    read = {
        key for key in keys_read_in("sold_order.py") if not key.startswith(("gift_card_", "replacement_"))
    }
    for row in api.read("orders_sold")["orders"]:
        assert read - sometimes - elsewhere - set(row) == set()


def test_a_cancellation_is_the_latest_change_of_an_order(client, sandbox, bought):
    before = client.list_orders_sold(transaction_uuid=bought[1])[0]
    assert before.last_modified_at == before.purchased_at
    sandbox.move_clock(days=1)
    client.cancel_purchase(bought[1])
    after = client.list_orders_sold(transaction_uuid=bought[1])[0]
    assert after.purchased_at == before.purchased_at
    assert after.last_modified_at - before.last_modified_at > timedelta(hours=23)
    assert (before.last_cancellation_type, after.last_cancellation_type) == (None, "full")


def test_a_failed_purchase_is_reported_only_when_asked_for(client, api):
    held = api.reserve(**a_choice(api, "6IE"))
    api.buy(held, address_line_two="fail part one")
    assert client.list_orders_sold() == []
    assert [order.purchase_succeeded for order in client.list_orders_sold(include_failed=True)] == [False]


def test_a_cancelled_order_says_so(client, api, bought):
    api.do("cancel", transaction_uuid=bought[1])
    (order,) = client.list_orders_sold(transaction_uuid=bought[1])
    assert order.cancellation_status == "cancelled"


def test_users_see_their_own_sales_only(client_for, bought):
    assert client_for("demo-stripe").list_orders_sold() == []


def test_the_client_lists_what_it_supplied(client, bought):
    assert isinstance(client.list_orders_supplied(), list)


def test_sources_are_the_suppliers(api):
    assert {"ext_test0", "ext_test1"} <= set(words_in(api.read("sources")))


def test_cities_are_those_that_events_are_in(api):
    assert "london-uk" in words_in(api.read("cities"))


def test_classes_are_those_that_events_bear(api):
    assert {"theatre", "dance"} <= set(words_in(api.read("classes")))


def words_in(value):
    """Every key and text of an answer: no document shows the form of these."""
    if isinstance(value, dict):
        return [*value, *(word for item in value.values() for word in words_in(item))]
    if isinstance(value, list):
        return [word for item in value for word in words_in(item)]
    return [value]


def test_suppliers_come_with_their_terms_when_asked_for(api):
    asked, unasked = (
        {
            row["source_code"]: row.get("source_t_and_c")
            for row in api.read("sources", **params)["results"]["source"]
        }
        for params in ({"req_src_info": ""}, {})
    )
    assert asked["ext_test0"]
    assert not asked["ext_test1"]
    assert not any(unasked.values())

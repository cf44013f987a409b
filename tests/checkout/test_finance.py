"""Finance takes along every item that was sold; the sums are those of the report, or differ by name."""

import csv
import io
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.utils import timezone
from django.utils.html import escape

from boxoffice.staff.audit import EXPORTED
from boxoffice.ticketing import SalesWanted, get_service
from checkout import books, days, differences
from checkout.finance.asked import Asked
from checkout.finance.export import COLUMNS
from checkout.finance.totals import by_currency, by_day
from checkout.models import Authorisation, ComparedDay, Item, OrderRecord, Standing, State
from checkout.reconciling import sums
from tests.builders import a_performance, a_purchase

pytestmark = pytest.mark.django_db
PAGE, FILE = "/admin/finance/", "/admin/finance/items.csv"


def today():
    return timezone.localdate()


def asked(**more):
    return {"first": today().isoformat(), "last": today().isoformat()} | more


def rows_of(response):
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def a_sale(number=1, *, record=None, **columns):
    record = record or OrderRecord.objects.create(
        visitor=f"v{number}", state=State.PURCHASED, payment="credit", transaction_id=f"T-{number}"
    )
    money = {
        "currency_code": "gbp",
        "price": "50",
        "fee": "5",
        "sending": "1.50",
        "purchased_at": timezone.now(),
    }
    earned = {"commission": "4.1667", "commission_taxed": "5"}
    known = {
        "number": number,
        "event_id": "7AB",
        "event_name": "Cats",
        "source_code": "ext_test1",
        "quantity": 2,
    }
    return Item.objects.create(record=record, **(known | money | earned | columns))


def test_a_line_tells_all_about_an_item(admin_client, client, f13, django_capture_on_commit_callbacks):
    record = a_purchase(client, django_capture_on_commit_callbacks)
    item, [order] = record.items.get(), record.transaction.orders
    Authorisation.objects.create(
        record=record, intent_id="pi_7", standing=Standing.CAPTURED, amount=5500, currency_code="gbp"
    )
    [row] = rows_of(admin_client.get(FILE, asked()))
    assert list(row) == list(COLUMNS)
    told = {
        "order": str(record.pk),
        "transaction_id": record.transaction_id,
        "transaction_uuid": record.transaction_uuid,
        "item": str(order.item_number),
        "venue_reference": order.backend_purchase_reference,
        "event_id": order.event.id,
        "event": order.event.name,
        "performance_id": order.performance.id,
        "performance_utc": f"{item.starts_at:%Y-%m-%d %H:%M:%S}",
        "seats": ", ".join(order.seat_ids),
        "tickets": "1",
        "currency": "GBP",
        "paid_by": "credit",
        "stripe_payments": "pi_7",
        "bought_utc": f"{item.purchased_at:%Y-%m-%d %H:%M:%S}",
        "cancelled_utc": "",
    }
    assert {name: row[name] for name in told} == told
    assert Decimal(row["seat_price"]) == order.price.ticket.amount
    assert Decimal(row["fee"]) == order.price.fee.amount
    assert Decimal(row["total"]) == order.price.total.amount + Decimal(row["sending"])
    earned = order.user_commission
    assert Decimal(row["commission_without_vat"]) == earned.excluding_vat.amount
    assert Decimal(row["commission_with_vat"]) == earned.including_vat.amount
    assert "Ada" not in str(row)
    assert "ada@" not in str(row)


def test_what_can_be_added_up_stands_once(admin_client):
    record = a_sale(1).record
    a_sale(2, record=record, sending="0")
    rows = rows_of(admin_client.get(FILE, asked()))
    assert sum(Decimal(row["sending"]) for row in rows) == Decimal("1.50")
    assert sum(Decimal(row["total"]) for row in rows) == Decimal("111.50")
    assert [row["refunded"] for row in rows] == ["0", "0"]


def test_names_that_a_spreadsheet_would_run_are_text(admin_client):
    a_sale(event_name='=HYPERLINK("https://evil.example")', reference="-1", venue="@x", seats="+A1, A2")
    [row] = rows_of(admin_client.get(FILE, asked()))
    assert row["event"] == '\'=HYPERLINK("https://evil.example")'
    assert (row["venue_reference"], row["venue"], row["seats"]) == ("'-1", "'@x", "'+A1, A2")
    assert row["seat_price"] == "50.0000"


@pytest.mark.parametrize(
    ("filters", "found"),
    [({}, 2), ({"event": "7AB"}, 1), ({"supplier": "ext_test0"}, 1), ({"event": "7AB", "supplier": "x"}, 0)],
)
def test_it_is_filtered_by_event_and_supplier(admin_client, filters, found):
    a_sale(1)
    a_sale(2, event_id="6IF", source_code="ext_test0")
    assert len(rows_of(admin_client.get(FILE, asked(**filters)))) == found


def test_days_are_whole_days_of_utc_both_included(admin_client):
    midnight = days.window(today(), today()).begins_at
    for number, at in enumerate(
        (midnight - timedelta(seconds=1), midnight, midnight + timedelta(hours=23, minutes=59)), start=1
    ):
        a_sale(number, purchased_at=at)
    assert [row["item"] for row in rows_of(admin_client.get(FILE, asked()))] == ["2", "3"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": "x"},
        {"last": ""},
        {"first": "2027-02-30"},
        {"first": "2100-01-01"},
        {"first": "2020-01-01"},
        {"first": "0000-00-00"},
    ],
)
def test_days_that_are_none_are_said_and_no_file_is_made(admin_client, wrong):
    response = admin_client.get(FILE, asked(**wrong))
    assert response["Content-Type"].startswith("text/html")
    assert "errorlist" in response.content.decode()
    assert not LogEntry.objects.filter(action_flag=EXPORTED).exists()


def test_who_took_it_along_is_written_down(admin_client, admin_user):
    admin_client.get(FILE, asked())
    entry = LogEntry.objects.get(action_flag=EXPORTED)
    assert entry.user == admin_user
    assert today().isoformat() in entry.get_change_message()


def test_chosen_orders_are_taken_along_from_the_list(admin_client):
    one = a_sale(1).record
    a_sale(2)
    chosen = {"action": "export", "_selected_action": [str(one.pk)], "index": "0"}
    rows = rows_of(admin_client.post("/admin/checkout/orderrecord/", chosen))
    assert [row["order"] for row in rows] == [str(one.pk)]


def test_however_many_items_there_are_some_hundred_are_in_memory(admin_client, django_assert_max_num_queries):
    record = a_sale(1).record
    money = {"price": 1, "fee": 0, "sending": 0, "currency_code": "gbp", "quantity": 1}
    Item.objects.bulk_create(
        Item(record=record, number=number, purchased_at=timezone.now(), **money) for number in range(2, 1201)
    )
    response = admin_client.get(FILE, asked())
    # The items; and of each five hundred of them what was paid and what was given back.
    with django_assert_max_num_queries(1 + 3 * 2):
        assert len(rows_of(response)) == 1200


# Sums


def test_sums_are_added_up_by_currency(admin_client, django_assert_num_queries):
    a_sale(1)
    a_sale(2, currency_code="eur", commission=None, commission_taxed=None, tax="8.33")
    a_sale(3, cancelled_at=timezone.now())
    with django_assert_num_queries(1):
        euros, pounds = by_currency(Item.objects.all())
    assert (euros.currency_code, euros.tickets, euros.tax) == ("eur", 2, Decimal("8.33"))
    assert euros.commission == 0
    assert (pounds.items, pounds.tickets, pounds.cancelled_tickets) == (2, 4, 2)
    assert (pounds.tickets_total, pounds.cancelled, pounds.total) == (110, 55, 113)
    page = admin_client.get(PAGE, asked()).content.decode()
    assert "GBP\N{NO-BREAK SPACE}110.00" in page


def test_the_dashboards_days_leave_out_what_was_cancelled():
    a_sale(1)
    a_sale(2, cancelled_at=timezone.now())
    [day] = by_day(timezone.now() - timedelta(days=1))
    assert (day.sales, day.tickets) == (Decimal("56.50"), 2)


# Beside the report


def bought_of_two_suppliers(client, on_commit):
    """When the night comes by that compares them."""
    for event_id in ("7AB", "6IE"):
        a_purchase(
            client, on_commit, perf_id=a_performance(event_id, weekday=2 if event_id == "6IE" else None)
        )
    return timezone.now() + timedelta(days=1, hours=1)


def test_the_sums_are_those_of_the_box_offices_report(
    admin_client, client, f13, django_capture_on_commit_callbacks
):
    later = bought_of_two_suppliers(client, django_capture_on_commit_callbacks)
    wanted = Asked(today(), today())
    assert wanted.items.count() == 2
    report = get_service().list_orders_sold(
        SalesWanted(earliest=wanted.window.begins_at, latest=wanted.window.ends_at)
    )
    assert len(report) == 2
    of_report = sums((order.price.currency.code, order.price.total.amount) for order in report)
    assert sums((one.currency_code, one.tickets_total) for one in by_currency(wanted.items)) == of_report
    assert "not compared yet" in admin_client.get(PAGE, asked()).content.decode()
    with time_machine.travel(later):
        differences.keep(books.look(wanted.window))
    assert (
        "The same: every one of these days was compared" in admin_client.get(PAGE, asked()).content.decode()
    )


def test_what_differs_from_the_report_is_listed(
    admin_client, client, f13, django_capture_on_commit_callbacks
):
    later = bought_of_two_suppliers(client, django_capture_on_commit_callbacks)
    window = Asked(today(), today()).window
    lost = OrderRecord.objects.latest("created_at")
    lost.change(state=State.FAILED)
    lost.items.all().delete()
    with time_machine.travel(later):
        differences.keep(books.look(window))
    page = admin_client.get(PAGE, asked()).content.decode()
    assert "The same: every one" not in page
    assert escape(lost.transaction_id) in page
    assert "tickets without an order" in page


def test_a_day_counts_as_compared_once_it_is_over(f13):
    with time_machine.travel(days.window(today(), today()).begins_at + timedelta(hours=5)):
        differences.keep(books.look(days.window(today() - timedelta(days=1), today())))
        assert [one.day for one in ComparedDay.objects.all()] == [today() - timedelta(days=1)]

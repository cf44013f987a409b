"""`manage.py reconcile` beside the practice box office: the shop buys, and each difference is made."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import requests
from django.core.management import CommandError, call_command
from django.utils import timezone

from boxoffice import shared
from boxoffice.ticketing import SoldOrder, TicketingError, get_service
from checkout import books, days, differences, tasks
from checkout.models import Difference, NeedsStaff, OrderRecord, State
from checkout.reconciling import Kind
from tests import cancelling as do
from tests.builders import CUSTOMER, a_performance, a_purchase, pressed, run
from tests.catalog.staff import said, staff_with

pytestmark = pytest.mark.django_db

LIST = "/admin/checkout/difference/"


@pytest.fixture(autouse=True)
def _at_once(settings):
    settings.RECONCILE_GRACE_SECONDS = 0.0
    settings.STRIPE_SECRET_KEY = ""


@pytest.fixture
def own_stripe(settings, f13):
    """The shop's own account at the practice Stripe; it makes an intent and takes, or holds, the money."""
    settings.STRIPE_SECRET_KEY = "sk_test_practice_shop"
    settings.STRIPE_API_BASE = f13.url

    def post(path, **form):
        answer = requests.post(
            f"{f13.url}/v1/{path}", data=form, auth=("sk_test_practice_shop", ""), timeout=10
        )
        answer.raise_for_status()
        return answer.json()

    def pay(transaction_uuid, amount, *, is_taken=True):
        named = {"metadata[transaction_uuid]": transaction_uuid} if transaction_uuid else {}
        asked = {"amount": amount, "currency": "gbp", "payment_method": "pm_card_visa", "confirm": "true"}
        asked |= {"capture_method": "manual", "payment_method_types[]": "card"}
        intent = post("payment_intents", **asked, **named)
        if is_taken:
            post(f"payment_intents/{intent['id']}/capture")
        return intent["id"]

    pay.post = post
    return pay


@pytest.fixture
def bought(client, f13, django_capture_on_commit_callbacks):
    """Buys through the shop."""

    def buy(**choice):
        return a_purchase(client, django_capture_on_commit_callbacks, **choice)

    return buy


def minor_units(record):
    return record.trolley.total.minor_units


def by_stripe(record):
    """As if it had been paid by the shop's own Stripe, which f13 does not hear of."""
    OrderRecord.objects.filter(pk=record.pk).update(payment="stripe")
    return record


def reconcile(*options):
    """What the command answers in JSON, and its exit code."""
    out = StringIO()
    try:
        call_command("reconcile", "--json", *options, stdout=out)
    except SystemExit as end:
        return json.loads(out.getvalue()), end.code
    return json.loads(out.getvalue()), 0


def found(*options):
    answer, code = reconcile(*options)
    assert code == bool(answer["differences"])
    return [(one["kind"], one["transaction_uuid"]) for one in answer["differences"]]


# Orders and the sales report


def test_what_was_bought_through_the_shop_is_in_both_lists(bought):
    bought()
    answer, code = reconcile()
    assert (answer["differences"], answer["compared"], code) == ([], "orders, sales report", 0)


def test_several_tickets_are_in_both_lists_and_a_failed_purchase_in_neither(bought):
    bought(perf_id=a_performance("6IF", weekday=3), quantity=2)

    failed = bought(
        perf_id=a_performance("6IE", weekday=4), customer=CUSTOMER | {"address_line_two": "fail part one"}
    )
    assert failed.state == State.FAILED
    assert found() == []


def test_tickets_of_which_the_shop_lost_its_row(bought):
    record = bought()
    OrderRecord.objects.filter(pk=record.pk).delete()
    assert found() == [(Kind.TICKETS_WITHOUT_ORDER, record.transaction_uuid)]


def test_tickets_of_an_order_that_the_shop_takes_for_failed(bought):
    record = bought()
    record.change(state=State.FAILED)
    assert found() == [(Kind.TICKETS_WITHOUT_ORDER, record.transaction_uuid)]
    assert Difference.objects.get().record == record


def test_an_order_that_the_box_office_does_not_know(bought, f13):
    record = bought()
    f13.reset()
    assert found() == [(Kind.ORDER_WITHOUT_TICKETS, record.transaction_uuid)]


def test_a_purchase_under_way_is_no_difference_yet(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="502_after")
    run(record)
    assert f13.transaction(record.transaction_uuid)["tickets_sold"]
    assert found() == []
    run(record)
    assert record.state == State.PURCHASED
    assert found() == []


def test_what_another_shop_of_the_account_has_sold_is_not_this_shops(bought, settings):
    record = bought()
    OrderRecord.objects.filter(pk=record.pk).delete()
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://another.example", ["another.example"]
    assert found() == []


def test_what_another_sub_user_has_sold_is_not_this_shops(settings):
    settings.F13_SUBUSER = "shop-one"
    assert books._is_elsewhere(SoldOrder(purchase_sub_user="shop-two"))
    assert not books._is_elsewhere(SoldOrder(purchase_sub_user="shop-one"))
    assert not books._is_elsewhere(SoldOrder(remote_site="testserver:8000"))


def test_cancelled_tickets_are_in_both_lists(bought, f13):
    record = bought()
    do.cancelled(record)
    assert found() == []


def test_tickets_that_were_cancelled_elsewhere_are_a_difference_until_the_shop_has_heard(bought, f13):
    record = bought()
    get_service().cancel(record.transaction_uuid)
    assert found() == [(Kind.CANCELLED_DIFFERS, record.transaction_uuid)]
    row = Difference.objects.get()
    assert row.sold.endswith("−GBP 55.00")


def test_a_report_of_several_pages_is_read_to_its_end(bought, f13, monkeypatch):
    monkeypatch.setattr(books, "PAGE_LENGTH", 1)
    records = [bought() for _ in range(3)]
    assert found() == []
    OrderRecord.objects.filter(pk=records[2].pk).delete()
    assert found() == [(Kind.TICKETS_WITHOUT_ORDER, records[2].transaction_uuid)]
    pages = [dict(row["params"])["page_no"] for row in f13.log(endpoint="orders_sold")]
    assert pages == ["0", "1", "2", "0", "1", "2"]


# Money


def test_what_was_paid_by_own_stripe_is_in_all_three_lists(bought, own_stripe):
    record = by_stripe(bought())
    own_stripe(record.transaction_uuid, minor_units(record))
    answer, code = reconcile()
    assert (answer["differences"], answer["compared"], code) == ([], "orders, sales report, Stripe", 0)


def test_money_without_tickets(own_stripe):
    intent = own_stripe("U-lost", 1234)
    assert found() == [(Kind.MONEY_WITHOUT_TICKETS, "U-lost")]
    row = Difference.objects.get()
    assert (row.intents, row.taken, row.ours) == (intent, "GBP 12.34", "–")


def test_money_that_was_given_back_is_no_difference(own_stripe):
    intent = own_stripe("U-lost", 1234)
    own_stripe.post("refunds", payment_intent=intent)
    assert found() == []


def test_money_that_is_still_held_after_a_purchase_failed(bought, own_stripe):
    own_stripe("U-lost", 1234, is_taken=False)
    assert found() == [(Kind.MONEY_STILL_HELD, "U-lost")]


def test_tickets_without_money(bought, own_stripe):
    record = by_stripe(bought())
    own_stripe(record.transaction_uuid, minor_units(record), is_taken=False)
    assert found() == [(Kind.TICKETS_WITHOUT_MONEY, record.transaction_uuid)]


def test_sums_that_differ(bought, own_stripe):
    record = by_stripe(bought())
    own_stripe(record.transaction_uuid, minor_units(record) - 1)
    assert found() == [(Kind.MONEY_DIFFERS, record.transaction_uuid)]


def test_what_the_account_takes_for_other_things_is_not_looked_at(own_stripe):
    own_stripe("", 1234)
    assert found() == []


def test_more_payments_than_a_page_holds_are_read_to_their_end(own_stripe, monkeypatch):
    monkeypatch.setattr(books.stripe_books, "PAGE_LENGTH", 2)
    names = [f"U-{number}" for number in range(5)]
    for name in names:
        own_stripe(name, 500)
    assert sorted(found()) == [(Kind.MONEY_WITHOUT_TICKETS, name) for name in names]


# The command


def test_the_table_is_plain_and_names_all_that_is_needed(bought):
    record = bought()
    OrderRecord.objects.filter(pk=record.pk).delete()
    out = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("reconcile", stdout=out)
    title, heads, line = out.getvalue().splitlines()
    assert end.value.code == 1
    assert title.endswith(": orders, sales report")
    assert heads.split()[:3] == ["what", "transaction", "of"]
    assert line.split()[:2] == ["tickets_without_order", record.transaction_id]
    assert line.index(record.transaction_id) == heads.index("transaction")


def test_days_are_chosen_and_others_left_out(bought):
    record = bought()
    OrderRecord.objects.filter(pk=record.pk).delete()
    today = timezone.localdate()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    assert found("--from", str(today), "--to", str(tomorrow))
    assert found("--from", str(yesterday - timedelta(days=5)), "--to", str(yesterday)) == []


@pytest.mark.parametrize("options", [("--from", "yesterday"), ("--from", "2027-01-02", "--to", "2027-01-01")])
def test_days_that_are_none_are_refused(options):
    with pytest.raises(CommandError):
        call_command("reconcile", *options)


@pytest.mark.parametrize("endpoint", ["orders_sold", "stripe.list"])
def test_a_list_that_cannot_be_read_is_no_difference_but_a_failure(f13, own_stripe, endpoint, settings):
    settings.F13_RETRY_BUDGET, settings.STRIPE_RETRIES = 0.0, 0
    f13.fault(endpoint, kind="502_before", times=1000)
    with pytest.raises(CommandError) as error:
        call_command("reconcile")
    assert error.value.returncode == 2
    assert not Difference.objects.exists()


# What is kept


@pytest.fixture
def lost(bought):
    """Tickets of which the shop has lost its order, as a comparison has found them."""
    record = bought()
    copy = OrderRecord.objects.get(pk=record.pk)
    OrderRecord.objects.filter(pk=record.pk).delete()
    assert found()
    return copy


def test_a_difference_is_kept_once_however_often_it_is_found(lost):
    first = Difference.objects.get()
    assert found()
    again = Difference.objects.get()
    assert again.first_seen_at == first.first_seen_at
    assert again.last_seen_at > first.last_seen_at
    assert again.is_open


def test_what_is_found_no_more_has_settled_by_itself_and_may_come_back(lost):
    lost.save(force_insert=True)
    assert found() == []
    settled = Difference.objects.get()
    assert (settled.is_open, settled.settled_by) == (False, "")
    OrderRecord.objects.filter(pk=lost.pk).delete()
    assert found()
    assert Difference.objects.get().is_open


def test_what_staff_have_settled_stays_settled_and_makes_no_alarm(lost):
    Difference.objects.update(settled_at=timezone.now(), settled_by="ada")
    answer, code = reconcile()
    assert (len(answer["differences"]), code) == (1, 0)
    assert answer["differences"][0]["settled_by"] == "ada"
    assert not Difference.objects.get().is_open


def test_a_comparison_settles_nothing_of_other_days_nor_of_money_that_it_did_not_see(
    bought, own_stripe, settings
):
    own_stripe("U-lost", 1234)
    assert found()
    settings.STRIPE_SECRET_KEY = ""
    assert found() == []
    settings.STRIPE_SECRET_KEY = "sk_test_practice_shop"
    assert Difference.objects.get().is_open
    found("--from", "2027-01-01", "--to", "2027-01-02")
    assert Difference.objects.get().is_open


def test_the_night_compares_by_itself_and_once(lost, f13):
    Difference.objects.all().delete()
    shared.store.drop("checkout.reconcile")
    f13.clear_log()
    for _ in range(2):
        tasks.reconcile.call_local()
    assert Difference.objects.count() == 1
    assert len(f13.log(endpoint="orders_sold")) == 1
    shared.store.drop("checkout.reconcile")


def test_a_night_without_f13_is_made_up_for(lost, f13, settings):
    Difference.objects.all().delete()
    shared.store.drop("checkout.reconcile")
    settings.F13_RETRY_BUDGET = 0.0
    f13.fault("orders_sold", kind="502_before")
    with pytest.raises(TicketingError):
        tasks.reconcile.call_local()
    tasks.reconcile.call_local()
    assert Difference.objects.count() == 1
    shared.store.drop("checkout.reconcile")


def test_open_differences_are_looked_at_again_for_a_month():
    today = timezone.localdate()
    assert days.nightly() == days.window(today - timedelta(days=2), today)
    a_difference(at=timezone.now() - timedelta(days=9))
    assert days.nightly() == days.window(today - timedelta(days=9), today)
    a_difference(at=timezone.now() - timedelta(days=400), subject="U-2")
    assert days.nightly() == days.window(today - days.LONGEST, today)


# What staff see of it


def a_difference(**columns):
    facts = {"kind": Kind.MONEY_WITHOUT_TICKETS, "subject": "U-1", "transaction_id": "T000-1"}
    return Difference.objects.create(**{**facts, "at": timezone.now(), **columns})


def test_staff_see_what_differs_and_what_to_do(admin_client, lost):
    page = admin_client.get(LIST).content.decode()
    assert lost.transaction_id in page
    page = admin_client.get(f"{LIST}{Difference.objects.get().pk}/change/").content.decode()
    assert lost.transaction_uuid in page
    assert "Send the tickets, or have Ingresso cancel them." in page


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_says_what_to_do(admin_client, kind):
    page = admin_client.get(f"{LIST}{a_difference(kind=kind).pk}/change/").content.decode()
    assert 'class="form-row field-what_to_do"' in page


def test_an_order_is_linked_from_its_difference(admin_client, bought):
    record = bought()
    record.change(state=State.FAILED, needs_staff=NeedsStaff.SALES)
    assert found()
    page = admin_client.get(f"{LIST}{Difference.objects.get().pk}/change/").content.decode()
    assert f"/admin/checkout/orderrecord/{record.pk}/change/" in page


def test_the_list_shows_what_is_open_unless_it_is_asked_for_more(admin_client):
    open_, settled = a_difference(), a_difference(subject="U-2", settled_at=timezone.now())
    for parameters, rows in (
        ({}, {open_}),
        ({"settled": "yes"}, {settled}),
        ({"settled": "all"}, {open_, settled}),
    ):
        assert set(admin_client.get(LIST, parameters).context["cl"].result_list) == rows


def test_only_those_with_the_right_settle_a_difference(django_user_model):
    row = a_difference()
    deed = {"action": "settle", "_selected_action": [row.pk], "index": "0"}
    without = staff_with(django_user_model, "view_difference")
    without.post(LIST, deed)
    row.refresh_from_db()
    assert row.is_open
    with_ = staff_with(django_user_model, "view_difference", "settle_difference")
    assert said(with_.post(LIST, deed, follow=True)) == ["1 difference is settled."]
    row.refresh_from_db()
    assert (row.is_open, row.settled_by) == (False, "ada-view_difference-settle_difference")


def test_nobody_adds_edits_or_deletes_a_difference(admin_client):
    row = a_difference()
    assert admin_client.get(f"{LIST}add/").status_code == 403
    assert admin_client.post(f"{LIST}{row.pk}/change/", {"kind": "x"}).status_code == 403
    assert admin_client.get(f"{LIST}{row.pk}/delete/").status_code == 403


def test_many_differences_ask_no_more_than_one(admin_client, django_assert_max_num_queries):
    for number in range(60):
        a_difference(subject=f"U-{number}")
    with django_assert_max_num_queries(12):
        admin_client.get(LIST)


def test_keeping_is_told_in_text_that_needs_no_language(bought):
    record = bought()
    record.change(state=State.FAILED)
    (row,) = differences.keep(books.look(days.window(*days.yesterday_and_today())))
    price = record.trolley.orders[0].price.total
    assert (row.ours, row.sold) == ("failed · 0 ×", f"1 × · GBP {price.amount:.2f}")

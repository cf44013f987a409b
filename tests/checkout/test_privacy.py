"""Customers' data goes in time and on request, and is given out: every column of every table is looked at."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from checkout import letters, tasks
from checkout.models import (
    Authorisation,
    Difference,
    Item,
    NeedsStaff,
    OrderRecord,
    Standing,
    State,
)
from checkout.privacy import erasing, exporting, personal, purging, removing
from tests import personal as people
from tests.builders import PHONE, a_purchase
from tests.catalog.staff import said
from tests.checkout.test_staff_deeds import hidden, sentences
from tests.personal import EMAIL, IP, MARK, places_with

pytestmark = pytest.mark.django_db
PAGE = "/admin/customers/"
DAY = timedelta(days=1)


def a_sale(*, starts=None, bought=None, state=State.PURCHASED, **columns):
    """A marked order for a performance at that time, bought then."""
    bought = bought or timezone.now()
    record = people.an_order(state=state, created_at=bought, **columns)
    money = {"currency_code": "gbp", "price": "50", "fee": "5", "sending": "0", "quantity": 1}
    about = {"event_id": "E1", "event_name": "Cats", "reference": "REF-1", "found_by": "ref1"}
    Item.objects.create(record=record, number=1, starts_at=starts, purchased_at=bought, **money, **about)
    return record


def ago(days):
    return timezone.now() - timedelta(days=days)


# What is personal


def test_of_every_column_somebody_has_decided_whether_it_is_personal():
    undecided = []
    for model in (OrderRecord, *personal.of_orders()):
        name = model._meta.model_name
        decided = set(personal.EMPTIED.get(name, ())) | personal.KEPT.get(name, set())
        decided |= personal.REWRITTEN if model is OrderRecord else {"record"}
        columns = {field.name for field in model._meta.concrete_fields}
        number = {"id"} if model._meta.pk.get_internal_type() == "BigAutoField" else set()
        undecided += [f"{name}.{column}" for column in columns - decided - number]
    assert undecided == []


def test_no_other_table_of_orders_has_an_address_or_a_name():
    """Models beside orders: either they belong to none of the customer's, or BY_ADDRESS names them."""
    related = {model._meta.model_name for model in personal.of_orders()} | {"orderrecord"}
    impersonal = {"keptttrolley", "kepttrolley", "comparedday", "mailing", "mailingtext"}
    others = set(apps.all_models["checkout"]) - related - impersonal - set(personal.BY_ADDRESS)
    assert others == set()


def test_the_marks_are_where_they_can_be(client):
    """Otherwise their absence would prove nothing."""
    people.an_order()
    found = {place.removeprefix("checkout_") for place in places_with(MARK, IP)}
    assert {f"orderrecord.{name}" for name in personal.emptied(OrderRecord)} <= found
    assert {f"orderrecord.kept_{name}" for name in ("asked", "reservation", "transaction")} <= found
    assert {f"calloutstep.{name}" for name in ("destination", "parameters", "returned", "referer")} <= found
    assert {"note.text", "orderrecord.trolley_token"} <= found


# By night


def test_all_that_is_personal_goes_after_the_last_performance_and_the_rest_stays(settings):
    settings.CUSTOMER_DATA_DAYS = 180
    record = a_sale(starts=ago(181), bought=ago(300))
    before = OrderRecord.objects.get(pk=record.pk)
    assert places_with(MARK, IP) != []
    tasks.tidy()
    assert places_with(MARK, IP) == []
    record.refresh_from_db()
    same = ("state", "amount", "currency_code", "transaction_id", "transaction_uuid", "payment", "changed_at")
    assert {name: getattr(record, name) for name in same} == {name: getattr(before, name) for name in same}
    assert record.items.get().reference == "REF-1"
    assert record.steps.get(request_id="f13-request-1").what == "held"
    assert record.visitor != before.visitor
    assert record.purged_at is not None
    assert record.transaction.status == before.transaction.status


@pytest.mark.parametrize(
    ("sale", "goes"),
    [
        ({"starts": timedelta(days=-181), "bought": timedelta(days=-300)}, True),
        ({"starts": timedelta(days=-179), "bought": timedelta(days=-300)}, False),
        ({"starts": timedelta(days=1), "bought": timedelta(days=-300)}, False),
        ({"starts": None, "bought": timedelta(days=-181)}, True),
        ({"starts": None, "bought": timedelta(days=-179)}, False),
        ({"state": State.CANCELLED, "starts": timedelta(days=-181), "bought": timedelta(days=-300)}, True),
        ({"state": State.FAILED, "bought": timedelta(days=-31)}, True),
        ({"state": State.FAILED, "bought": timedelta(days=-29)}, False),
        ({"state": State.EXPIRED, "bought": timedelta(days=-31)}, True),
        ({"state": State.ATTEMPTING, "bought": timedelta(days=-300)}, False),
        ({"state": State.HANDED_OVER, "bought": timedelta(days=-300)}, False),
    ],
)
def test_when_it_goes(settings, sale, goes):
    settings.CUSTOMER_DATA_DAYS, settings.UNSOLD_DATA_DAYS = 180, 30
    now = timezone.now()
    moments = {name: now + value for name, value in sale.items() if isinstance(value, timedelta)}
    record = a_sale(**(sale | moments))
    assert purging.purge(now) == int(goes)
    record.refresh_from_db()
    assert bool(record.purged_at) is goes
    assert bool(record.customer) is not goes


def test_the_last_of_several_performances_counts(settings):
    record = a_sale(starts=ago(400), bought=ago(500))
    other = Item.objects.get()
    other.pk, other.number, other.starts_at = None, 2, ago(10)
    other.save()
    assert purging.purge(timezone.now()) == 0
    Item.objects.filter(number=2).update(starts_at=ago(400))
    assert purging.purge(timezone.now()) == 1
    record.refresh_from_db()
    assert record.customer == {}


OPEN = {
    "staff must look": lambda record: record.change(needs_staff=NeedsStaff.SALES),
    "its release is uncertain": lambda record: record.change(is_release_certain=False),
    "its money is held": lambda record: an_authorisation(record, standing=Standing.HELD),
    "its money is for staff": lambda record: an_authorisation(
        record, standing=Standing.CAPTURED, needs_staff="other_sum"
    ),
    "lists differ about it": lambda record: Difference.objects.create(
        kind="prices_differ", subject=record.pk, record=record, at=timezone.now()
    ),
}


def an_authorisation(record, **columns):
    return Authorisation.objects.create(record=record, amount=1, currency_code="gbp", **columns)


@pytest.mark.parametrize("why", OPEN)
def test_what_is_still_open_keeps_its_customer(why):
    OPEN[why](a_sale(starts=ago(400), bought=ago(500)))
    assert purging.purge(timezone.now()) == 0


def test_it_goes_step_by_step_each_whole(monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(purging, "STEP", 3)
    for _ in range(7):
        a_sale(starts=ago(400), bought=ago(500))
    monkeypatch.setattr(purging, "MOST_STEPS", 2)
    assert purging.purge(timezone.now()) == 6
    assert OrderRecord.objects.filter(purged_at=None).count() == 1
    assert purging.purge(timezone.now()) == 1
    assert purging.purge(timezone.now()) == 0


def test_what_dies_in_between_has_done_all_or_nothing(monkeypatch):
    a_sale(starts=ago(400), bought=ago(500))
    before = places_with(MARK, IP)

    def dies(record):
        raise SystemExit

    monkeypatch.setattr(removing, "_without", dies)
    with pytest.raises(SystemExit):
        purging.purge(timezone.now())
    assert places_with(MARK, IP) == before


def test_no_answer_of_f13_brings_it_back():
    record = a_sale(starts=ago(400), bought=ago(500))
    purging.purge(timezone.now())
    fresh = OrderRecord.objects.get(pk=record.pk)
    fresh.change(customer=people.CUSTOMER, look_again_at=None)
    fresh.move(State.CANCELLED, what="cancelled", customer=people.CUSTOMER)
    assert places_with(MARK, IP) == []
    record.change(customer=people.CUSTOMER)  # read before it went
    assert places_with(MARK) != []
    purging.purge(timezone.now())
    assert places_with(MARK) == []


def test_a_letter_that_waits_is_not_sent_any_more(mailoutbox):
    a_sale(starts=ago(400), bought=ago(500))
    purging.purge(timezone.now())
    tasks.sweep()
    assert letters.due() == []
    assert mailoutbox == []


def test_an_order_without_its_customer_is_shown_to_staff(admin_client):
    record = a_sale(starts=ago(400), bought=ago(500))
    purging.purge(timezone.now())
    page = admin_client.get(f"/admin/checkout/orderrecord/{record.pk}/change/")
    assert page.status_code == 200
    assert "removed at" in page.content.decode()
    assert admin_client.get("/admin/checkout/orderrecord/", {"q": "REF-1"}).context["cl"].result_count == 1


# On request


def look(browser, email=EMAIL, **form):
    return browser.post(PAGE, {"email": email} | form)


def test_a_customers_orders_are_found_by_the_address_however_it_is_typed(admin_client):
    a_sale(starts=ago(3))
    for email in (EMAIL, f" {EMAIL.upper()} "):
        assert "1 order" in look(admin_client, email).content.decode()
    assert "0 orders" in look(admin_client, "nobody@example.com").content.decode()


def test_all_that_is_kept_is_given_out(admin_client, admin_user):
    record = a_sale(starts=ago(3))
    people.a_session()
    response = look(admin_client, do="export")
    assert response["Content-Type"] == "application/json"
    told = json.loads(response.content)
    [order] = told["orders"]
    assert (order["id"], order["transaction_id"]) == (str(record.pk), "T-PERSONAL")
    assert order["items"][0]["reference"] == "REF-1"
    text = response.content.decode()
    opens = {"token", "paid", "page"}  # tokens, means of payment, the way back into Ingresso's checkout
    assert len(people.MARKED) > 20
    assert {name for name in people.MARKED - opens if people.marked(name) not in text} == set()
    assert not [name for name in opens if people.marked(name) in text]
    assert record.visitor not in text
    assert record.callouts.get().token not in text
    entry = LogEntry.objects.get(object_id=str(record.pk))
    assert (entry.user, EMAIL in str(entry.__dict__)) == (admin_user, False)


def test_all_about_an_address_goes_after_staff_have_read_of_which_orders(admin_client, admin_user):
    record = a_sale(starts=ago(3))
    other = a_sale(state=State.FAILED)
    people.beside_orders()
    session = people.a_session()
    shown = look(admin_client, do="erase")
    told = "\n".join(sentences(shown))
    assert str(record) in told
    assert "cannot be undone" in told
    assert OrderRecord.objects.filter(purged_at=None).count() == 2
    answer = admin_client.post(PAGE, hidden(shown), follow=True)
    assert said(answer) == ["The customer's data was removed from 2 orders."]
    assert places_with(MARK, IP) == []
    assert places_with(session) == ["django_session.session_key"]
    for one in (record, other):
        assert one.steps.get(what="the customer's data was removed on request").detail == "admin"
        assert LogEntry.objects.filter(user=admin_user, object_id=str(one.pk)).exists()


def test_other_customers_are_left_alone(admin_client):
    a_sale(starts=ago(3))
    other = OrderRecord.objects.create(visitor="other", state=State.PURCHASED, payment="credit")
    other.change(customer={"email_address": f"x{EMAIL}", "first_name": "Lin"})
    admin_client.post(PAGE, hidden(look(admin_client, do="erase")))
    other.refresh_from_db()
    assert other.customer["first_name"] == "Lin"


def test_performances_to_come_are_left_alone_unless_that_is_wanted(admin_client):
    record = a_sale(starts=timezone.now() + 3 * DAY)
    shown = look(admin_client, do="erase")
    assert "Left alone, since their performances are to come:" in sentences(shown)
    admin_client.post(PAGE, hidden(shown))
    record.refresh_from_db()
    assert record.customer
    shown = look(admin_client, do="erase", also_to_come="yes")
    assert any("the tickets stay good at the venue" in sentence for sentence in sentences(shown))
    admin_client.post(PAGE, hidden(shown))
    assert places_with(MARK, IP) == []
    record.refresh_from_db()
    assert record.is_bought
    assert record.items.get().reference == "REF-1"


@pytest.mark.parametrize("why", ["staff must look", "its release is uncertain", "its money is held"])
def test_what_is_not_settled_is_erased_later(admin_client, why):
    record = a_sale(starts=ago(3))
    OPEN[why](record)
    people.a_session()
    shown = look(admin_client, do="erase")
    assert "Left alone, since they are not settled yet:" in sentences(shown)
    admin_client.post(PAGE, hidden(shown))
    record.refresh_from_db()
    assert record.customer


def test_what_has_come_since_it_was_read_is_read_anew(admin_client):
    a_sale(starts=ago(3))
    form = hidden(look(admin_client, do="erase"))
    a_sale(starts=ago(2))
    assert "It is not as it was a moment ago" in admin_client.post(PAGE, form).content.decode()
    assert OrderRecord.objects.filter(purged_at=None).count() == 2


def test_the_agreement_to_one_address_is_none_for_another(admin_client):
    a_sale(starts=ago(3))
    form = hidden(look(admin_client, "nobody@example.com", do="erase"))
    admin_client.post(PAGE, form | {"email": [EMAIL]})
    assert OrderRecord.objects.filter(purged_at=None).count() == 1


def test_the_address_stands_in_no_address_of_a_page(admin_client):
    a_sale(starts=ago(3))
    page = look(admin_client).content.decode()
    assert 'method="get"' not in page
    assert admin_client.get(PAGE, {"email": EMAIL}).content.decode().count(EMAIL) == 0


@pytest.mark.parametrize("email", ["", " ", "x", "%", "a@b@c", "\x00@x.example", "x" * 300])
def test_whatever_is_typed_erases_nobody(admin_client, email):
    unreachable = OrderRecord.objects.create(visitor="other", state=State.EXPIRED, payment="credit")
    a_sale(starts=ago(3))
    for do in ("", "erase", "export"):
        assert look(admin_client, email, do=do).status_code == 200
    assert erasing.about(email).all == ()
    assert json.loads(exporting.exported(email))["orders"] == []
    unreachable.refresh_from_db()
    assert unreachable.purged_at is None


# A purchase that was really made


def test_a_real_orders_tickets_are_still_there_for_the_venue(
    client, f13, admin_client, django_capture_on_commit_callbacks
):
    record = a_purchase(client, django_capture_on_commit_callbacks)
    before = record.transaction
    assert places_with("1 Long Lane") != []
    assert places_with(*PHONE) != []
    with time_machine.travel(record.items.get().starts_at + timedelta(days=200)):
        tasks.tidy()
    record.refresh_from_db()
    assert places_with("ada@example.com", "Ada Reader", "1 Long Lane", "N1 9GU", *PHONE) == []
    assert record.transaction.orders == before.orders
    assert [order.backend_purchase_reference for order in record.transaction.orders] == [
        item.reference for item in record.items.all()
    ]

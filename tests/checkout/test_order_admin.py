"""The list of orders finds them in many ways; the page of one tells all that happened in one line."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry

from boxoffice.staff.audit import VIEWED
from checkout.models import Authorisation, Note
from tests.builders import a_purchase
from tests.catalog.staff import staff_with
from tests.words import stands_in

pytestmark = pytest.mark.django_db
LIST = "/admin/checkout/orderrecord/"


@pytest.fixture
def record(client, f13, django_capture_on_commit_callbacks):
    return a_purchase(client, django_capture_on_commit_callbacks)


def test_staff_find_an_order_by_any_of_its_references(admin_client, record):
    for reference in (record.transaction_id, record.transaction_uuid, record.pk):
        page = admin_client.get("/admin/checkout/orderrecord/", {"q": reference}).content.decode()
        assert record.transaction_id in page
    nothing = admin_client.get("/admin/checkout/orderrecord/", {"q": "T000-0000-NONE"}).content.decode()
    assert record.transaction_id not in nothing


def test_an_order_shows_every_step_with_its_request_id(admin_client, record):
    page = admin_client.get(f"/admin/checkout/orderrecord/{record.pk}/change/").content.decode()
    for step in record.steps.all():
        assert step.what in page
        assert step.request_id in page


def test_the_record_is_the_truth_so_staff_do_not_edit_add_or_delete_it(admin_client, record):
    address = f"/admin/checkout/orderrecord/{record.pk}"
    assert admin_client.post(f"{address}/change/", {"state": "failed"}).status_code == 403
    assert admin_client.get(f"{address}/delete/").status_code == 403
    assert admin_client.get("/admin/checkout/orderrecord/add/").status_code == 403
    record.refresh_from_db()
    assert record.is_bought


def test_what_a_stranger_could_use_is_not_shown(admin_client, record):
    page = admin_client.get(f"/admin/checkout/orderrecord/{record.pk}/change/").content.decode()
    assert record.visitor not in page
    assert record.trolley_token not in page


def test_without_a_login_there_is_nothing_to_see(client, record):
    assert client.get("/admin/checkout/orderrecord/")["Location"].startswith("/admin/login/")


# One line of time


def test_all_that_happened_stands_in_one_line_of_time(admin_client, record):
    at = record.steps.first().at
    events = [
        ("a note", lambda at: Note.objects.create(record=record, who="lin", text="a note", at=at)),
        ("sent: changed", lambda at: record.letters.create(kind="changed", promised_at=at, sent_at=at)),
        ("the buyer came back", lambda at: record.callouts.create(made_at=at, returned_at=at)),
        ("pi_7", lambda at: an_authorisation(record, at)),
        ("cancelled", lambda at: record.items.update(cancelled_at=at)),
        ("a late step", lambda at: record.steps.create(what="a late step", at=at, request_id="f13-late")),
    ]
    for number, (_words, make) in enumerate(events, start=1):
        make(at + timedelta(hours=number))
    page = admin_client.get(f"/admin/checkout/orderrecord/{record.pk}/change/").content.decode()
    line = page[page.index('id="timeline-title"') :]
    places = [line.index(words) for words, _make in events]
    assert places == sorted(places)
    assert "f13-late" in line
    moments = re.findall(r'<li>\s*<time dir="ltr" datetime="([^"]+)"', line)
    assert moments == sorted(moments)
    assert len(moments) >= record.steps.count() + len(events)


def an_authorisation(record, at):
    return Authorisation.objects.create(
        record=record, intent_id="pi_7", amount=5500, currency_code="gbp", made_at=at
    )


def test_what_staff_did_stands_there_too_and_not_how_often_they_looked(admin_client, record):
    address = f"/admin/checkout/orderrecord/{record.pk}"
    admin_client.post(f"{address}/note/", {"text": "Rang."})
    for _ in range(3):
        admin_client.get(f"{address}/change/")
    timeline = admin_client.get(f"{address}/change/").context["timeline"]
    assert [moment.what for moment in timeline if moment.who == "admin"] == ["Rang.", "A note was written."]


# Finding


def test_staff_find_an_order_by_what_the_venue_calls_it_whatever_its_spelling(admin_client, record):
    item = record.items.get()
    spelt = f" {item.reference.lower().replace('-', ' ')} "
    assert found(admin_client, q=item.reference) == found(admin_client, q=spelt) == [record]


def test_staff_find_an_order_by_its_customer_and_its_event(admin_client, record):
    event = record.items.get().event_name
    for words in ("Ada", "reader ada", "ADA@example.com", "ada@", event, event.split()[0].lower()):
        assert found(admin_client, q=words) == [record], words
    for words in ("Grace", "ada@example.net", "Ada Lovelace", "%", "_da", "'", "\\", "🙂"):
        assert found(admin_client, q=words) == [], words


def test_orders_are_filtered_by_what_was_bought_and_when(admin_client, record):
    item = record.items.get()
    day, next_day = item.starts_at.date(), item.starts_at.date() + timedelta(days=1)
    today, tomorrow = item.purchased_at.date(), item.purchased_at.date() + timedelta(days=1)
    met = (
        {"event": item.event_id},
        {"event": item.event_name.upper()},
        {"supplier": item.source_code},
        {"performed_from": day, "performed_to": day},
        {"bought_from": today},
        {"bought_to": today},
        {"state": "purchased", "payment": "credit"},
        {"created_at__year": today.year, "created_at__month": today.month, "created_at__day": today.day},
    )
    missed = (
        {"event": "NONE"},
        {"supplier": "NONE"},
        {"performed_from": next_day},
        {"bought_from": tomorrow},
        {"payment": "stripe"},
        {"event": item.event_id, "state": "failed"},
    )
    for asked in met:
        assert found(admin_client, **asked) == [record], asked
    for asked in missed:
        assert found(admin_client, **asked) == [], asked


def test_whatever_stands_in_a_filter_the_list_is_shown(admin_client, record):
    for asked in (
        {"bought_from": "31/12/2027", "performed_to": "2027-13-45"},
        {"open": "x", "payment": "x"},
        {"event": "\\%_'\"<>", "supplier": "🙂" * 300},
        {"event": "\0", "bought_from": "\0", "q": "\0"},
    ):
        assert admin_client.get(LIST, asked).status_code == 200


def test_a_filter_keeps_what_else_is_asked(admin_client, record):
    page = admin_client.get(LIST, {"state": "purchased", "q": "Ada", "event": "7AB"}).content.decode()
    form = page[page.index('name="supplier"') - 900 : page.index('name="supplier"')]
    for name, value in (("state", "purchased"), ("q", "Ada"), ("event", "7AB")):
        assert f'<input type="hidden" name="{name}" value="{value}">' in form


def found(browser, **asked):
    return list(browser.get(LIST, asked).context["cl"].result_list)


# Who looked


def test_who_sees_customers_is_written_down(admin_client, admin_user, record, django_user_model):
    admin_client.get(f"{LIST}{record.pk}/change/")
    admin_client.get(LIST, {"q": "ada@example.com"})
    one, many = LogEntry.objects.filter(action_flag=VIEWED).order_by("action_time")
    assert (one.user, one.object_id) == (admin_user, str(record.pk))
    assert (many.user, many.object_id, many.get_change_message()) == (admin_user, None, "1")
    assert not stands_in(str([one.__dict__, many.__dict__]).lower(), "ada")
    staff_with(django_user_model, "view_orderrecord").get(f"{LIST}{record.pk}/change/")
    admin_client.get(LIST, {"q": "nobody"})
    assert LogEntry.objects.filter(action_flag=VIEWED).count() == 2


def test_the_log_is_read_by_who_may_and_changed_by_nobody(admin_client, record):
    admin_client.get(f"{LIST}{record.pk}/change/")
    entry = LogEntry.objects.get()
    page = admin_client.get("/admin/admin/logentry/", {"done": VIEWED}).content.decode()
    assert f"/admin/checkout/orderrecord/{record.pk}/change/" in page
    assert "customer&#x27;s data" in page
    for deed in ("change", "delete"):
        assert admin_client.post(f"/admin/admin/logentry/{entry.pk}/{deed}/").status_code in (403, 302)
    assert admin_client.get("/admin/admin/logentry/add/").status_code == 403
    assert LogEntry.objects.filter(pk=entry.pk).exists()

"""What Ingresso changes after the sale reaches the order, its buyer and staff: once, and never by half."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from checkout import books, days, elsewhere, letters, matters, tasks
from checkout.elsewhere import looking
from checkout.models import Change, Letter, NeedsStaff, OrderRecord, State, What
from tests.builders import a_choice, a_performance
from tests.letters import bought

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]

LATER = timedelta(seconds=301)
FRIDAY = 4


def looked_at(record):
    elsewhere.look(record.pk)
    tasks.sweep.call_local()
    return OrderRecord.objects.get(pk=record.pk)


def calls(f13):
    return len(f13.log(endpoint="status"))


def page_of(client, record):
    return client.get(f"/order/{record.pk}/").content.decode()


def told(record):
    return [(change.item_number, change.what) for change in record.changes.all()]


# What is taken over, and told


def test_other_seats_are_shown_with_those_before_and_told_by_letter(client, f13):
    record = bought(client, seats=("B3", "B4"))
    before = record.trolley.orders[0].seat_ids
    f13.change_order(record.transaction_uuid, seats=["D1", "D2"], barcodes=True)
    record = looked_at(record)
    assert record.trolley.orders[0].seat_ids == ("D1", "D2")
    assert record.items.get().seats == "D1, D2"
    page = page_of(client, record)
    assert "What has changed" in page
    assert f"It was: {', '.join(before)}" in page
    _first, letter = mail.outbox
    assert letter.subject.startswith("Your tickets have changed")
    for part in (letter.body, letter.alternatives[0][0]):
        assert "D1, D2" in part
        assert ", ".join(before) in part
    assert letter.attachments[0][0].endswith(".pdf")
    step = record.steps.get(what="changed elsewhere")
    assert step.request_id
    assert step.detail == f"1 seats: {', '.join(before)} → D1, D2"
    assert matters.of(record) == []


def test_another_time_is_for_staff_too(client, f13):
    record = bought(client)
    f13.change_order(record.transaction_uuid, minutes_later=90)
    record = looked_at(record)
    assert record.trolley.orders[0].performance.starts.strftime("%H:%M") == "17:00"
    assert record.items.get().starts_at == record.trolley.orders[0].performance.starts
    assert "15:30" in mail.outbox[-1].body
    assert "17:00" in mail.outbox[-1].body
    assert record.needs_staff == NeedsStaff.ELSEWHERE
    assert [matter.kind for matter in matters.of(record)] == [matters.Kind.STAFF]


@pytest.mark.parametrize(
    ("change", "what", "said"),
    [
        ({"event_name": "Another Name"}, What.EVENT, "Another Name"),
        ({"venue": "Another House"}, What.VENUE, "Another House"),
        ({"perf_name": "Last night"}, None, "Last night"),
        ({"reference": "NEW-REF"}, What.REFERENCE, "NEW-REF"),
        ({"send": "POST"}, What.SENDING, "Post worldwide"),
        ({"barcodes": True}, What.BARCODES, "new barcodes"),
        ({"cancels": "not_permitted"}, What.CANCELLING, "cannot be cancelled any more"),
        ({"wallets": True}, What.WALLETS, "wallet"),
        ({"voucher": True}, What.VOUCHER, "voucher"),
    ],
)
def test_each_change_stands_on_the_page(client, f13, change, what, said):
    record = bought(client)
    f13.change_order(record.transaction_uuid, **change)
    record = looked_at(record)
    assert told(record) == ([(1, what)] if what else [])
    assert said in page_of(client, record)


def test_a_voucher_that_comes_days_later_is_written_about_and_one_that_comes_at_once_is_not(client, f13):
    record = bought(client)
    f13.change_order(record.transaction_uuid, voucher=True)
    looked_at(record)
    assert len(mail.outbox) == 1
    another = bought(client)
    f13.change_order(another.transaction_uuid, voucher=True)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        another = looked_at(another)
    letter = mail.outbox[-1]
    assert "voucher is there now" in letter.body
    assert another.trolley.orders[0].send_method.self_print_voucher_url in letter.body


def test_nothing_new_changes_nothing(client, f13):
    record = bought(client)
    before = record.trolley
    record = looked_at(record)
    assert record.trolley == before
    assert record.compared_at
    assert not record.steps.filter(what__contains="elsewhere").exists()
    assert len(mail.outbox) == 1
    assert "What has changed" not in page_of(client, record)


def test_each_change_is_told_once_and_another_one_anew(client, f13):
    record = bought(client)
    for _ in range(3):
        f13.change_order(record.transaction_uuid, perf_name="")
        f13.change_order(record.transaction_uuid, venue="Another House")
        record = looked_at(record)
    assert len(mail.outbox) == 2
    f13.change_order(record.transaction_uuid, venue="The First House")
    record = looked_at(record)
    f13.change_order(record.transaction_uuid, venue="Another House")
    record = looked_at(record)
    assert Change.objects.count() == 3
    assert len({letter.occasion for letter in record.letters.filter(kind="changed")}) == 3


def test_what_goes_to_and_fro_is_written_about_only_so_often_a_day(client, f13):
    record = bought(client)
    for number in range(6):
        f13.change_order(record.transaction_uuid, venue=f"House {number}")
        record = looked_at(record)
    assert record.letters.filter(kind="changed").count() == 3
    assert Change.objects.count() == 6
    assert "House 5" in page_of(client, record)


def test_two_who_look_at_once_write_it_down_once(client, f13, monkeypatch):
    record = bought(client)
    f13.change_order(record.transaction_uuid, venue="Another House")
    take_over = looking.take_over

    def another_is_quicker(record, after, *, request_id):
        take_over(OrderRecord.objects.get(pk=record.pk), after, request_id=request_id)
        assert not take_over(record, after, request_id=request_id)

    monkeypatch.setattr(looking, "take_over", another_is_quicker)
    record = looked_at(record)
    assert Change.objects.count() == 1
    assert record.letters.filter(kind="changed").count() == 1


def test_what_cannot_be_written_down_whole_is_not_written_down(client, f13, monkeypatch):
    record = bought(client)
    kept = record.kept_transaction
    f13.change_order(record.transaction_uuid, venue="Another House")
    monkeypatch.setattr("checkout.letters.promise", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        elsewhere.look(record.pk)
    record.refresh_from_db()
    assert record.kept_transaction == kept
    assert not Change.objects.exists()
    monkeypatch.undo()
    assert told(looked_at(record)) == [(1, What.VENUE)]


# Cancelled


def two_suppliers(client):
    client.post("/trolley/add/", a_choice(a_performance("6IE", weekday=FRIDAY)))
    return bought(client)


def test_one_item_that_is_cancelled_leaves_the_other_standing(client, f13):
    record = two_suppliers(client)
    gone, left = record.trolley.orders
    f13.change_order(record.transaction_uuid, item=gone.item_number, cancel=True)
    record = looked_at(record)
    assert record.state == State.PURCHASED
    assert [item.number for item in record.items.exclude(cancelled_at=None)] == [gone.item_number]
    letter = mail.outbox[-1]
    assert letter.subject == "Some of your tickets are cancelled"
    assert gone.event.name in letter.body
    assert f"You paid {gone.price.total} for these tickets" in letter.body
    assert left.event.name in letter.body.split("These tickets stand")[1]
    assert "These tickets are cancelled." in page_of(client, record)
    assert record.needs_staff == NeedsStaff.ELSEWHERE


def test_only_when_all_are_cancelled_the_order_is(client, f13):
    record = two_suppliers(client)
    for order in record.trolley.orders:
        f13.change_order(record.transaction_uuid, item=order.item_number, cancel=True)
        record = looked_at(record)
    assert record.state == State.CANCELLED
    assert [letter.subject for letter in mail.outbox[1:]] == [
        "Some of your tickets are cancelled",
        "Your tickets are cancelled",
    ]
    facts = [letter.facts for letter in record.letters.filter(kind="cancelled")]
    assert sorted(number for one in facts for number in one["items"]) == [1, 2]


def test_whoever_else_has_told_of_the_cancellation_is_the_only_one(client, f13):
    record = bought(client)
    f13.change_order(record.transaction_uuid, cancel=True)
    record = looked_at(record)
    assert not letters.promise(record, kind="cancelled")
    assert record.letters.filter(kind="cancelled").count() == 1


def test_money_that_ingresso_gives_back_is_no_matter_for_staff(client, f13):
    record = bought(client)
    record.change(payment="redirect")
    f13.change_order(record.transaction_uuid, cancel=True)
    record = looked_at(record)
    assert record.state == State.CANCELLED
    assert matters.of(record) == []
    assert "Ingresso, who took your payment, gives back" in mail.outbox[-1].body


# What is not believed


@pytest.mark.parametrize("status", ["failed", "released"])
def test_a_purchase_that_is_denied_afterwards_is_for_staff_and_stays_as_it_was(client, f13, status):
    record = bought(client)
    kept = record.kept_transaction
    f13.change_order(record.transaction_uuid, status=status)
    record = looked_at(record)
    assert record.state == State.PURCHASED
    assert record.kept_transaction == kept
    assert record.needs_staff == NeedsStaff.CONTRADICTION
    assert not Change.objects.exists()
    assert len(mail.outbox) == 1


def test_an_answer_that_lacks_tickets_is_for_staff_and_takes_nothing_away(client, f13):
    record = bought(client, quantity=2)
    data = json.loads(record.kept_transaction)
    data["trolley"]["bundles"][0]["orders"][0]["item_number"] = 7
    record.change(kept_transaction=json.dumps(data))
    record = looked_at(record)
    assert record.trolley.orders[0].item_number == 7
    assert record.needs_staff == NeedsStaff.CONTRADICTION


@pytest.mark.parametrize("kind", ["half", "garbage", "502_before", "cut", "410"])
def test_no_good_answer_takes_nothing_away(client, f13, kind):
    record = bought(client)
    kept = record.kept_transaction
    f13.fault("status", kind=kind, times=10)
    record = looked_at(record)
    assert record.kept_transaction == kept
    assert (record.needs_staff, record.compared_at) == ("", None)
    f13.no_faults()


def test_another_transactions_answer_is_not_taken_for_this_ones(client, f13):
    record, other = bought(client), bought(client)
    before = record.trolley
    looking._take_in(record, other.transaction)
    record.refresh_from_db()
    assert record.trolley == before
    assert not Change.objects.exists()
    assert record.steps.filter(what="status tells of another transaction").exists()


def test_what_is_being_cancelled_from_here_is_no_news_from_elsewhere(client, f13, monkeypatch):
    record = bought(client)
    f13.change_order(record.transaction_uuid, cancel=True)
    monkeypatch.setattr("checkout.cancelling.is_under_way", lambda record: True)
    record = looked_at(record)
    assert record.state == State.PURCHASED
    assert calls(f13) == 0


def test_a_cancellation_that_begins_while_f13_is_asked_is_no_news_either(client, f13, monkeypatch):
    record = bought(client)
    f13.change_order(record.transaction_uuid, cancel=True)
    answers = iter([False, True])
    monkeypatch.setattr("checkout.cancelling.is_under_way", lambda record: next(answers))
    record = looked_at(record)
    assert calls(f13) == 1
    assert record.state == State.PURCHASED
    assert not Change.objects.exists()


# When it is looked at


def test_opening_the_order_has_it_compared_at_most_once_in_some_minutes(
    client, f13, django_capture_on_commit_callbacks
):
    record = bought(client)
    with django_capture_on_commit_callbacks(execute=True):
        page_of(client, record)
    assert calls(f13) == 0  # it has just been bought
    f13.change_order(record.transaction_uuid, venue="Another House")
    with time_machine.travel(timezone.now() + LATER) as clock:
        for _ in range(3):
            with django_capture_on_commit_callbacks(execute=True):
                first = page_of(client, record)
        assert calls(f13) == 1
        assert "Another House" in first
        clock.shift(LATER)
        with django_capture_on_commit_callbacks(execute=True):
            page_of(client, record)
        assert calls(f13) == 2


def test_long_after_its_performance_it_is_not_compared_any_more(client, f13):
    record = bought(client)
    with time_machine.travel(timezone.now() + timedelta(days=800)):
        assert not elsewhere.claim(OrderRecord.objects.get(pk=record.pk))
    with time_machine.travel(timezone.now() + LATER):
        assert elsewhere.claim(OrderRecord.objects.get(pk=record.pk))


def test_it_is_looked_at_a_day_and_some_hours_before_the_performance(client, f13):
    record = bought(client)
    starts = record.items.get().starts_at
    looks = {}
    for hours in (48, 25, 23, 22, 4, 2.9, 2, -1):
        with time_machine.travel(starts - timedelta(hours=hours)):
            tasks.compare_before.call_local()
            looks[hours] = calls(f13)
    assert looks == {48: 0, 25: 0, 23: 1, 22: 1, 4: 1, 2.9: 2, 2: 2, -1: 2}


def test_tickets_that_are_bought_shortly_before_are_not_looked_at_for_that(client, f13):
    record = bought(client)
    starts = timezone.now() + timedelta(hours=2)
    record.items.update(starts_at=starts)
    tasks.compare_before.call_local()
    assert calls(f13) == 0


def test_while_f13_is_away_it_is_tried_again_after_a_pause(client, f13):
    record = bought(client)
    f13.fault("status", kind="cut", times=10)
    with time_machine.travel(record.items.get().starts_at - timedelta(hours=20)) as clock:
        tasks.compare_before.call_local()
        asked = calls(f13)
        tasks.compare_before.call_local()
        assert calls(f13) == asked
        f13.no_faults()
        clock.shift(LATER)
        tasks.compare_before.call_local()
        assert calls(f13) == asked + 1
        tasks.compare_before.call_local()
        assert calls(f13) == asked + 1


# The nightly report


def at_night(f13):
    f13.clear_log()
    looked = books.look(days.nightly())
    return elsewhere.after_the_report(looked.sold)


def test_the_report_that_is_read_anyway_says_which_orders_to_look_at(client, f13):
    same, moved = bought(client), bought(client)
    f13.change_order(moved.transaction_uuid, seats=["D1"])
    assert at_night(f13) == 1
    assert len(f13.log(endpoint="orders_sold")) == 1
    assert [dict(call["params"])["transaction_uuid"] for call in f13.log(endpoint="status")] == [
        moved.transaction_uuid
    ]
    assert (told(same), told(moved)) == ([], [(1, What.SEATS)])


@pytest.mark.parametrize(
    "change",
    [{"cancel": True}, {"minutes_later": 60}, {"event_name": "X"}, {"send": "POST"}, {"reference": "X"}],
)
def test_each_of_what_the_report_tells_leads_to_a_look(client, f13, change):
    record = bought(client)
    assert at_night(f13) == 0
    f13.change_order(record.transaction_uuid, **change)
    assert at_night(f13) == 1
    assert at_night(f13) == 0


def test_names_in_the_buyers_language_are_no_change(client, f13):
    record = bought(client)
    data = json.loads(record.kept_transaction)
    data["trolley"]["bundles"][0]["orders"][0]["event"]["name"] = "Le chat"
    record.change(kept_transaction=json.dumps(data), language="fr")
    assert at_night(f13) == 0


def test_a_performance_that_is_called_off_is_told_once_to_buyer_and_staff(client, f13):
    record = bought(client)
    f13.change_order(record.transaction_uuid, called_off=True)
    for _ in range(2):
        at_night(f13)
        tasks.sweep.call_local()
    record.refresh_from_db()
    assert told(record) == [(1, What.CALLED_OFF)]
    assert record.needs_staff == NeedsStaff.ELSEWHERE
    assert len(mail.outbox) == 2
    assert "The venue has cancelled this performance." in mail.outbox[-1].body
    assert "The venue has cancelled this performance." in page_of(client, record)


def test_the_task_of_the_night_does_it(client, f13):
    record = bought(client)
    f13.change_order(record.transaction_uuid, seats=["D1"])
    tasks.reconcile.call_local()
    assert told(record) == [(1, What.SEATS)]
    assert Letter.objects.filter(kind="changed").exists()

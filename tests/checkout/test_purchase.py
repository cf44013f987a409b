from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from checkout import purchase, settling
from checkout.models import State
from tests.builders import CUSTOMER, a_hold, a_performance, a_purchase, pressed, run

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]


def purchases(f13):
    return len(f13.log(endpoint="purchase"))


def test_on_credit_the_customers_data_is_all_that_is_sent(client, f13, django_capture_on_commit_callbacks):
    record = a_purchase(client, django_capture_on_commit_callbacks)
    assert record.state == State.PURCHASED
    assert record.transaction_id.startswith("T000-")
    (call,) = f13.log(endpoint="purchase")
    sent = dict(call["params"])
    assert sent["first_name"] == "Ada"
    assert sent["agent_reference"] == str(record.pk)
    assert not any("callback/" in name or "card" in name or "stripe" in name for name in sent)


@pytest.mark.parametrize("now", ["stripe", "white-label"])
def test_held_to_be_paid_on_credit_it_is_paid_so_whatever_is_paid_by_today(
    client, f13, settings, django_capture_on_commit_callbacks, now
):
    record = a_hold(client)
    settings.PAYMENT, settings.WHITE_LABEL_URL = now, f13.url
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/checkout/{record.pk}/", CUSTOMER)
    record.refresh_from_db()
    assert (record.state, record.payment) == (State.PURCHASED, "credit")


def test_every_step_is_kept_with_its_request_id(client, f13, django_capture_on_commit_callbacks):
    record = a_purchase(client, django_capture_on_commit_callbacks)
    steps = list(record.steps.values_list("what", "state"))
    assert steps == [
        ("held", "reserved"),
        ("pay was pressed", "attempting"),
        ("purchase is asked for", "attempting"),
        ("bought", "purchased"),
    ]
    asked = {row["request_id"] for row in f13.log() if row["endpoint"] in {"reserve", "purchase"}}
    assert {step.request_id for step in record.steps.exclude(request_id="")} == asked


def test_pressing_many_times_buys_once(client, f13, django_capture_on_commit_callbacks):
    record = a_hold(client)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(3):
            client.post(f"/checkout/{record.pk}/", CUSTOMER)
    assert purchases(f13) == 1


def test_running_a_task_many_times_buys_once(client, f13):
    record = pressed(client)
    for _ in range(3):
        run(record)
    assert purchases(f13) == 1
    assert record.state == State.PURCHASED


def test_a_purchase_under_a_lease_is_left_alone(client, f13):
    record = pressed(client)
    record.change(lease="another", lease_ends_at=timezone.now() + timedelta(seconds=30))
    run(record)
    assert purchases(f13) == 0
    assert record.state == State.ATTEMPTING


def test_one_that_cannot_start_before_the_hold_ends_is_not_started(client, f13):
    record = pressed(client)
    with time_machine.travel(record.hold_ends_at - timedelta(seconds=1)):
        run(record)
    assert purchases(f13) == 0
    assert (record.state, record.why_failed) == (State.FAILED, "expired")


@pytest.mark.parametrize("kind", ["502_after", "lost", "half", "garbage"])
def test_a_lost_answer_is_looked_up_and_never_asked_for_again(client, f13, kind):
    record = pressed(client)
    f13.fault("purchase", kind=kind)
    run(record)
    assert record.state == State.ATTEMPTING
    run(record)
    assert record.state == State.PURCHASED
    assert purchases(f13) == 1


def test_reserved_is_no_answer_while_the_lost_purchase_may_still_be_running(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="lost", seconds=150)
    run(record)
    run(record)
    assert record.state == State.ATTEMPTING
    assert "status says reserved" in record.steps.values_list("what", flat=True)
    f13.move_clock(seconds=151)
    run(record)
    for _ in range(50):  # the sandbox's own thread has to wake
        if record.state != State.ATTEMPTING:
            break
        run(record)
    assert record.state == State.PURCHASED
    assert purchases(f13) == 1


def test_a_purchase_that_never_arrived_is_given_up_ten_minutes_after_the_holds_end(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="cut")
    run(record)
    run(record)
    assert record.state == State.ATTEMPTING
    f13.move_clock(minutes=26)
    with time_machine.travel(record.hold_ends_at + timedelta(minutes=10, seconds=1)):
        run(record)
    assert record.state == State.FAILED
    assert purchases(f13) == 1
    assert not any(row["status"] == "purchased" for row in f13.transactions())


def test_looking_again_waits_longer_each_time(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="lost", seconds=500)
    pauses = []
    for _ in range(9):
        run(record)
        pauses.append(round((record.look_again_at - timezone.now()).total_seconds()))
    assert pauses == sorted(pauses)
    assert pauses[-1] <= settling.LONGEST_PAUSE


def test_a_dead_api_leaves_the_purchase_to_be_sent_once_it_is_back(client, f13, settings):
    record = pressed(client)
    alive = settings.F13_URL
    settings.F13_URL = "http://127.0.0.1:9"
    run(record)
    assert record.state == State.ATTEMPTING
    assert record.purchase_asked_at is None
    settings.F13_URL = alive
    run(record)
    assert record.state == State.PURCHASED


def test_a_failed_purchase_says_so_and_is_never_tried_again(client, f13, django_capture_on_commit_callbacks):
    record = a_purchase(
        client,
        django_capture_on_commit_callbacks,
        customer=CUSTOMER | {"address_line_two": "fail part one"},
        perf_id=a_performance("6IE", weekday=4),
    )
    assert (record.state, record.why_failed) == (State.FAILED, "supplier")
    run(record)
    assert purchases(f13) == 1
    page = client.get(f"/checkout/{record.pk}/progress/").content.decode()
    assert "Nothing has been charged" in page


def test_the_sweep_finds_what_was_never_started_and_what_a_dead_worker_left(client, f13):
    never_started = pressed(client)
    assert purchase.unsettled() == [never_started.pk]
    never_started.change(lease="dead", lease_ends_at=timezone.now() - timedelta(seconds=1))
    assert purchase.unsettled() == [never_started.pk]
    never_started.change(lease="alive", lease_ends_at=timezone.now() + timedelta(seconds=30))
    assert purchase.unsettled() == []


def test_what_was_refused_is_let_go_where_something_else_is_held_by_now(client, f13):
    record = pressed(client, customer=CUSTOMER | {"email": "ada@example.invalid"})
    a_hold(client, perf_id=a_performance("6IF"), send="COBO")
    run(record)
    assert record.state == State.RELEASED
    assert sorted(row["status"] for row in f13.transactions()) == ["released", "reserved"]

"""A worker may stand still for longer than its lease: another goes on, and then the first wakes up."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from boxoffice.ticketing import BadData, NotSent
from checkout import lease as leases
from checkout import payments, purchase, tasks
from checkout.models import OrderRecord, State
from checkout.payments import credit
from tests.builders import CUSTOMER, a_hold, pressed, run

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]


@pytest.fixture
def meanwhile(monkeypatch):
    """Replaces the way of paying by one that lets something happen around the call."""

    def replaced(*, before=lambda: None, after=lambda: None, error=None):
        def slow(service, record, **options):
            before()
            if error:
                raise error
            outcome = credit.purchase(service, record, **options)
            after()
            return outcome

        way = replace(payments.WAYS["credit"], purchase=slow)
        monkeypatch.setitem(payments.WAYS, "credit", way)

    return replaced


def lapse(record):
    OrderRecord.objects.filter(pk=record.pk).update(lease_ends_at=timezone.now() - timedelta(seconds=1))


def another_worker(record):
    """Comes when the lease has lapsed."""
    lapse(record)
    purchase.run(record.pk)


def test_one_that_stood_still_before_the_call_finds_that_another_has_asked(client, f13, monkeypatch):
    record = pressed(client)
    can_start = purchase._can_start

    def stand_still(copy):
        monkeypatch.setattr(purchase, "_can_start", can_start)
        another_worker(record)
        return True

    monkeypatch.setattr(purchase, "_can_start", stand_still)
    run(record)
    assert len(f13.log(endpoint="purchase")) == 1
    assert record.state == State.PURCHASED


def test_one_that_takes_over_during_the_call_only_looks_up(client, f13, meanwhile):
    record = pressed(client)
    meanwhile(before=lambda: another_worker(record))
    run(record)
    assert len(f13.log(endpoint="purchase")) == 1
    assert len(f13.log(endpoint="status")) == 1
    assert record.state == State.PURCHASED


def test_two_that_hear_the_same_conclude_once(client, f13, meanwhile):
    record = pressed(client)
    meanwhile(after=lambda: another_worker(record))
    run(record)
    assert record.state == State.PURCHASED
    assert [step.state for step in record.steps.all()].count(State.PURCHASED) == 1
    assert not record.steps.filter(what__contains="staff").exists()


def test_two_that_hear_different_things_leave_it_to_staff(client, f13, meanwhile):
    record = pressed(client)
    meanwhile(after=lambda: OrderRecord.objects.get(pk=record.pk).move(State.FAILED, what="never bought"))
    run(record)
    assert record.state == State.FAILED
    assert record.steps.filter(what="another answer says purchased: staff must look").exists()


def test_a_refusal_that_comes_late_moves_nothing_back(client, f13, meanwhile):
    record = pressed(client)

    def bought_by_another():
        credit.purchase(purchase.get_service(), record, paid=None, back=None)
        another_worker(record)

    meanwhile(before=bought_by_another, error=BadData(is_deed=True))
    run(record)
    assert record.state == State.PURCHASED


def test_what_could_not_be_sent_is_sent_by_whoever_comes_next_and_once(client, f13, meanwhile):
    record = pressed(client)
    meanwhile(before=lambda: another_worker(record), error=NotSent())
    run(record)
    assert record.state == State.ATTEMPTING
    meanwhile()
    run(record)
    assert record.state == State.PURCHASED
    assert len(f13.log(endpoint="purchase")) == 1


def test_an_error_of_our_own_leaves_it_to_be_looked_up(client, f13, meanwhile):
    record = pressed(client)
    meanwhile(after=lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run(record)
    assert purchase.unsettled() == [record.pk]
    run(record)
    assert record.state == State.PURCHASED
    assert len(f13.log(endpoint="purchase")) == 1


def test_one_that_is_not_due_is_left_alone_so_that_tasks_do_not_multiply(client, f13):
    record = pressed(client)
    f13.fault("purchase", kind="lost", seconds=500)
    come_back_at = purchase.run(record.pk)
    record.refresh_from_db()
    assert come_back_at == record.look_again_at
    f13.clear_log()
    assert purchase.run(record.pk) is None
    assert f13.log() == []


def test_a_second_press_does_not_wait_for_the_lease_of_the_first(client, f13):
    record = pressed(client, customer=CUSTOMER | {"email": "ada@example.invalid"})
    run(record)
    assert record.state == State.RESERVED
    record.change(lease="tidying up", lease_ends_at=timezone.now() + timedelta(seconds=60))
    client.post(f"/checkout/{record.pk}/", CUSTOMER)
    assert purchase.unsettled() == [record.pk]


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_fails_costs_a_minute_and_no_error_page(client, f13, monkeypatch):
    def fail(record_id):
        raise OSError("the queue is gone")

    monkeypatch.setattr(tasks, "buy", fail)
    record = pressed(client)
    answer = client.get(f"/checkout/{record.pk}/")
    assert answer["Location"] == f"/checkout/{record.pk}/progress/"
    monkeypatch.undo()
    tasks.sweep()
    record.refresh_from_db()
    assert record.state == State.PURCHASED


@pytest.mark.django_db(transaction=True)
def test_a_queue_whose_connection_was_cut_is_told_once_more(client, f13, monkeypatch):
    real, failures = tasks.buy, iter([OSError("cut")])

    def fail_once(record_id):
        for failure in failures:
            raise failure
        real(record_id)

    monkeypatch.setattr(tasks, "buy", fail_once)
    record = a_hold(client)
    client.post(f"/checkout/{record.pk}/", CUSTOMER)
    record.refresh_from_db()
    assert record.state == State.PURCHASED


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_away_costs_a_renewal_not_the_lease():
    record = OrderRecord.objects.create(visitor="v", payment="credit", state=State.ATTEMPTING, lease="mine")
    rounds = iter([False, False, True])
    failures = iter([OperationalError("gone")])

    def fail_once(execute, *query):
        for failure in failures:
            raise failure
        return execute(*query)

    class Ended:
        def wait(self, seconds):
            return next(rounds)

    with connection.execute_wrapper(fail_once):
        leases._renew(record.pk, "mine", Ended())
    record.refresh_from_db()
    assert record.lease_ends_at > timezone.now()

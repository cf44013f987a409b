"""Money follows tickets: taken as far as there are some, freed at once where there are none."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from boxoffice.ticketing import PurchaseResult, Transaction, TransactionStatus, to_text
from checkout import purchase, reservation, taking, tasks
from checkout.models import Authorisation, Standing, State, Trouble
from checkout.payments import stripe_line
from tests import own_stripe as shop
from tests.builders import a_performance

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]


def money(bank, record):
    row = shop.intent_of(bank, record)
    return row["taken"], row["held"]


def test_what_is_bought_is_paid_in_full_in_the_same_breath(client, bank):
    record = shop.work(shop.paid(client, bank))
    authorisation = record.authorisations.get()
    assert (record.state, authorisation.standing) == (State.PURCHASED, Standing.CAPTURED)
    assert (authorisation.captured, authorisation.needs_staff) == (5500, "")
    assert money(bank, record) == (5500, 0)


def test_of_an_order_that_was_partly_bought_exactly_that_part_is_paid_with_its_sending(client, bank):
    record = shop.held_of_two_suppliers(client)
    shop.begin(shop.press(record, customer={"address_line_two": "fail source castle"}))
    shop.confirm(bank, record.authorisations.get().intent_id)
    shop.work(record)
    sold = bank.transaction(record.transaction_uuid)
    assert record.state == State.PARTLY_PURCHASED
    assert sold["sold_for"] == sold["stripe"]["taken"] != {}
    assert sold["stripe"]["held"] == {}
    assert record.authorisations.get().captured < record.authorisations.get().amount


def test_a_price_that_f13_does_not_say_is_for_staff(client, bank):
    record = shop.held_of_two_suppliers(client)
    _record, authorisation = shop.begin(shop.press(record))
    shop.confirm(bank, authorisation.intent_id)
    authorisation.move(Standing.HELD)
    record.change(state=State.PARTLY_PURCHASED, kept_transaction=_without_totals(record))
    assert shop.settle(record).needs_staff == Trouble.UNKNOWN_SUM
    assert money(bank, record) == (0, authorisation.amount)


def test_what_the_supplier_did_not_sell_is_not_paid_and_freed_at_once(client, bank):
    record = shop.paid(
        client,
        bank,
        customer={"address_line_two": "fail part one"},
        perf_id=a_performance("6IE", weekday=4),
    )
    shop.work(record)
    assert record.state == State.FAILED
    assert money(bank, record) == (0, 0)
    assert record.authorisations.get().standing == Standing.FREED


def test_a_purchase_that_came_too_late_to_start_frees_the_money(client, bank):
    record = shop.paid(client, bank)
    record.authorisations.get().move(Standing.HELD)
    purchase.authorised(record, paid_with={})
    with time_machine.travel(record.hold_ends_at):
        shop.work(record)
    assert (record.state, record.why_failed) == (State.FAILED, "expired")
    assert money(bank, record) == (0, 0)


def test_while_nobody_knows_what_was_bought_the_money_is_left_alone(client, bank):
    record = shop.paid(client, bank)
    bank.fault("purchase", kind="lost", seconds=150)
    shop.work(record)
    assert record.state == State.ATTEMPTING
    tasks.sweep()
    shop.settle(record)
    assert money(bank, record) == (0, 5500)


def test_money_held_for_seats_that_are_let_go_is_freed(client, bank, django_capture_on_commit_callbacks):
    record = shop.work(shop.paid(client, bank, customer={"email_address": "ada@example.invalid"}))
    assert money(bank, record) == (0, 5500)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/checkout/{record.pk}/release/")
    assert money(bank, record) == (0, 0)


def test_money_held_for_a_hold_that_ran_out_is_freed_by_the_sweep(client, bank):
    record = shop.work(shop.paid(client, bank, customer={"email_address": "ada@example.invalid"}))
    assert record.state == State.RESERVED
    with time_machine.travel(record.hold_ends_at + timedelta(seconds=1)):
        tasks.sweep()
    record.refresh_from_db()
    assert record.state == State.EXPIRED
    assert money(bank, record) == (0, 0)


@pytest.mark.parametrize("kind", ["502_before", "502_after", "lost", "half", "cut", "garbage"])
def test_a_lost_answer_of_a_capture_is_looked_up_and_the_money_is_taken_once(client, bank, kind):
    record = shop.paid(client, bank)
    bank.fault("stripe.capture", kind=kind)
    shop.work(record)
    assert record.state == State.PURCHASED
    assert record.authorisations.get().standing == Standing.HELD
    assert shop.settle(record).standing == Standing.CAPTURED
    assert money(bank, record) == (5500, 0)


def test_a_capture_that_still_runs_while_it_is_sent_again_takes_the_money_once(client, bank):
    record = shop.paid(client, bank)
    bank.fault("stripe.capture", kind="lost", seconds=150)
    shop.work(record)
    assert shop.settle(record).standing == Standing.CAPTURED
    bank.move_clock(seconds=151)
    assert money(bank, record) == (5500, 0)


@pytest.mark.parametrize("kind", ["502_before", "502_after", "lost", "half", "cut", "garbage"])
def test_a_lost_answer_of_a_cancellation_is_looked_up(client, bank, kind):
    record, _authorisation = shop.begun(client)
    shop.confirm(bank, _authorisation.intent_id)
    bank.fault("stripe.cancel", kind=kind)
    reservation_ends(record)
    shop.settle(record)
    assert shop.settle(record).standing == Standing.FREED
    assert money(bank, record) == (0, 0)


def test_no_word_from_stripe_leaves_the_money_for_later_and_comes_back(client, bank):
    record = shop.paid(client, bank)
    shop.work(record)
    authorisation = record.authorisations.get()
    authorisation.change(standing=Standing.HELD)
    bank.fault("stripe.retrieve", kind="502_before")
    come_back_at = taking.settle(record.pk)
    assert come_back_at > timezone.now()
    assert taking.settle(record.pk) == come_back_at  # not due: nobody asks
    assert shop.settle(record).standing == Standing.CAPTURED


def test_a_capture_that_stripe_refuses_is_tried_again_and_then_is_for_staff(client, bank, settings):
    record = shop.work(shop.paid(client, bank, card="pm_card_captureFails"))
    assert record.state == State.PURCHASED
    pauses = []
    for _ in range(settings.CAPTURE_TRIES - 1):
        authorisation = record.authorisations.get()
        assert authorisation.needs_staff == ""
        pauses.append(authorisation.look_again_at - timezone.now())
        shop.settle(record)
    assert pauses == sorted(pauses)
    assert record.authorisations.get().needs_staff == Trouble.REFUSED
    assert list(Authorisation.objects.for_staff()) == [record.authorisations.get()]
    assert len(shop.deeds(bank, "capture")) == settings.CAPTURE_TRIES


def test_once_it_can_be_taken_after_all_staff_need_not_look_any_more(client, bank, monkeypatch):
    record = shop.work(shop.paid(client, bank))
    record.authorisations.update(standing=Standing.HELD, needs_staff=Trouble.REFUSED)
    authorisation = shop.settle(record)
    assert (authorisation.standing, authorisation.needs_staff) == (Standing.CAPTURED, "")


def test_tickets_whose_money_the_bank_has_let_go_of_are_for_staff(client, bank):
    record = shop.paid(client, bank)
    bank.fault("stripe.capture", kind="502_before")
    shop.work(record)
    bank.move_clock(days=8)
    authorisation = shop.settle(record)
    assert (authorisation.standing, authorisation.needs_staff) == (Standing.FREED, Trouble.GONE)


def test_money_that_somebody_took_by_hand_is_seen_and_compared(client, bank):
    record, authorisation = shop.begun(client)
    shop.confirm(bank, authorisation.intent_id)
    stripe_line.capture(authorisation.intent_id, key="by hand", amount=5500)
    reservation_ends(record)
    authorisation = shop.settle(record)
    assert (authorisation.standing, authorisation.needs_staff) == (Standing.CAPTURED, Trouble.OTHER_SUM)


def test_an_intent_that_was_never_made_has_no_money_and_ends_without_a_question(client, bank):
    record = shop.pressed(client)
    Authorisation.objects.create(record=record, amount=5500, currency_code="gbp")
    reservation_ends(record)
    bank.clear_log()
    assert shop.settle(record).standing == Standing.FREED
    assert bank.log(endpoint="stripe") == []


def test_settling_twice_or_by_two_workers_changes_nothing(client, bank, monkeypatch):
    record = shop.paid(client, bank)
    settle = taking._settle

    def another_comes_by(authorisation):
        taking.settle(record.pk)
        settle(authorisation)

    monkeypatch.setattr(taking, "_settle", another_comes_by)
    shop.work(record)
    shop.settle(record)
    assert len(shop.deeds(bank, "capture")) == 1
    assert money(bank, record) == (5500, 0)


def test_an_authorisation_never_goes_back(client, bank):
    record = shop.work(shop.paid(client, bank))
    authorisation = record.authorisations.get()
    assert not authorisation.move(Standing.HELD)
    assert not authorisation.move(Standing.FREED)
    assert record.authorisations.get().standing == Standing.CAPTURED


def test_authorisations_near_their_end_are_found(client, bank, settings):
    record = shop.paid(client, bank)
    bank.fault("purchase", kind="lost", seconds=150)
    shop.work(record)
    authorisation = record.authorisations.get()
    assert timedelta(days=6, hours=23) < authorisation.ends_at - timezone.now() <= timedelta(days=7)
    assert not Authorisation.objects.ending_soon()
    soon = authorisation.ends_at - timedelta(hours=settings.AUTHORISATION_ENDS_SOON_HOURS - 1)
    with time_machine.travel(soon):
        assert list(Authorisation.objects.ending_soon()) == [authorisation]


def test_a_record_paid_otherwise_costs_a_worker_two_questions_more(client, f13, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert taking.unsettled() == []
    with django_assert_num_queries(2):
        assert taking.settle(uuid.uuid4()) is None


def reservation_ends(record):
    """Nobody has paid, and the hold is over."""
    moved = record.move(State.EXPIRED, what=reservation.RAN_OUT)
    assert moved


def _without_totals(record):
    trolley = record.reservation.trolley
    sold = tuple(
        replace(bundle, total=None, purchase_result=PurchaseResult(success=True))
        for bundle in trolley.bundles
    )
    return to_text(Transaction(TransactionStatus.PURCHASED, replace(trolley, bundles=sold)))

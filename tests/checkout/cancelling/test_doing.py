"""The box office is asked once; what became of it is looked up until certain; then it is written down."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from checkout import cancelling, tasks
from checkout.cancelling import doing
from checkout.models import Cancellation, CancellationTrouble, OrderRecord, RefundStanding, State
from checkout.models import CancellationStanding as S
from checkout.models import WhyNotCancelled as Why
from tests import cancelling as do

pytestmark = [pytest.mark.django_db, pytest.mark.on_sqlite_too]


def steps(record):
    return [step.what for step in record.steps.all()]


def test_an_item_is_cancelled_and_its_money_is_given_back(client, bank):
    record = do.bought_by_card(client, bank)
    cancellation = do.cancelled(record, 1)
    assert (cancellation.standing, cancellation.cancelled, record.state) == (S.DONE, [1], State.CANCELLED)
    assert record.items.get().is_cancelled
    assert record.transaction.is_fully_cancelled
    refund = record.refunds.get()
    assert (refund.standing, refund.amount, refund.cancellation) == (RefundStanding.DONE, 5500, cancellation)
    assert do.given_back(bank, record) == 5500
    assert do.books_agree(bank, record)
    assert do.asked(bank) == ["1"]


def test_one_of_two_is_cancelled_and_the_other_stands(bought, f13):
    record = bought(do.CAT, do.CASTLE)
    cancellation = do.cancelled(record, 2)
    assert (cancellation.standing, record.state) == (S.DONE, State.PURCHASED)
    assert [item.is_cancelled for item in record.items.all()] == [False, True]
    assert [choice.number for choice in cancelling.possible_items(record)] == [1]
    do.cancelled(record, 1)
    assert record.state == State.CANCELLED
    assert do.asked(f13) == ["2", "1"]


def test_nothing_else_that_was_bought_changes(bought):
    record = bought(do.CAT)
    before = record.transaction.orders[0]
    do.cancelled(record)
    after = record.transaction.orders[0]
    assert (after.seats, after.send_method, after.price) == (before.seats, before.send_method, before.price)
    assert after.backend_cancellation_reference
    assert record.transaction.purchased_at is not None


def test_of_an_order_that_was_bought_in_part_what_was_bought_is_all_that_can_be_cancelled(client, bank):
    record = do.bought_by_card(
        client, bank, do.CAT, do.CASTLE, customer={"address_line_two": "fail source castle"}
    )
    assert record.state == State.PARTLY_PURCHASED
    assert [choice.number for choice in cancelling.possible_items(record)] == [1]
    do.cancelled(record)
    assert record.state == State.CANCELLED
    assert do.books_agree(bank, record)


def test_a_cancellation_that_the_supplier_does_not_accept_leaves_all_as_it_was(client, bank):
    record = do.bought_by_card(client, bank, customer={"address_line_two": "fail cancel"})
    cancellation = do.cancelled(record)
    assert (cancellation.standing, cancellation.why_not) == (S.REFUSED, Why.FAILED)
    assert (record.state, record.refunds.count()) == (State.PURCHASED, 0)
    assert [choice.why_not for choice in cancelling.items_of(record)] == ["tried_and_failed"]
    assert do.books_agree(bank, record)


def test_others_that_would_have_to_go_too_are_named_and_nothing_is_cancelled(bought):
    record = bought(do.CRUISE, do.WALK)
    cancellation = do.cancelled(record, 1)
    assert (cancellation.standing, cancellation.why_not) == (S.REFUSED, Why.TOGETHER)
    assert cancellation.must_also == [2]
    assert [item.is_cancelled for item in record.items.all()] == [False, False]
    assert do.cancelled(record, 1, 2).standing == S.DONE
    assert record.state == State.CANCELLED


def test_what_f13_refuses_outright_is_not_looked_up(bought, f13):
    record = bought(do.CAT)
    OrderRecord.objects.filter(pk=record.pk).update(transaction_uuid="U-unknown")
    record.refresh_from_db()
    cancellation = do.cancelled(record)
    assert (cancellation.standing, cancellation.why_not) == (S.REFUSED, Why.REFUSED)
    assert record.steps.get(what="not cancelled: refused").request_id


# Answers that are lost


@pytest.mark.parametrize("kind", ["502_after", "lost", "half", "garbage"])
def test_a_lost_answer_is_looked_up_and_the_money_goes_back_once(client, bank, kind):
    record = do.bought_by_card(client, bank)
    bank.fault("cancel", kind=kind)
    cancellation = do.cancelled(record)
    assert cancellation.standing == S.UNCERTAIN
    assert do.run(cancellation).standing == S.DONE
    do.run(cancellation)
    record.refresh_from_db()
    assert (record.state, do.asked(bank), do.given_back(bank, record)) == (State.CANCELLED, ["1"], 5500)


@pytest.mark.parametrize("kind", ["502_before", "cut", "410"])
def test_where_nothing_was_done_it_is_asked_once_more_but_only_long_after(bought, f13, settings, kind):
    record = bought(do.CAT)
    f13.fault("cancel", kind=kind)
    cancellation = do.cancelled(record)
    for _ in range(3):
        assert do.run(cancellation).standing == S.UNCERTAIN
    assert do.asked(f13) == ["1"]
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.CANCEL_GRACE_SECONDS + 1)):
        do.run(cancellation)
        assert do.run(cancellation).standing == S.DONE
    assert do.asked(f13) == ["1", "1"]


def test_a_request_that_still_runs_while_it_is_looked_up_is_waited_for(bought, f13):
    record = bought(do.CAT)
    f13.fault("cancel", kind="lost", seconds=150)
    cancellation = do.cancelled(record)
    assert do.run(cancellation).standing == S.UNCERTAIN
    f13.move_clock(seconds=151)
    assert do.run(cancellation).standing == S.DONE
    assert do.asked(f13) == ["1"]


def test_lost_twice_with_nothing_cancelled_it_ends_and_the_buyer_may_try_again(bought, f13, settings):
    record = bought(do.CAT)
    f13.fault("cancel", kind="cut", times=2)
    cancellation = do.cancelled(record)
    grace = timedelta(seconds=settings.CANCEL_GRACE_SECONDS + 1)
    with time_machine.travel(timezone.now() + grace):
        do.run(cancellation)
        assert do.run(cancellation).standing == S.UNCERTAIN
    with time_machine.travel(timezone.now() + 2 * grace):
        do.run(cancellation)
    assert (cancellation.refresh_from_db(), cancellation.standing) == (None, S.REFUSED)
    assert cancellation.why_not == Why.LOST
    assert do.cancelled(record).standing == S.DONE


def test_a_part_that_was_done_is_written_down_long_after_and_the_rest_is_not_asked_again(
    bought, f13, settings
):
    record = bought(do.CAT, do.CASTLE)
    f13.fault("cancel", kind="cut")
    cancellation = do.cancelled(record, 1, 2)
    cancel_elsewhere(record, 1)
    assert do.run(cancellation).standing == S.UNCERTAIN
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.CANCEL_GRACE_SECONDS + 1)):
        do.run(cancellation)
    assert (cancellation.standing, cancellation.cancelled) == (S.PARTLY, [1])
    assert do.asked(f13) == ["1,2", "1"]


def cancel_elsewhere(record, *numbers):
    """As Ingresso's own people do it."""
    doing.get_service("en").cancel(record.transaction_uuid, items=numbers)


def test_while_nobody_answers_it_stays_uncertain_and_staff_are_told_long_after(bought, f13, settings):
    record = bought(do.CAT)
    f13.fault("cancel", kind="lost")
    cancellation = do.cancelled(record)
    f13.fault("status", kind="502_before", times=50)
    assert do.run(cancellation).needs_staff == ""
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.CANCEL_GRACE_SECONDS + 1)):
        do.run(cancellation)
    assert (cancellation.standing, cancellation.needs_staff) == (S.UNCERTAIN, CancellationTrouble.DOUBT)
    f13.no_faults()
    assert do.run(cancellation).standing == S.DONE
    assert cancellation.needs_staff == ""


def test_no_word_from_status_after_a_good_answer_takes_the_answer(client, bank):
    record = do.bought_by_card(client, bank)
    bank.fault("status", kind="502_before", times=10)
    assert do.cancelled(record).standing == S.DONE
    assert (record.state, do.given_back(bank, record)) == (State.CANCELLED, 5500)


def test_what_could_not_be_sent_is_sent_as_soon_as_it_can(bought, f13, settings):
    record = bought(do.CAT)
    settings.F13_URL, right = "http://127.0.0.1:9", settings.F13_URL
    cancellation = do.cancelled(record)
    assert (cancellation.standing, cancellation.asks, cancellation.asked_at) == (S.ASKED, 0, None)
    settings.F13_URL = right
    assert do.run(cancellation).standing == S.DONE
    assert do.asked(f13) == ["1"]


def test_a_worker_that_dies_over_it_is_made_up_for(bought, f13, monkeypatch):
    record = bought(do.CAT)
    monkeypatch.setattr(doing, "conclude", lambda *args, **options: 1 / 0)
    cancellation = cancelling.ask(record, [1])
    with pytest.raises(ZeroDivisionError):
        doing.run(cancellation.pk)
    monkeypatch.undo()
    assert doing.unsettled() == []  # not yet: the call might have been running still
    Cancellation.objects.update(look_again_at=timezone.now())
    tasks.sweep()
    cancellation.refresh_from_db()
    assert (cancellation.standing, do.asked(f13)) == (S.DONE, ["1"])


# Two workers


def test_two_workers_ask_once(bought, f13, monkeypatch):
    record = bought(do.CAT)
    cancellation = cancelling.ask(record, [1])
    is_mine = doing._is_mine

    def another_comes_by(mine):
        monkeypatch.setattr(doing, "_is_mine", is_mine)
        doing.run(cancellation.pk)
        return is_mine(mine)

    monkeypatch.setattr(doing, "_is_mine", another_comes_by)
    doing.run(cancellation.pk)
    assert do.asked(f13) == ["1"]


def test_one_that_stood_still_before_the_call_finds_that_another_has_asked(bought, f13, monkeypatch):
    record = bought(do.CAT)
    cancellation = cancelling.ask(record, [1])
    takes = doing._takes_the_right_to_ask

    def stand_still(mine):
        monkeypatch.setattr(doing, "_takes_the_right_to_ask", takes)
        do.run(cancellation)
        return takes(mine)

    monkeypatch.setattr(doing, "_takes_the_right_to_ask", stand_still)
    do.run(cancellation)
    assert do.asked(f13) == ["1"]
    assert steps(record).count("cancelled") == 2  # of the cancellation, and of the order


def test_two_that_hear_the_same_write_it_down_once(client, bank, monkeypatch):
    record = do.bought_by_card(client, bank, do.CAT, do.CASTLE)
    cancellation = cancelling.ask(record, [1])
    conclude, told = doing.conclude, []

    def another_comes_by(*args, **options):
        monkeypatch.setattr(doing, "conclude", conclude)
        do.run(cancellation)
        told.append(conclude(*args, **options))
        return told[-1]

    monkeypatch.setattr(doing, "conclude", another_comes_by)
    do.run(cancellation)
    assert told == [False]
    assert record.refunds.count() == 1
    assert do.given_back(bank, record) == 5500


def test_f13_is_never_asked_for_all_where_nothing_is_left_of_what_was_wanted(client, bank):
    record = do.bought_by_card(client, bank, do.CAT, do.CASTLE)
    cancellation = cancelling.ask(record, [1])
    kept = do.heard_of(record, 1)
    do.run(cancellation)
    assert do.asked(bank) == []
    assert (cancellation.standing, cancellation.cancelled) == (S.DONE, [1])
    record.refresh_from_db()
    assert record.state == State.PURCHASED
    assert kept == record.kept_transaction

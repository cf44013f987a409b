"""Whatever is lost, whoever dies, in any order: what is cancelled is paid back to the penny, and once.

`VISITS=many`, as in `make faults`, tries many more, and others each time.
"""

import os
from itertools import cycle, product

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from checkout.models import Cancellation, State
from checkout.models import CancellationStanding as S
from tests.any_cancelling import PAID, AnyCancelling, owed
from tests.stand_in_cancelling import DEATHS, HEARD, HEARD_OF_STRIPE, RESULTS, Plan

pytestmark = pytest.mark.django_db

IS_LONG = os.environ.get("VISITS") == "many"
RUNS, STEPS = (3000, 40) if IS_LONG else (int(os.environ.get("RUNS", 12)), 15)
USUAL = settings(
    max_examples=RUNS,
    stateful_step_count=STEPS,
    derandomize=not IS_LONG,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
WHILE_WRITING = ("", "items", "letter", "record")


def test_no_order_of_events_cancels_twice_or_pays_back_another_sum():
    AnyCancelling.reached.clear()
    run_state_machine_as_test(AnyCancelling, settings=USUAL)
    wanted = {S.DONE, S.PARTLY, S.REFUSED, S.UNCERTAIN, "died"} if IS_LONG else {S.DONE}
    assert set(AnyCancelling.reached) >= wanted


def cells(result):
    """What may go wrong with the worker, with what it asks next, with the refund, and in which order."""
    if result == "done":
        found = [*product(DEATHS, ("heard",), WHILE_WRITING)] * 2
    else:
        found = [*product(DEATHS, ("heard", "silent"), ("", "record"))]
    of_stripe = cycle(HEARD_OF_STRIPE)
    return [(*cell, next(of_stripe), number % 2 == 0) for number, cell in enumerate(found)]


@pytest.mark.parametrize("heard", HEARD)
@pytest.mark.parametrize("result", RESULTS)
def test_every_way_to_lose_it_ends_with_money_and_tickets_agreeing(result, heard):
    tried = cells(result)
    assert len(tried) >= 12
    for death, status, writing, of_stripe, is_first_lost in tried:
        machine = AnyCancelling()
        try:
            machine.somebody_cancels({1, 2})
            machine.worker_cancels(Plan(result, heard, death, status), writing)
            if is_first_lost:
                machine.lost_deeds_end()
            machine.worker_cancels(Plan(), writing)
            machine.worker_gives_back(of_stripe, of_stripe == "cut")
            machine.time_goes_by(26 * 60)
            machine.nothing_is_wrong()
            _ends(machine, result=result, heard=heard, death=death)
        except AssertionError as error:
            raise AssertionError((death, status, writing, of_stripe, is_first_lost)) from error


def _ends(machine, *, result, heard, death):
    with machine.stack:
        machine._everything_ends()
        (row,) = Cancellation.objects.all()
        is_said = heard in {"heard", "lost", "still running"}
        is_first_try = is_said and death != "before"
        if result == "done" or not is_first_try:
            assert (row.standing, row.cancelled) == (S.DONE, [1, 2]), (row.standing, row.why_not)
            assert machine.stripe.total == owed(row) == PAID - 1001 - 263
        elif result == "not accepted" or (heard == "heard" and not death):
            assert (row.standing, machine.stripe.total) == (S.REFUSED, 0)
        assert machine._fresh().state == State.PURCHASED


def test_the_machine_reaches_what_is_worth_trying():
    machine = AnyCancelling()
    with machine.stack:
        machine.somebody_cancels({1, 2})
        machine.worker_cancels(Plan(heard="lost"), "")
        assert Cancellation.objects.get().standing == S.UNCERTAIN
        machine.worker_cancels(Plan(), "")
        machine.the_buyer_withdraws({3})
        machine.worker_cancels(Plan(), "")
        machine.worker_gives_back("lost", False)
        machine._everything_ends()
        assert machine._fresh().state == State.CANCELLED
        assert [row.standing for row in Cancellation.objects.all()] == [S.DONE, S.DONE]
        assert machine.stripe.total == PAID - 263


def test_sending_comes_back_once_where_two_empty_a_supplier_s_part_at_once():
    """Both are done at the box office before either answer is heard."""
    machine = AnyCancelling()
    with machine.stack:
        machine.somebody_cancels({1})
        machine.the_buyer_withdraws({2})
        machine.worker_cancels(Plan(heard="lost"), "")
        machine._everything_ends()
        assert machine.stripe.total == PAID - 1001 - 263


def test_an_item_that_two_rows_name_is_paid_back_once():
    """No press makes such rows; should there ever be any, money goes back once."""
    machine = AnyCancelling()
    with machine.stack:
        machine.somebody_cancels({3})
        one = Cancellation.objects.get()
        Cancellation.objects.create(
            record=machine.record, numbers=[3], is_withdrawal=True, kept_offer=one.kept_offer
        )
        machine.worker_cancels(Plan(heard="lost"), "")
        machine._everything_ends()
        assert machine.stripe.total == 1001

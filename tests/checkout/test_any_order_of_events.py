"""No order of events, duplicates included, moves an order backwards, buys twice or pays twice.

`VISITS=many`, as in `make faults`, tries many more, and others each time.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from checkout.models import State
from tests.any_order_of_events import RETURNED, AnyOrder
from tests.stand_in import Plan

pytestmark = pytest.mark.django_db

IS_LONG = os.environ.get("VISITS") == "many"
RUNS, STEPS = (3000, 40) if IS_LONG else (int(os.environ.get("RUNS", 60)), 20)
BEFORE_OR_AFTER = {State.RESERVING, State.NOT_RESERVED, State.LOST, State.CANCELLED}
USUAL = settings(
    max_examples=RUNS,
    stateful_step_count=STEPS,
    derandomize=not IS_LONG,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_no_order_of_events_moves_it_backwards_or_buys_twice():
    AnyOrder.reached.clear()
    run_state_machine_as_test(AnyOrder, settings=USUAL)
    assert set(AnyOrder.reached) >= (set(State) - BEFORE_OR_AFTER if IS_LONG else {State.PURCHASED})


WELL, HEARD = Plan(), "heard"
LOST, RUNNING = Plan(heard="lost"), Plan(heard="still running")
# What must be reached by these steps: otherwise the machine would try nothing worth trying.
SCRIPTS = {
    "bought on credit": ("credit", State.PURCHASED, (lambda m: works(m, WELL),)),
    "bought in part": ("credit", State.PARTLY_PURCHASED, (lambda m: works(m, Plan("partly sold")),)),
    "bought, and the answer lost": (
        *("stripe", State.PURCHASED),
        (lambda m: works(m, LOST), lambda m: works(m, WELL)),
    ),
    "bought late": (
        *("stripe", State.PURCHASED),
        (lambda m: works(m, RUNNING), lambda m: m.lost_deed_ends(), lambda m: works(m, WELL)),
    ),
    "out and back": (
        *("redirect", State.PURCHASED),
        (
            lambda m: works(m, Plan("a callout")),
            lambda m: m.somebody_returns(0, RETURNED[1], 2),
            lambda m: works(m, WELL),
        ),
    ),
    "bought at the white label": (
        *("white-label", State.PURCHASED),
        (lambda m: m.white_label_sells(), lambda m: works(m, WELL)),
    ),
}


def works(machine, plan):
    machine.worker_comes(plan, HEARD, "nothing")


@pytest.mark.parametrize(("way", "ends", "steps"), SCRIPTS.values(), ids=list(SCRIPTS))
def test_the_machine_gets_where_it_is_worth_being(way, ends, steps):
    machine = AnyOrder()
    try:
        machine.tickets_are_held(way, is_pressed=True, is_card_good=True)
        for step in steps:
            step(machine)
            machine.nothing_is_wrong()
        assert machine._fresh().state == ends
    finally:
        machine.teardown()

"""No order of events, duplicates included, moves an order backwards, buys twice or pays twice.

`VISITS=many`, as in `make faults`, tries many more.
"""

import os

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from checkout.models import State
from tests.any_order_of_events import AnyOrder

pytestmark = pytest.mark.django_db

IS_LONG = os.environ.get("VISITS") == "many"
RUNS, STEPS = (3000, 40) if IS_LONG else (int(os.environ.get("RUNS", 60)), 20)
BEFORE_OR_AFTER = {State.RESERVING, State.NOT_RESERVED, State.LOST, State.CANCELLED}
USUAL = settings(
    max_examples=RUNS, stateful_step_count=STEPS, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_no_order_of_events_moves_it_backwards_or_buys_twice():
    AnyOrder.reached.clear()
    run_state_machine_as_test(AnyOrder, settings=USUAL)
    assert set(AnyOrder.reached) >= (set(State) - BEFORE_OR_AFTER if IS_LONG else {State.PURCHASED})

"""Whatever visitors, workers, clocks and f13 do, in any order: holds and trolley are right.

`VISITS=many`, as in `make faults`, tries many more and longer visits than the usual run.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from boxoffice.ticketing import get_service
from tests.any_visit import AnyVisit, Stage
from tests.builders import a_choice, a_performance
from tests.wire import Wire

pytestmark = pytest.mark.django_db

TUESDAY = 1
RUNS, STEPS = (400, 60) if os.environ.get("VISITS") == "many" else (30, 22)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
USUAL = settings(
    max_examples=RUNS,
    stateful_step_count=STEPS,
    deadline=None,
    phases=PHASES,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def stage(f13, settings, monkeypatch):
    """Answers are asked for anew each time, and no number of failures keeps the shop from asking."""
    settings.ANSWERS_SHARED_SECONDS = 0
    settings.BREAKER_FAILURES = 10**6
    perf_id = a_performance("7AB")
    stalls = get_service("en").get_availability(perf_id, seat_blocks=True).bands[0]
    first, second = next(block for block in stalls.seat_blocks if len(block) > 1).seats[:2]
    choices = {
        "two seats": a_choice(perf_id, seats=[first.id, second.id]),
        "one of them": a_choice(perf_id, seats=[second.id]),
        "a moving seat": a_choice(perf_id, seats=["D7"]),
        "anywhere": a_choice(a_performance("6IF"), quantity=2, send="COBO"),
        "nothing": a_choice(a_performance("6IE", weekday=TUESDAY)),
    }
    AnyVisit.stage = Stage(f13, Wire(monkeypatch), choices, perf_id)
    return AnyVisit.stage


def test_holds_and_trolley_are_right_whatever_happens(stage):
    run_state_machine_as_test(AnyVisit, settings=USUAL)
    print({k: v for k, v in sorted(stage.reached.items())})

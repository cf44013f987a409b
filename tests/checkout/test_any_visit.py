"""Whatever visitors, workers, clocks and f13 do, in any order: holds and trolley are right.

`VISITS=many`, as in `make faults`, tries many more and longer visits than usual, and others each time.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from boxoffice.ticketing import get_service
from tests.any_visit import CHOICES, HAPPENINGS, LONG, AnyVisit, Stage
from tests.builders import a_choice, a_performance, mirrored
from tests.wire import Wire

pytestmark = pytest.mark.django_db

TUESDAY = 1
IS_LONG = os.environ.get("VISITS") == "many"
RUNS, STEPS = (600, 50) if IS_LONG else (25, 20)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
USUAL = settings(
    max_examples=RUNS,
    stateful_step_count=STEPS,
    derandomize=not IS_LONG,
    deadline=None,
    phases=PHASES,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def stage(f13, settings, monkeypatch):
    """Answers are asked for anew each time, and no number of failures keeps the shop from asking."""
    settings.ANSWERS_SHARED_SECONDS = 0
    settings.BREAKER_FAILURES = 10**6
    mirrored("7AB", "6IF", "6IE")
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
    assert {"reserved", "released", "holds"} <= set(stage.reached)


ADA, ADA_TOO, BOB = range(3)
WELL, REFUSED = "as they are", "with an email address that is refused"
# Each line is a rule that must do what it is there for: what is then counted stands beside it.
SCRIPT = (
    (lambda v: v.holds(ADA), ("holds", "reserved")),
    (lambda v: v.holds(BOB), ("reserved",)),
    (lambda v: v.looks(ADA_TOO), ("looks",)),
    (lambda v: v.goes_back(ADA, scripts=True), ("goes back", "released")),
    (lambda v: v.holds_twice(BOB), ("holds twice",)),
    (lambda v: v.tries_anothers_addresses(ADA), ("tries another's addresses",)),
    (lambda v: v.lets_go(BOB), ("lets go",)),
    *((lambda v, what=what: v.puts_in(ADA_TOO, what), (f"puts in {what}",)) for what in CHOICES),
    (lambda v: v.presses_anything(ADA_TOO, number=0, button=0), ("presses trolley/remove",)),
    (lambda v: v.holds(ADA_TOO), ("reserved",)),
    (lambda v: v.agrees(ADA_TOO), ("agrees",)),
    (lambda v: v.pays(ADA_TOO, "with an email address that is refused"), ("pays", "attempting")),
    (lambda v: v.a_worker_buys(), ("a worker buys",)),
    (lambda v: v.pays(ADA_TOO, "so that the purchase fails"), ()),
    (lambda v: v.a_worker_sweeps(), ("a worker sweeps", "failed")),
    (lambda v: v.looks(ADA), ()),
    (lambda v: v.something_goes_wrong(ADA, ("reserve", "lost")), ("lost of reserve", "lost")),
    (lambda v: v.time_goes_by(1), ("1 minutes go by",)),
    (lambda v: v.the_process_dies_while_it_holds(BOB, "after"), ("dies after the hold", "reserving")),
    (lambda v: v.time_goes_by(LONG), ()),
    (lambda v: v.all_is_well_again(), ()),
    (lambda v: v.a_worker_sweeps(), ()),
    *((lambda v, one=one: v.while_f13_is_asked(ADA, ADA_TOO, "reserve", "before", one, WELL),
       (f"{one} during reserve",)) for one in HAPPENINGS),
    (lambda v: v.looks(ADA), ()),
    (lambda v: v.holds(ADA), ()),
    (lambda v: v.while_f13_is_asked(ADA, BOB, "release", "after", "holds", WELL), ("holds during release",)),
    (lambda v: v.while_f13_is_asked(BOB, ADA, "trolley", "after", "puts in", WELL),
     ("puts in during trolley",)),
    (lambda v: v.while_f13_is_asked(ADA, ADA_TOO, "purchase", "before", "holds", REFUSED),
     ("holds during purchase",)),
    (lambda v: v.looks(ADA), ()),
    (lambda v: v.holds(ADA), ()),
    (lambda v: v.pays(ADA, WELL), ()),
    (lambda v: v.a_worker_buys(), ("purchased",)),
    (lambda v: v.holds(BOB), ()),
    (lambda v: v.time_goes_by(LONG), ()),
    (lambda v: v.a_worker_sweeps(), ("expired",)),
    (lambda v: v.holds_again(BOB), ("holds again",)),
    (lambda v: v.f13_frees_before_its_time(4), ("f13 frees before its time",)),
)  # fmt: skip


def test_every_rule_does_what_it_is_there_for(stage):
    visit = AnyVisit()
    try:
        visit.both_want_the_same_seats()
        missing = []
        for number, (step, reaches) in enumerate(SCRIPT):
            step(visit)
            visit.everybody_sees_their_own()
            visit.the_records_are_true()
            missing += [f"step {number}: {what}" for what in reaches if not stage.reached[what]]
        assert missing == []
    finally:
        visit.teardown()


def test_every_rule_is_in_the_script():
    names = {name for name, one in vars(AnyVisit).items() if hasattr(one, "hypothesis_stateful_rule")}
    said = {name for step, _ in SCRIPT for name in step.__code__.co_names}
    assert len(names) > 10
    assert names - said == set()

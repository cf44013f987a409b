"""Every way of paying, each of its calls, what may go wrong with it, and what may die then.

The axes are tables; `walk` goes through one cell and gives back what was broken, with its story.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from checkout.models import State
from tests.faults.blows import BLOWS
from tests.faults.books import is_settled, violations
from tests.faults.buyers import comes_back, pressing, wishes, with_a_hold
from tests.faults.night import PATIENCE, wait_until
from tests.faults.stage import Stage

LONG = 150  # seconds that a call takes, of the box office's clock
# Minutes that go by until all must have ended: past the hold, the grace, and the longest callout.
ROUNDS = (0, 0.1, 0.1, 0.2, 0.5, 1, 1, 2, 5, 16, 11, 6, 31, 1, 31)
PATIENT_ROUNDS = 10
IN_A_ROUND = 2.0  # seconds for the worker to look


@dataclass(frozen=True)
class Call:
    """Something that this way asks of f13, Cider or Stripe."""

    name: str
    buys: bool = False  # tickets are sold by it
    is_looked_up: bool = True  # by status, should its answer be lost
    script: str = ""  # what the customer's address has to say for it to be asked
    is_of_a_sale: bool = False  # where the supplier refuses, it is never asked
    is_sent_again: bool = False  # while f13 says that it still waits for it


@dataclass(frozen=True)
class Fault:
    """What goes wrong: on the wire, or by the supplier, as the customer's address says."""

    kind: str
    is_done: bool = True
    ends: State = State.PURCHASED  # where it strikes the call that buys
    is_looked_up_meanwhile: bool = False
    script: str = ""
    parts: int = 1


CALLS = {
    "credit": (Call("purchase", buys=True),),
    "redirect": (Call("purchase"), Call("callback", buys=True, is_of_a_sale=True, is_sent_again=True)),
    "cider": (Call("cider", is_looked_up=False), Call("purchase", buys=True)),
    "stripe": (
        Call("stripe.create", is_looked_up=False),
        Call("stripe.retrieve", is_looked_up=False),
        Call("purchase", buys=True),
        Call("stripe.capture", is_looked_up=False, is_of_a_sale=True),
        Call("stripe.cancel", is_looked_up=False, script="decline"),
    ),
}
FAULTS = {
    "the answer lost and the deed done": Fault("lost"),
    "the answer lost and the deed still running": Fault("lost", is_looked_up_meanwhile=True),
    "502 before": Fault("502_before", ends=State.FAILED),
    "502 after": Fault("502_after"),
    "cut": Fault("cut", ends=State.FAILED),
    "garbage": Fault("garbage"),
    "slow": Fault("slow"),
    "410": Fault("410", ends=State.FAILED),
    "failed": Fault("slow", ends=State.FAILED, script="decline"),
    "partly": Fault("slow", ends=State.PARTLY_PURCHASED, script="fail part one", parts=2),
}


@dataclass(frozen=True)
class Cell:
    way: str
    call: Call
    what: str
    dies: str

    def __str__(self) -> str:
        return f"{self.way} · {self.call.name} · {self.what} · {self.dies}"

    @property
    def fault(self) -> Fault:
        return FAULTS[self.what]

    @property
    def ends(self) -> set[State]:
        """Where a call strikes that does not buy, whatever is true in itself will do."""
        if self.call.buys and self.call.is_sent_again and self.fault.ends == State.FAILED:
            return {State.FAILED, State.PURCHASED}
        if self.call.buys:
            return {self.fault.ends}
        return {State.PURCHASED, State.PARTLY_PURCHASED, State.FAILED, State.EXPIRED, State.RELEASED}


@dataclass(frozen=True)
class Verdict:
    cell: Cell
    broken: list[str]
    state: str
    story: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        ended = "; ".join(self.broken) or self.state
        return "\n  ".join([f"{self.cell}: {ended}", *self.story])


def cells() -> list[Cell]:
    return [Cell(*one) for one in _combined()]


def _combined() -> Iterator[tuple[str, Call, str, str]]:
    for way, calls in CALLS.items():
        for call in calls:
            for what, fault in FAULTS.items():
                if _can_be(call, fault):
                    yield from ((way, call, what, dies) for dies in BLOWS)


def _can_be(call: Call, fault: Fault) -> bool:
    """An address has one line for scripts; and what belongs to a sale is not asked where there is none."""
    is_refused = bool(fault.script) and fault.ends == State.FAILED
    return not (call.script and fault.script) and not (call.is_of_a_sale and is_refused)


def walk(cell: Cell, stage: Stage) -> Verdict:
    """Somebody buys, it goes wrong, something dies; then all is started again, and time goes by."""
    stage.open(cell.way)
    script = cell.call.script or cell.fault.script
    broken: list[str] = []
    buyer, address = with_a_hold(stage, wishes(stage, parts=cell.fault.parts))
    stage.sandbox.fault(cell.call.name, kind=cell.fault.kind, seconds=LONG)
    with pressing(stage, buyer, address, script=script) as pressed:
        try:
            _strike(cell, stage)
            pressed.result(timeout=PATIENCE)  # as far as they got; then time may pass
            _recover(stage)
        except (AssertionError, TimeoutError) as error:
            broken.append(str(error) or type(error).__name__)
        finally:
            stage.sandbox.move_clock(seconds=LONG)  # whoever still waits goes on
    broken += violations(stage, ends=cell.ends)
    return Verdict(cell, broken, stage.records()[-1]["state"], _story(stage) if broken else [])


def _strike(cell: Cell, stage: Stage) -> None:
    struck, blow = _struck(cell, stage), BLOWS[cell.dies]
    wait_until(lambda: comes_back(stage) or struck(), what=f"{cell.call.name} is asked")
    blow.while_it_waits(stage)
    if cell.fault.is_looked_up_meanwhile and cell.call.is_looked_up:
        _look_meanwhile(stage)
    blow.before_the_answer(stage)
    stage.sandbox.move_clock(seconds=LONG)
    wait_until(lambda: struck() == ["done"], what="the call has ended")
    blow.after_the_answer(stage)
    stage.start_what_is_down()


def _struck(cell: Cell, stage: Stage) -> Callable[[], list[str]]:
    """The call that the fault has struck: whether it has come, and whether it is done."""

    def struck() -> list[str]:
        rows = [row for row in stage.calls(cell.call.name) if row["fault"] == cell.fault.kind]
        return ["waiting" if row["status"] is None else "done" for row in rows]

    return struck


def _look_meanwhile(stage: Stage) -> None:
    """While the lost deed is running, its record is looked up, by whoever is there."""
    stage.start_what_is_down()
    for _ in range(PATIENT_ROUNDS):
        stage.sweep()
        if _comes_true(lambda: bool(stage.calls("status"))):
            return
    raise AssertionError("it is not looked up while it is running")


def _recover(stage: Stage) -> None:
    for minutes in ROUNDS:
        if is_settled(stage):
            return
        stage.time_passes(minutes=minutes)
        before = _moved(stage)
        comes_back(stage)
        _comes_true(lambda: is_settled(stage) or _moved(stage) != before)  # noqa: B023 -- asked here and now


def _comes_true(is_so: Callable[[], bool]) -> bool:
    """Within a moment: it may not be due yet, and the last round tells whether it ever is."""
    try:
        wait_until(is_so, what="this", within=IN_A_ROUND)
    except AssertionError:
        return False
    return True


def _moved(stage: Stage) -> tuple[int, int]:
    return len(stage.steps()), len(stage.sandbox.log())


def _story(stage: Stage) -> list[str]:
    asked = [f"{row['endpoint']} {row['deed']} {row['status']} {row['fault']}" for row in stage.sandbox.log()]
    return [
        f"steps: {stage.steps()}",
        f"asked: {asked[-12:]}",
        *(stage.shop.worker.last_lines().splitlines()),
    ]

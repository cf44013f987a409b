"""One order's life as a state machine: buyers, workers, the debitor, the white label and time, in any order."""

import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ClassVar
from unittest import mock

import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from boxoffice.ticketing import Bundle, Reservation, Trolley, to_text
from checkout import callouts, concluding, purchase, reservation, settling
from checkout.models import BOUGHT, MOVES, OrderRecord, State
from tests.stand_in import DEATHS, HEARD, RESULTS, BoxOffice, Plan
from tests.wire import Died

SPEAKERS = (purchase, settling, reservation)  # who asks the box office
WAYS = {
    "credit": State.ATTEMPTING,
    "redirect": State.ATTEMPTING,
    "a card": State.AUTHORISING,
    "white-label": State.HANDED_OVER,
}
CUSTOMER = {"first_name": "Ada", "last_name": "Reader", "email_address": "ada@example.com"}
BROWSER = purchase.Browser(ip="127.0.0.1", user_agent="a browser", accept="*/*", site="boxoffice.test")
RETURNED = ((), (("success", "yes"),), (("success", "no"), ("success", "")))
MEANWHILE = ("nothing", "another worker", "a press", "a return", "a release", "a sweep", "an hour")
ENDED = frozenset(state for state, on in MOVES.items() if not on) | BOUGHT
LONGEST_WAITS = (1, 1, 2, 16, 12, 31, 61)  # minutes, after which everything must have ended

copies = st.sampled_from(("as it is", "as it was", "as it was long ago"))
plans = st.builds(Plan, st.sampled_from(RESULTS), st.sampled_from(HEARD), st.sampled_from(DEATHS))


class AnyOrder(RuleBasedStateMachine):
    """Every copy of the record, old ones too, belongs to somebody who may still act on it."""

    reached: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.travel = time_machine.travel(timezone.now(), tick=False)
        self.clock = self.travel.start()
        self.database = transaction.atomic()
        self.database.__enter__()
        self.box_office = BoxOffice(
            hold_ends_at=timezone.now() + timedelta(minutes=15), meanwhile=self._meanwhile
        )
        self.patches = [mock.patch.object(one, "get_service", lambda *_: self.box_office) for one in SPEAKERS]
        self.patches.append(mock.patch.object(OrderRecord, "move", self._watched(OrderRecord.move)))
        for patch in self.patches:
            patch.start()
        self.moves: list[tuple[str, str]] = []
        self.pressed, self.happening = 0, "nothing"

    def teardown(self) -> None:
        try:
            self._everything_ends()
        finally:
            for patch in self.patches:
                patch.stop()
            transaction.set_rollback(True)
            self.database.__exit__(None, None, None)
            self.travel.stop()

    # What happens

    @initialize(way=st.sampled_from(list(WAYS)), is_pressed=st.sampled_from((True, True, True, False)))
    def tickets_are_held(self, way: str, is_pressed: bool) -> None:
        held = Trolley(bundles=(Bundle("one"), Bundle("two")), transaction_uuid="t-1")
        self.way = way
        self.record = OrderRecord.objects.create(
            visitor=uuid.uuid4().hex,
            state=State.RESERVED,
            payment="redirect" if way == "redirect" else "credit",
            transaction_uuid="t-1",
            kept_reservation=to_text(Reservation(trolley=held)),
            hold_ends_at=self.box_office.hold_ends_at,
        )
        self.copies = [self._fresh()]
        if is_pressed:
            self.presses("as it is")

    @rule(who=copies)
    def presses(self, who: str) -> None:
        self.pressed += purchase.press(self._copy(who), customer=CUSTOMER, browser=BROWSER, to=WAYS[self.way])

    @rule(who=copies)
    def card_is_confirmed(self, who: str) -> None:
        purchase.authorised(self._copy(who), paid_with={})

    @rule(who=copies)
    def card_is_not_confirmed(self, who: str) -> None:
        purchase.not_authorised(self._copy(who), why="card")

    @rule(plan=plans, meanwhile=st.sampled_from(MEANWHILE))
    def worker_comes(self, plan: Plan, meanwhile: str) -> None:
        """When it is due; the box office does as planned, and something happens while it does."""
        self.box_office.plan, self.happening = plan, meanwhile
        OrderRecord.objects.update(look_again_at=None)
        self._works()
        self.box_office.plan, self.happening = Plan(), "nothing"

    @rule(plan=plans)
    def sweep_comes(self, plan: Plan) -> None:
        self.box_office.plan = plan
        self._sweeps()
        self.box_office.plan = Plan()

    @rule(who=copies)
    def somebody_hears_late(self, who: str) -> None:
        """A worker that stood still hears the answer that others may have acted on, and tells it twice."""
        found = self.box_office.archived
        record = self._copy(who)
        if record.state == State.ATTEMPTING and found is not None and not isinstance(found, Exception):
            self.box_office.is_unheard = False
            concluding.conclude(record, found)
            concluding.conclude(self._fresh(), found) if self._fresh().is_under_way else None

    @rule(who=copies)
    def somebody_settles_twice(self, who: str) -> None:
        for record in (self._copy(who), self._fresh()):
            if (
                record.state in {State.ATTEMPTING, State.CALLED_OUT, State.HANDED_OVER}
                and record.purchase_asked_at
            ):
                settling.settle(record)

    @rule(number=st.integers(0, 3), returned=st.sampled_from(RETURNED), times=st.integers(1, 2))
    def somebody_returns(self, number: int, returned: tuple[tuple[str, str], ...], times: int) -> None:
        """From any callout of this order: the buyer or the debitor, with something or nothing, once or twice."""
        for step in list(self.record.callouts.all())[number : number + 1]:
            for _ in range(times):
                step.refresh_from_db()
                callouts.come_back(step, parameters=returned, referer="")

    @rule(who=copies)
    def seats_are_let_go(self, who: str) -> None:
        reservation.release(self._copy(who))

    @rule()
    def lost_deed_ends(self) -> None:
        self.box_office.end_what_runs()

    @rule()
    def white_label_sells(self) -> None:
        if self._fresh().state == State.HANDED_OVER:
            self.box_office.sell_at_the_white_label()

    @rule(minutes=st.sampled_from((1, 6, 16, 40)))
    def time_goes_by(self, minutes: int) -> None:
        self.clock.shift(timedelta(minutes=minutes))

    # What must hold

    @invariant()
    def nothing_is_wrong(self) -> None:
        record = self._fresh()
        self.copies.append(record)
        self.reached[record.state] += 1
        assert self.box_office.broken == []
        assert self.box_office.sales <= 1
        assert self.box_office.purchases <= self.pressed
        self._moves_are_a_way_on(record)
        self._steps_tell_it(record)
        self._it_is_true(record)

    def _moves_are_a_way_on(self, record: OrderRecord) -> None:
        states = [State.RESERVED.value, *(to for _, to in self.moves)]
        assert [before for before, _ in self.moves] == states[:-1]
        assert record.state == states[-1]
        left = [before for before, _ in self.moves if before in ENDED]
        assert not set(left) - {State.PURCHASED, State.PARTLY_PURCHASED}

    def _steps_tell_it(self, record: OrderRecord) -> None:
        written, moved = (
            Counter(record.steps.values_list("state", flat=True)),
            Counter(to for _, to in self.moves),
        )
        assert all(written[state] >= count for state, count in moved.items())

    def _it_is_true(self, record: OrderRecord) -> None:
        sold = {State.PURCHASED: (True, True), State.PARTLY_PURCHASED: (True, False)}
        if record.state in ENDED:
            assert self.box_office.sold == sold.get(State(record.state), (False, False)), record.state
            assert self.box_office.running is None, f"{record.state}, and a deed is running"

    def _everything_ends(self) -> None:
        """Whoever was lost stays away; the rest is the sweep's and the clock's."""
        if not hasattr(self, "record"):
            return
        self.box_office.plan = Plan()
        self.box_office.end_what_runs()
        purchase.not_authorised(self._fresh(), why="they went away")
        for minutes in LONGEST_WAITS:
            self.clock.shift(timedelta(minutes=minutes))
            self._sweeps()
            self.nothing_is_wrong()
        assert self._fresh().state in ENDED

    # How

    def _works(self) -> None:
        """A worker takes the record, and dies if that is the plan: its lease is then left behind."""
        try:
            purchase.run(self.record.pk)
        except Died:
            dead = {"lease": "dead", "lease_ends_at": timezone.now() + timedelta(seconds=60)}
            OrderRecord.objects.update(**dead)

    def _sweeps(self) -> None:
        for _ in purchase.unsettled():
            self._works()
        reservation.expire_lapsed(timezone.now())

    def _meanwhile(self) -> None:
        """While the box office is asked. It happens once: what happens then is not disturbed itself."""
        happening, self.happening = self.happening, "nothing"
        deeds: dict[str, Callable[[], Any]] = {
            "another worker": self._another_worker,
            "a press": lambda: self.presses_again(),
            "a return": lambda: self.somebody_returns_now(),
            "a release": lambda: reservation.release(self._fresh()),
            "a sweep": self._sweeps,
            "an hour": lambda: self.clock.shift(timedelta(hours=1)),
        }
        deeds.get(happening, lambda: None)()

    def _another_worker(self) -> None:
        OrderRecord.objects.update(lease_ends_at=timezone.now() - timedelta(seconds=1), look_again_at=None)
        self._works()

    def presses_again(self) -> None:
        self.pressed += purchase.press(self._fresh(), customer=CUSTOMER, browser=BROWSER, to=WAYS[self.way])

    def somebody_returns_now(self) -> None:
        for step in self.record.callouts.all():
            callouts.come_back(step, parameters=(("success", "yes"),), referer="")

    def _watched(self, move: Callable[..., bool]) -> Callable[..., bool]:
        def watched(record: OrderRecord, to: State, **changes: Any) -> bool:
            before = record.state
            moved = move(record, to, **changes)
            if moved:
                self.moves.append((str(State(before)), str(State(to))))
            return moved

        return watched

    def _fresh(self) -> OrderRecord:
        return OrderRecord.objects.get(pk=self.record.pk)

    def _copy(self, who: str) -> OrderRecord:
        """The row, or what somebody has read of it before."""
        if who == "as it is":
            return self._fresh()
        old = self.copies[0] if who == "as it was long ago" else self.copies[-1]
        return OrderRecord(
            **{one.attname: getattr(old, one.attname) for one in OrderRecord._meta.concrete_fields}
        )

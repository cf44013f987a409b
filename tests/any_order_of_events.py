"""One order's life as a state machine: buyers, workers, debitors, banks and time, in any order."""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar
from unittest import mock

import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from boxoffice.ticketing import Bundle, Currency, Money, Reservation, Trolley, to_text
from checkout import authorising, callouts, concluding, late, purchase, reservation, settling, taking
from checkout.lease import OPEN
from checkout.models import Authorisation, OrderRecord, State
from checkout.payments import NotPaid
from tests.stand_in import DEATHS, HEARD, RESULTS, BoxOffice, Plan
from tests.stand_in_stripe import HEARD as HEARD_OF_STRIPE
from tests.stand_in_stripe import Stripe
from tests.wire import Died

SPEAKERS = (purchase, settling, reservation)  # who asks the box office
WAYS = {
    "credit": State.ATTEMPTING,
    "redirect": State.ATTEMPTING,
    "stripe": State.AUTHORISING,
    "white-label": State.HANDED_OVER,
}
CUSTOMER = {"first_name": "Ada", "last_name": "Reader", "email_address": "ada@example.com"}
BROWSER = purchase.Browser(ip="127.0.0.1", user_agent="a browser", accept="*/*", site="boxoffice.test")
POUND = Currency("gbp")
BUNDLES = (Bundle("one", total=Money(Decimal(20), POUND)), Bundle("two", total=Money(Decimal(5), POUND)))
PRICES = {(True, True): 2500, (True, False): 2000, (False, False): 0}  # in pence, by what is sold
RETURNED = ((), (("success", "yes"),), (("success", "no"), ("success", "")))
MEANWHILE = ("nothing", "another worker", "a press", "a return", "a release", "a sweep", "an hour")
SOLD = {State.PURCHASED: (True, True), State.PARTLY_PURCHASED: (True, False)}
ENDED = {*SOLD, State.FAILED, State.RELEASED, State.EXPIRED}
LONGEST_WAITS = (1, 1, 2, 16, 12, 31, 61)  # minutes, after which everything must have ended

copies = st.sampled_from(("as it is", "as it was", "as it was long ago"))
# What is rare is tried less, so that orders live long enough to meet it.
results = st.sampled_from((*RESULTS, "sold", "sold", "partly sold", "a callout"))
heard = st.sampled_from((*HEARD, "heard", "heard", "lost", "still running"))
plans = st.builds(Plan, results, heard, st.sampled_from((*DEATHS, "", "", "")))
mostly = st.sampled_from((True, True, True, False))
heard_of_stripe = st.sampled_from((*HEARD_OF_STRIPE, "heard", "heard"))


class AnyOrder(RuleBasedStateMachine):
    """Every copy of the record, old ones too, belongs to somebody who may still act on it."""

    reached: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.clock = self.stack.enter_context(time_machine.travel(timezone.now(), tick=False))
        self.stack.enter_context(rolled_back())
        ends_at = timezone.now() + timedelta(minutes=15)
        self.box_office = BoxOffice(BUNDLES, hold_ends_at=ends_at, meanwhile=self._meanwhile)
        self.stripe = Stripe()
        self.stripe.stand_in(self.stack)
        for one in SPEAKERS:
            self._replace(one, "get_service", mock.Mock(return_value=self.box_office))
        self._replace(late, "_held_again", mock.Mock(return_value=None))  # somebody has these seats by then
        self._replace(OrderRecord, "move", self._watched(OrderRecord.move))
        self.moves: list[tuple[str, str]] = []
        self.given: list[str] = []  # intents of which a browser has the secret
        self.pressed, self.happening = 0, "nothing"

    def teardown(self) -> None:
        with self.stack:
            if hasattr(self, "record"):
                self._everything_ends()

    # What happens

    @initialize(way=st.sampled_from([*WAYS, "stripe"]), is_pressed=mostly, is_card_good=mostly)
    def tickets_are_held(self, way: str, is_pressed: bool, is_card_good: bool) -> None:
        """And mostly somebody has begun to pay: what is worth knowing comes after that."""
        held = Trolley(bundles=BUNDLES, transaction_uuid="t-1")
        self.way = way
        self.record = OrderRecord.objects.create(
            visitor=uuid.uuid4().hex,
            state=State.RESERVED,
            payment=way,
            transaction_uuid="t-1",
            kept_reservation=to_text(Reservation(trolley=held)),
            hold_ends_at=self.box_office.hold_ends_at,
        )
        self.copies = [self._fresh()]
        if is_pressed:
            self.presses("as it is", "heard")
            self.card_is_entered(is_card_good, 0)

    @rule(who=copies, heard=heard_of_stripe)
    def presses(self, who: str, heard: str) -> None:
        record = self._copy(who)
        if not purchase.press(record, customer=CUSTOMER, browser=BROWSER, to=WAYS[self.way]):
            return
        self.pressed += 1
        if self.way == "stripe":
            self.stripe.heard = heard
            self._begins(record)

    @rule(is_good=st.booleans(), number=st.integers(0, 1))
    def card_is_entered(self, is_good: bool, number: int) -> None:
        """In whichever tab has an intent's secret: the bank says yes or no."""
        for intent_id in self.given[number : number + 1]:
            self.stripe.confirm(intent_id, is_good=is_good)

    @rule(who=copies)
    def browser_says_it_was_refused(self, who: str) -> None:
        purchase.not_authorised(self._copy(who), why="card")

    @rule(heard=heard_of_stripe, plan=plans, times=st.integers(1, 2))
    def webhook_comes(self, heard: str, plan: Plan, times: int) -> None:
        """It says nothing but that there is news; once or twice."""
        for _ in range(times):
            if self._fresh().state == State.AUTHORISING:
                authorising.hurry(self._fresh())
                self._planned(plan, heard, self._works)
            else:
                self._planned(plan, heard, lambda: taking.settle(self.record.pk))

    @rule(plan=plans, heard=heard_of_stripe, meanwhile=st.sampled_from(MEANWHILE))
    def worker_comes(self, plan: Plan, heard: str, meanwhile: str) -> None:
        """When it is due; the box office does as planned, and something happens while it does."""
        self.happening = meanwhile
        OrderRecord.objects.update(look_again_at=None)
        self._planned(plan, heard, self._works)
        self.happening = "nothing"

    @rule(plan=plans, heard=heard_of_stripe)
    def sweep_comes(self, plan: Plan, heard: str) -> None:
        self._planned(plan, heard, self._sweeps)

    @rule(who=copies)
    def somebody_hears_late(self, who: str) -> None:
        """A worker that stood still hears the answer that others may have acted on, and twice."""
        found, record = self.box_office.archived, self._copy(who)
        if record.state != State.ATTEMPTING or found is None or isinstance(found, Exception):
            return
        self.box_office.is_unheard = False
        concluding.conclude(record, found)
        if self._fresh().state == State.ATTEMPTING:
            concluding.conclude(self._fresh(), found)

    @rule(who=copies)
    def somebody_settles_twice(self, who: str) -> None:
        for record in (self._copy(who), self._fresh()):
            if record.purchase_asked_at and record.state in {State.ATTEMPTING, State.CALLED_OUT}:
                settling.settle(record)

    @rule(number=st.integers(0, 3), returned=st.sampled_from(RETURNED), times=st.integers(1, 2))
    def somebody_returns(self, number: int, returned: tuple[tuple[str, str], ...], times: int) -> None:
        """From any callout of this order: the buyer or the debitor, with something or nothing."""
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

    @rule(minutes=st.sampled_from((1, 1, 1, 6, 16, 40)))
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
        self._moves_lead_on(record)
        self._steps_tell_it(record)
        self._it_is_true(record)
        self._money_is_right(record)

    def _moves_lead_on(self, record: OrderRecord) -> None:
        """From where the last one led; none leads out of an end."""
        states = [str(State.RESERVED), *(to for _, to in self.moves)]
        assert [before for before, _ in self.moves] == states[:-1]
        assert record.state == states[-1]
        assert not {before for before, _ in self.moves} & ENDED

    def _steps_tell_it(self, record: OrderRecord) -> None:
        written = Counter(record.steps.values_list("state", flat=True))
        moved = Counter(to for _, to in self.moves)
        assert all(written[state] >= count for state, count in moved.items())

    def _it_is_true(self, record: OrderRecord) -> None:
        if record.state in ENDED:
            assert self.box_office.sold == SOLD.get(State(record.state), (False, False)), record.state
            assert self.box_office.running is None, f"{record.state}, and a deed is running"

    def _money_is_right(self, record: OrderRecord) -> None:
        """Nothing is taken before there are tickets, nothing twice, and nothing more than they cost."""
        assert len(set(self.stripe.captures)) == len(self.stripe.captures) <= 1
        assert self.stripe.taken in {0, PRICES[self.box_office.sold]}
        assert self.stripe.taken == 0 or record.state in SOLD

    def _everything_ends(self) -> None:
        """Whoever was lost stays away; the rest is the sweep's and the clock's."""
        self.box_office.end_what_runs()
        for minutes in LONGEST_WAITS:
            self.clock.shift(timedelta(minutes=minutes))
            self._sweeps()
            self.nothing_is_wrong()
        assert self._fresh().state in ENDED
        assert self.stripe.held == 0
        assert self.stripe.taken == (PRICES[self.box_office.sold] if self.way == "stripe" else 0)
        assert not Authorisation.objects.open().exists()

    # How

    def _begins(self, record: OrderRecord) -> None:
        """What the page's script is given, if Stripe answers."""
        try:
            parts = authorising.begin(record)
        except NotPaid:
            return
        self.given += [part["client_secret"].partition("_secret_")[0] for part in parts]

    def _planned(self, plan: Plan, heard: str, deed: Callable[[], object]) -> None:
        self.box_office.plan, self.stripe.heard = plan, heard
        deed()
        self.box_office.plan, self.stripe.heard = Plan(), "heard"

    def _works(self) -> None:
        """A worker takes the record, and dies if that is the plan: its lease is then left behind."""
        try:
            purchase.run(self.record.pk)
            if taking.is_due(self.record.pk):
                taking.settle(self.record.pk)
        except Died:
            dead = {"lease": "dead", "lease_ends_at": timezone.now() + timedelta(seconds=60)}
            OrderRecord.objects.update(**dead)

    def _sweeps(self) -> None:
        for _ in purchase.unsettled():
            self._works()
        reservation.expire_lapsed(timezone.now())
        for record_id in taking.unsettled():
            taking.settle(record_id)

    def _meanwhile(self) -> None:
        """While the box office is asked. It happens once: what happens then is not disturbed itself."""
        happening, self.happening = self.happening, "nothing"
        deeds: dict[str, Callable[[], object]] = {
            "another worker": self._another_worker,
            "a press": lambda: self.presses("as it is", "heard"),
            "a return": lambda: self.somebody_returns(self.record.callouts.count() - 1, RETURNED[1], 1),
            "a release": lambda: self.seats_are_let_go("as it is"),
            "a sweep": self._sweeps,
            "an hour": lambda: self.time_goes_by(60),
        }
        deeds.get(happening, lambda: None)()

    def _another_worker(self) -> None:
        """It comes when the lease of the one that stands still has lapsed."""
        OrderRecord.objects.filter(state__in=OPEN).update(
            lease_ends_at=timezone.now() - timedelta(seconds=1), look_again_at=None
        )
        self._works()

    def _watched(self, move: Callable[..., bool]) -> Callable[..., bool]:
        def watched(record: OrderRecord, to: State, **changes: Any) -> bool:
            before = record.state
            moved = move(record, to, **changes)
            if moved:
                self.moves.append((str(State(before)), str(State(to))))
            return moved

        return watched

    def _replace(self, where: object, name: str, by: object) -> None:
        self.stack.enter_context(mock.patch.object(where, name, by))

    def _fresh(self) -> OrderRecord:
        return OrderRecord.objects.get(pk=self.record.pk)

    def _copy(self, who: str) -> OrderRecord:
        """The row, or what somebody has read of it before."""
        if who == "as it is":
            return self._fresh()
        old = self.copies[0] if who == "as it was long ago" else self.copies[-1]
        columns = [one.attname for one in OrderRecord._meta.concrete_fields]
        return OrderRecord(**{name: getattr(old, name) for name in columns})


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)

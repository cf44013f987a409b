"""The cancelling of one order as a state machine: buyers, staff, workers, f13, Stripe, time, in any order."""

import uuid
from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import ClassVar
from unittest import mock

import time_machine
from django.conf import settings
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from boxoffice.ticketing import (
    Bundle,
    Currency,
    Event,
    Money,
    Order,
    Performance,
    Price,
    PurchaseResult,
    Transaction,
    TransactionStatus,
    Trolley,
    to_text,
)
from checkout import cancelling, items
from checkout.cancelling import concluding, doing, giving_back, refunds
from checkout.models import Authorisation, Cancellation, OrderRecord, Refund, Standing, State
from checkout.payments import stripe_refunds
from tests.any_order_of_events import rolled_back
from tests.stand_in_cancelling import DEATHS, HEARD, HEARD_OF_STRIPE, RESULTS, BoxOffice, Plan, Stripe
from tests.wire import Died

POUND = Currency("gbp")
PRICES = {1: "21.05", 2: "33.33", 3: "10.01"}
UNDATED = {2, 3}
SENDING = "4.50"  # of the first two
COST_PERCENT = Decimal("12.5")
PAID = 2105 + 3333 + 1001 + 450  # in pence: all of it
CUSTOMER = {"first_name": "Ada", "last_name": "Reader", "email_address": "ada@example.com"}
MINUTES = (1, 1, 1, 11, 70, 26 * 60)
DIES_WHILE_WRITING = ("", "", "", "items", "letter", "record")

plans = st.builds(
    Plan,
    st.sampled_from((*RESULTS, "done", "done", "done")),
    st.sampled_from((*HEARD, "heard", "lost", "still running")),
    st.sampled_from((*DEATHS, "", "", "")),
    st.sampled_from(("heard", "heard", "silent")),
)
heard_of_stripe = st.sampled_from((*HEARD_OF_STRIPE, "heard", "heard"))
wanted = st.sets(st.integers(1, 3), min_size=1)
withdrawn = st.sets(st.sampled_from(sorted(UNDATED)), min_size=1)


def pounds(amount: str) -> Money:
    return Money(Decimal(amount), POUND)


def an_order(number: int) -> Order:
    starts = timezone.now() + timedelta(days=100)
    return Order(
        item_number=number,
        event=Event(f"E{number}", name=f"Event {number}", needs_performance=number not in UNDATED),
        performance=Performance(f"E{number}-1", starts=starts),
        quantity=1,
        price=Price(pounds(PRICES[number]), pounds("0")),
        cancellation_status="possible",
    )


def a_transaction() -> Transaction:
    bundles = (
        a_bundle("one", (1, 2), sending=SENDING),
        a_bundle("two", (3,), sending="0"),
    )
    trolley = Trolley(bundles=bundles, transaction_uuid="t-1", transaction_id="T-1")
    return Transaction(TransactionStatus.PURCHASED, trolley=trolley, purchased_at=timezone.now())


def a_bundle(code: str, numbers: tuple[int, ...], *, sending: str) -> Bundle:
    return Bundle(
        code,
        orders=tuple(map(an_order, numbers)),
        currency=POUND,
        send_cost=pounds(sending),
        purchase_result=PurchaseResult(success=True),
    )


def owed(cancellation: Cancellation) -> int:
    """In pence, reckoned anew: the price of what it cancelled less its cost, and sending."""
    sums = [Decimal(SENDING) for code in cancellation.gave_sending if code == "one"]
    for number in cancellation.cancelled:
        price = Decimal(PRICES[number])
        is_free = cancellation.is_withdrawal or number in UNDATED
        cost = Decimal(0) if is_free else price * COST_PERCENT / 100
        sums.append(price - cost.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return int(sum(sums) * 100)


class AnyCancelling(RuleBasedStateMachine):
    """Its rules are called by their names too, to walk one way through them."""

    reached: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.clock = self.stack.enter_context(time_machine.travel(timezone.now(), tick=False))
        self.stack.enter_context(rolled_back())
        self.stack.enter_context(mock.patch.object(settings, "CANCELLATION_COST_PERCENT", COST_PERCENT))
        self.record = self._bought()
        self.box_office, self.stripe = BoxOffice(a_transaction()), Stripe(PAID)
        self._replace(doing, "get_service", mock.Mock(return_value=self.box_office))
        self._replace(stripe_refunds, "give_back", self.stripe.give_back)
        self._replace(stripe_refunds, "list_returned", self.stripe.list_returned)
        self.ended: dict[uuid.UUID, tuple[str, list[int]]] = {}
        self.is_by_hand = False  # somebody gave money back besides

    def _bought(self) -> OrderRecord:
        record = OrderRecord.objects.create(
            visitor=uuid.uuid4().hex,
            state=State.PURCHASED,
            payment="stripe",
            transaction_uuid="t-1",
            transaction_id="T-1",
            kept_transaction=to_text(a_transaction()),
            customer=CUSTOMER,
        )
        items.keep(record)
        Authorisation.objects.create(
            record=record,
            intent_id="pi_1",
            standing=Standing.CAPTURED,
            amount=PAID,
            captured=PAID,
            currency_code="gbp",
        )
        return record

    def teardown(self) -> None:
        with self.stack:
            self._everything_ends()

    # What happens

    @rule(numbers=wanted)
    def somebody_cancels(self, numbers: set[int]) -> None:
        cancelling.ask(self._fresh(), numbers)

    @rule(numbers=withdrawn)
    def the_buyer_withdraws(self, numbers: set[int]) -> None:
        cancelling.withdraw(self._fresh(), numbers)

    @rule(plan=plans, dies=st.sampled_from(DIES_WHILE_WRITING))
    def worker_cancels(self, plan: Plan, dies: str) -> None:
        """When it is due; the box office does as planned, and the worker may die while it writes it down."""
        self.box_office.plan = plan
        Cancellation.objects.open().update(look_again_at=None)
        for cancellation_id in doing.unsettled():
            with ExitStack() as stack:
                self._will_die(stack, dies)
                try:
                    doing.run(cancellation_id)
                except Died:
                    self.reached["died"] += 1
        self.box_office.plan = Plan()

    @rule(heard=heard_of_stripe, is_silent=st.booleans())
    def worker_gives_back(self, heard: str, is_silent: bool) -> None:
        self.stripe.heard, self.stripe.is_silent = heard, is_silent
        Refund.objects.open().update(look_again_at=None)
        for refund_id in giving_back.unsettled():
            giving_back.settle(refund_id)
        self.stripe.heard, self.stripe.is_silent = "heard", False

    @rule()
    def webhook_comes(self) -> None:
        giving_back.look(self.record.authorisations.get().pk)

    @rule(amount=st.integers(-1, 3000))
    def staff_give_back(self, amount: int) -> None:
        done = cancelling.refund(self._fresh(), Decimal(amount) / 100, by="ada")
        self.is_by_hand = self.is_by_hand or bool(done)

    @rule(amount=st.sampled_from((0, 0, 1000, 2105, 3333)))
    def somebody_gives_back_at_stripe(self, amount: int) -> None:
        self.stripe.by_hand(amount)
        self.is_by_hand = self.is_by_hand or amount > 0

    @rule()
    def lost_deeds_end(self) -> None:
        self.box_office.end_what_runs()
        self.stripe.end_what_runs()

    @rule(minutes=st.sampled_from(MINUTES))
    def time_goes_by(self, minutes: int) -> None:
        """No request outlives the grace, and no key a day."""
        if minutes > 10:
            self.lost_deeds_end()
        if minutes > 24 * 60:
            self.stripe.forget_keys()
        self.clock.shift(timedelta(minutes=minutes))

    # What must hold

    @invariant()
    def nothing_is_wrong(self) -> None:
        rows = list(Cancellation.objects.all())
        assert all(count == 1 for count in self.box_office.done.values())
        assert self.stripe.total <= PAID
        assert len([row for row in rows if row.is_open and not row.is_withdrawal]) <= 1
        gone = [number for row in rows for number in row.cancelled]
        assert len(gone) == len(set(gone)), "an item was cancelled for two"
        assert len([row for row in rows if "one" in row.gave_sending]) <= 1
        for row in rows:
            self.reached[row.standing] += 1
            self._stays_ended(row)
            assert self._given_for(row) <= owed(row)
            assert set(row.cancelled) <= self._really_gone()

    def _stays_ended(self, row: Cancellation) -> None:
        if row.pk in self.ended:
            assert self.ended[row.pk] == (row.standing, row.cancelled)
        elif not row.is_open:
            self.ended[row.pk] = row.standing, row.cancelled

    def _really_gone(self) -> set[int | None]:
        return {one.item_number for one in self.box_office.transaction.orders if one.is_cancelled}

    def _given_for(self, row: Cancellation) -> int:
        """What Stripe's books have under the keys of this cancellation's refunds."""
        keys = {str(one.pk) for one in row.refunds.all()}
        adopted = {one.refund_id for one in row.refunds.all()}
        mine = [one for one in self.stripe.returned if one.key in keys or (not one.key and one.id in adopted)]
        return sum(one.amount for one in mine)

    def _everything_ends(self) -> None:
        """Whoever was lost stays away; the rest is the sweep's and the clock's."""
        self.lost_deeds_end()
        for _ in range(6):
            self.clock.shift(timedelta(minutes=11))
            self.worker_cancels(Plan(), "")
            self.worker_gives_back("heard", False)
            self.nothing_is_wrong()
        assert not Cancellation.objects.open().exists()
        assert not Refund.objects.open().exists()
        self._money_is_right()
        self._record_is_right()

    def _money_is_right(self) -> None:
        """Exactly what is owed has gone back, once; less only where somebody had given it back by hand."""
        rows = list(Cancellation.objects.all())
        if not self.is_by_hand:
            assert self.stripe.total == sum(map(owed, rows))
            assert [self._given_for(row) for row in rows] == [owed(row) for row in rows]
        else:
            self.webhook_comes()
            left = refunds.left(self._fresh())
            assert left is not None
            assert left.minor_units == PAID - self.stripe.total

    def _record_is_right(self) -> None:
        record, known = self._fresh(), set()
        for row in Cancellation.objects.all():
            known |= set(row.cancelled)
        assert {one.number for one in record.items.all() if one.is_cancelled} == known
        assert record.state == (State.CANCELLED if known == set(PRICES) else State.PURCHASED)
        self.reached["record " + record.state] += 1

    # How

    def _will_die(self, stack: ExitStack, dies: str) -> None:
        where: dict[str, tuple[object, str]] = {
            "items": (concluding.items, "keep"),
            "letter": (concluding, "tell_of_cancelled"),
            "record": (OrderRecord, "move"),
        }
        if dies:
            place, name = where[dies]
            stack.enter_context(mock.patch.object(place, name, side_effect=Died))

    def _replace(self, where: object, name: str, by: object) -> None:
        self.stack.enter_context(mock.patch.object(where, name, by))

    def _fresh(self) -> OrderRecord:
        return OrderRecord.objects.get(pk=self.record.pk)

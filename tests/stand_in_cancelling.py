"""A box office and a Stripe of values, for one order that was bought: the truth, told or kept back."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils import timezone

from boxoffice.ticketing import BadData, Cancellation, Gone, NoAnswer, NotSent, Order, Transaction
from checkout.payments.stripe_line import Refused, Unanswered
from checkout.payments.stripe_refunds import Returned
from tests.wire import Died

RESULTS = ("done", "not accepted", "together", "refused")
HEARD = ("heard", "lost", "still running", "cut", "not sent", "gone")
HEARD_OF_STRIPE = ("heard", "lost", "still running", "cut", "refused")
DEATHS = ("", "before", "after")


@dataclass(frozen=True)
class Plan:
    """What comes of the next cancellation, what is heard of it, and when the worker dies of it."""

    result: str = "done"
    heard: str = "heard"
    death: str = ""
    status: str = "heard"  # or "silent"


class BoxOffice:
    """Speaks as `Service` does. `done` counts how often each item was really cancelled."""

    def __init__(self, transaction: Transaction) -> None:
        self.transaction = transaction
        self.plan = Plan()
        self.running: list[Callable[[], object]] = []
        self.done: Counter[int] = Counter()
        self.asked: list[tuple[int, ...]] = []

    # What the shop says

    def cancel(self, transaction_uuid: str, *, items: Iterable[int]) -> Cancellation:
        wanted, plan = tuple(items), self.plan
        assert wanted, "no items would be all of them"
        self._die("before")
        if plan.heard == "not sent":
            raise NotSent(is_deed=True)
        self.asked.append(wanted)
        if plan.heard == "cut":
            raise NoAnswer(is_deed=True)
        if plan.heard == "gone":
            raise Gone(is_deed=True)
        if plan.heard == "still running":
            self.running.append(lambda: self._do(wanted, plan.result))
            raise NoAnswer(is_deed=True)
        answer = self._do(wanted, plan.result)
        self._die("after")
        if plan.heard == "lost":
            raise NoAnswer(is_deed=True)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def get_status(self, transaction_uuid: str) -> Transaction:
        if self.plan.status == "silent":
            raise NoAnswer
        return self.transaction

    # What happens by itself

    def end_what_runs(self) -> None:
        running, self.running = self.running, []
        for deed in running:
            deed()

    def cancel_by_hand(self, number: int) -> None:
        """Ingresso's own people do it."""
        if self._order(number).can_be_cancelled:
            self._become("cancelled", number)

    def _die(self, when: str) -> None:
        if self.plan.death == when:
            raise Died

    def _do(self, wanted: tuple[int, ...], result: str) -> Cancellation | Exception:
        if result == "refused":
            return BadData(is_deed=True)
        others = [order for order in self.transaction.orders if order.item_number not in wanted]
        if result == "together" and others:
            return Cancellation(must_also_cancel=tuple(others))
        gone = [number for number in wanted if self._order(number).can_be_cancelled]
        for number in gone:
            self._become("tried_and_failed" if result == "not accepted" else "cancelled", number)
        if result == "not accepted":
            gone = []
        self.done.update(gone)
        return Cancellation(cancelled_item_numbers=tuple(gone), trolley=self.transaction.trolley)

    def _order(self, number: int) -> Order:
        return next(order for order in self.transaction.orders if order.item_number == number)

    def _become(self, status: str, number: int) -> None:
        trolley = self.transaction.trolley
        bundles = tuple(
            replace(
                bundle,
                orders=tuple(
                    replace(order, cancellation_status=status) if order.item_number == number else order
                    for order in bundle.orders
                ),
            )
            for bundle in trolley.bundles
        )
        self.transaction = replace(self.transaction, trolley=replace(trolley, bundles=bundles))


@dataclass
class Stripe:
    """Its refunds of one intent. `heard`: what becomes of the next answer; `is_silent`: of its list."""

    captured: int
    heard: str = "heard"
    is_silent: bool = False
    returned: list[Returned] = field(default_factory=list)
    answers: dict[str, Returned] = field(default_factory=dict)  # by idempotency key
    running: dict[str, Callable[[], object]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(one.amount for one in self.returned)

    def list_returned(self, intent_id: str) -> list[Returned]:
        if self.is_silent:
            raise Unanswered("APIConnectionError")
        return list(reversed(self.returned))

    def give_back(self, intent_id: str, *, key: str, amount: int, metadata: Mapping[str, str]) -> Returned:
        heard = self.heard
        if key in self.running:
            raise Unanswered("idempotency_key_in_use")
        if heard == "refused":
            raise Refused("balance_insufficient")
        if heard == "cut":
            raise Unanswered("APIConnectionError")
        if heard == "still running":
            self.running[key] = lambda: self._once(key, amount)
            raise Unanswered("APIConnectionError")
        answer = self._once(key, amount)
        if heard == "lost":
            raise Unanswered("APIConnectionError")
        return answer

    def end_what_runs(self) -> None:
        running, self.running = self.running, {}
        for deed in running.values():
            deed()

    def by_hand(self, amount: int) -> None:
        """In its dashboard, which allows no more than is left either."""
        if 0 < amount <= self.captured - self.total:
            self._keep(amount, key="")

    def forget_keys(self) -> None:
        """After a day."""
        self.answers.clear()

    def _once(self, key: str, amount: int) -> Returned:
        if key not in self.answers:
            if amount > self.captured - self.total:
                raise Refused("amount_too_large")
            self.answers[key] = self._keep(amount, key=key)
        return self.answers[key]

    def _keep(self, amount: int, *, key: str) -> Returned:
        at: datetime = timezone.now()
        one = Returned(f"re_{len(self.returned)}", amount, "gbp", "succeeded", at, key=key)
        self.returned.append(one)
        return one

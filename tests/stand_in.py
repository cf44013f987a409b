"""A box office of values, in the test's own process: the truth about one transaction, told or kept back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from boxoffice.ticketing import (
    BadData,
    BadEmailAddress,
    Bundle,
    Callout,
    CalloutReturn,
    Failed,
    Gone,
    NoAnswer,
    NotSent,
    Outcome,
    PartlyPurchased,
    Purchased,
    PurchaseResult,
    Release,
    SoldOrder,
    Transaction,
    TransactionStatus,
    Trolley,
)
from tests.wire import Died

RESULTS = ("sold", "partly sold", "failed", "a callout", "refused", "bad email address")
LONGEST_DEED = timedelta(minutes=10)  # as long as the shop waits after a hold's end
HEARD = ("heard", "lost", "still running", "cut", "not sent", "gone")
DEATHS = ("", "before", "after")
DONE = {"sold": (True, True), "partly sold": (True, False), "failed": (False, False)}


@dataclass(frozen=True)
class Plan:
    """What comes of the next deed, what is heard of it, and when the worker dies of it."""

    result: str = "sold"
    heard: str = "heard"
    death: str = ""


class BoxOffice:
    """Speaks as `Service` does, of the one transaction that the shop holds."""

    def __init__(
        self, bundles: tuple[Bundle, Bundle], *, hold_ends_at: datetime, meanwhile: Callable[[], None]
    ) -> None:
        self.bundles, self.hold_ends_at, self.meanwhile = bundles, hold_ends_at, meanwhile
        self.status = TransactionStatus.RESERVED
        self.sold: tuple[bool, bool] = (False, False)  # one bundle and the other
        self.plan = Plan()
        self.pending: Callout | None = None
        self.archived: Outcome | Exception | None = None
        self.running: Callable[[], Outcome] | None = None
        self.runs_until = hold_ends_at
        self.is_unheard = False  # the shop cannot know what became of its last deed
        self.purchases = self.sales = 0
        self.broken: list[str] = []

    # What the shop says

    def purchase(self, transaction_uuid: str, *, callout_return: CalloutReturn, **_buyer: Any) -> Outcome:
        if self.is_unheard:
            self.broken.append("asked to buy while an earlier purchase was uncertain")
        return self._deed(lambda: self._begin(callout_return.token), is_purchase=True)

    def callback(self, this: str, following: str, **_returned: Any) -> Outcome:
        return self._deed(lambda: self._resume(this, following), is_purchase=False)

    def get_purchase(self, transaction_uuid: str) -> Outcome:
        self._end_what_ran_long_enough()
        if self.archived is None:
            raise BadData("There is no purchase page for this transaction")
        if isinstance(self.archived, BadEmailAddress) or not isinstance(self.archived, Exception):
            self.is_unheard = False
        if isinstance(self.archived, Exception):
            raise self.archived
        return self.archived

    def get_status(self, transaction_uuid: str, *, customer: bool = False) -> Transaction:
        self._end_what_ran_long_enough()
        self.expire()
        found = self._transaction()
        self.is_unheard = self.is_unheard and found.outcome is None and not found.is_released
        return found

    def list_orders_sold(self, wanted: Any) -> list[SoldOrder]:
        self._end_what_ran_long_enough()
        return [SoldOrder(purchase_succeeded=True) for is_sold in self.sold if is_sold]

    def release(self, transaction_uuid: str) -> Release:
        if self.status is TransactionStatus.RESERVED and self.running is None:
            self.status = TransactionStatus.RELEASED
        return Release(self.status is TransactionStatus.RELEASED)

    # What happens by itself

    def end_what_runs(self) -> None:
        running, self.running = self.running, None
        if running is not None:
            self._do(running)

    def _end_what_ran_long_enough(self) -> None:
        if timezone.now() >= self.runs_until:
            self.end_what_runs()

    def expire(self) -> None:
        is_held = self.status in {TransactionStatus.RESERVED, TransactionStatus.ATTEMPTING}
        if is_held and self.running is None and timezone.now() >= self.hold_ends_at:
            self.status, self.pending = TransactionStatus.RELEASED, None

    def sell_at_the_white_label(self) -> None:
        if self.status is TransactionStatus.RESERVED:
            self._finish("sold")

    # How

    def _deed(self, deed: Callable[[], Outcome], *, is_purchase: bool) -> Outcome:
        plan, self.plan = self.plan, Plan()
        self._die(plan, "before")
        if plan.heard == "not sent":
            raise NotSent(is_deed=True)
        self.purchases += is_purchase
        runs_until = timezone.now() + LONGEST_DEED
        self.meanwhile()
        planned = self._as(plan, deed)
        if plan.heard in {"cut", "gone"}:
            self.is_unheard = True
            raise (NoAnswer if plan.heard == "cut" else Gone)(is_deed=True)
        if is_purchase:
            self.archived = None
        if plan.heard == "still running":
            self.is_unheard, self.running, self.runs_until = True, planned, runs_until
            raise NoAnswer(is_deed=True)
        answer = self._do(planned)
        self._die(plan, "after")
        if plan.heard == "lost":
            self.is_unheard = True
            raise NoAnswer(is_deed=True)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _as(self, plan: Plan, deed: Callable[[], Outcome]) -> Callable[[], Outcome]:
        def planned() -> Outcome:
            self.planned = plan.result
            return deed()

        return planned

    def _die(self, plan: Plan, when: str) -> None:
        if plan.death == when:
            self.is_unheard = True
            raise Died

    def _do(self, deed: Callable[[], Outcome]) -> Outcome | Exception:
        try:
            self.archived = deed()
        except (BadData, Gone) as error:
            if self.status is not TransactionStatus.PURCHASED:
                self.archived = error
            return error
        return self.archived

    def _begin(self, token: str) -> Outcome:
        self.expire()
        if self.running is not None or self.status is not TransactionStatus.RESERVED:
            raise BadData(f"It cannot be purchased: {self.status}", is_deed=True)
        if self.planned == "refused":
            raise BadData(is_deed=True)
        if self.planned == "bad email address":
            raise BadEmailAddress(error_key="addr_bad", is_deed=True)
        return self._go_on(token)

    def _resume(self, this: str, following: str) -> Outcome:
        self.expire()
        if self.running is not None or self.pending is None or self.pending.return_token != this:
            raise Gone("This callout no longer exists", is_deed=True)
        self.pending = None
        return self._go_on(following)

    def _go_on(self, token: str) -> Outcome:
        if self.planned == "a callout":
            self.status = TransactionStatus.ATTEMPTING
            self.pending = Callout("https://debitor.example/pay", return_token=token)
            return self.pending
        return self._finish(self.planned if self.planned in DONE else "failed")

    def _finish(self, result: str) -> Outcome:
        self.sold, self.sales = DONE[result], self.sales + any(DONE[result])
        self.status = TransactionStatus.PURCHASED if any(self.sold) else TransactionStatus.FAILED
        kind = {(True, True): Purchased, (True, False): PartlyPurchased}.get(self.sold, Failed)
        return kind(self._transaction())

    def _transaction(self) -> Transaction:
        bundles = self.bundles
        if self.status in {TransactionStatus.PURCHASED, TransactionStatus.FAILED}:
            results = [PurchaseResult(success=is_sold) for is_sold in self.sold]
            both = zip(bundles, results, strict=True)
            bundles = tuple(replace(bundle, purchase_result=result) for bundle, result in both)
        trolley = Trolley(bundles=bundles, transaction_uuid="t-1", transaction_id="T-1")
        return Transaction(self.status, trolley=trolley, pending_callout=self.pending)

"""What has been held and sold: the only state of the sandbox, guarded by one lock.

Two buyers never get one seat: whoever takes places does it here, inside `with box_office.lock`.
"""

import heapq
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import count
from typing import Any

from sandbox.callouts import Callout, Trail
from sandbox.catalogue.model import (
    Area,
    Band,
    Currency,
    Discount,
    Event,
    Performance,
    Seat,
    SendMethod,
    Source,
)
from sandbox.clock import Clock
from sandbox.http import Response
from sandbox.kept import Kept
from sandbox.occupation import left_of_blocks, sold_places


class Status(StrEnum):
    """The states of a transaction as f13 names them. A hold that ran out reads `released`."""

    RESERVED = "reserved"
    ATTEMPTING = "attempting"
    PURCHASED = "purchased"
    FAILED = "failed"
    RELEASED = "released"


@dataclass
class Ticket:
    discount: Discount
    seat: Seat | None = None
    barcode: str = ""


@dataclass
class Order:
    """Tickets of one performance, area and band."""

    item_number: int
    event: Event
    performance: Performance
    area: Area
    band: Band
    tickets: list[Ticket]
    send_method: SendMethod
    requested_seats: tuple[str, ...] = ()
    seat_request_status: str = "not_requested"
    failure_comment: str = ""
    departure_date: str = ""
    duration: int | None = None
    purchase_reference: str = ""
    cancellation_reference: str = ""
    cancelled_at: datetime | None = None
    cancellation_failed: bool = False
    cancellation_comment: str = ""
    is_called_off: bool = False  # the performance does not take place

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def seatprice(self) -> Decimal:
        return sum((ticket.discount.seatprice for ticket in self.tickets), Decimal())

    @property
    def surcharge(self) -> Decimal:
        return sum((ticket.discount.surcharge for ticket in self.tickets), Decimal())


@dataclass
class Bundle:
    """The orders of one supplier; they are sent, paid and bought together."""

    source: Source
    orders: list[Order]
    purchase_result: dict[str, Any] | None = None
    debitor: dict[str, Any] | None = None

    @property
    def send_method(self) -> SendMethod:
        return self.orders[0].send_method

    @property
    def total(self) -> Decimal:
        return sum((order.seatprice + order.surcharge for order in self.orders), self.send_method.cost)

    @property
    def currency(self) -> Currency:
        return self.orders[0].event.currency

    @property
    def minor_units(self) -> int:
        """The total as banks count it."""
        return int(self.total * self.currency.factor)


@dataclass
class Transaction:
    """One reservation and what became of it. Change it only while holding the box office's lock."""

    uuid: str
    id: str
    user: str
    sub_user: str
    bundles: list[Bundle]
    unreserved: list[Order]
    reserved_at: datetime
    expires_at: datetime
    status: Status = Status.RESERVED
    language: str = "en"
    purchased_at: datetime | None = None
    customer: dict[str, Any] | None = None
    reserve_answer: Response = field(default_factory=Response)
    purchase_answer: Response | None = None
    answered_at: datetime | None = None
    is_running: bool = False  # a purchase or a callback is under way
    purchase_calls: int = 0
    money_taken: dict[str, Decimal] = field(default_factory=dict)  # by source code
    trail: Trail = field(default_factory=Trail)
    notes: dict[str, Any] = field(default_factory=dict)  # attempt, Cider's tokens, remote site…

    @property
    def orders(self) -> list[Order]:
        return [order for bundle in self.bundles for order in bundle.orders]

    @property
    def is_over(self) -> bool:
        """Whether nothing is held any more: sold, failed or let go."""
        return self.status not in {Status.RESERVED, Status.ATTEMPTING}

    def has_lapsed(self, now: datetime) -> bool:
        """Whether the hold has run out or, once the buyer was sent to pay, the callout. Not during a deed."""
        if self.is_running:
            return False
        if self.status is Status.ATTEMPTING:
            return self.trail.pending is None or self.trail.pending.until <= now
        return self.status is Status.RESERVED and self.expires_at <= now


Place = tuple[str, str]  # area code, seat id (seated) or band code (not seated)
Run = tuple[Seat, ...]
HALLS_KEPT, ANSWERS_KEPT, TRANSACTIONS_KEPT = 5_000, 500, 10_000


class BoxOffice:
    """Places by performance, transactions by uuid. Holds that ran out are freed whenever anybody looks.

    A performance's `versions` grow with each change: what was built from an older one is out of date. Of the
    transactions that are over, the oldest are forgotten once there are very many; what they sold stays sold.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.on_lapse: Callable[[Transaction], None] = lambda transaction: None
        self.lock = threading.RLock()
        self._changes = count(1)  # goes on after a reset, so that no version ever comes twice
        self.reset()

    def reset(self) -> None:
        with self.lock:
            self.transactions: dict[str, Transaction] = {}
            self.callouts: dict[str, Transaction] = {}  # by every token that one ever had
            self.last_sales: dict[str, datetime] = {}  # by event
            self.versions: dict[str, int] = {}
            self._ends: list[tuple[datetime, str]] = []  # when holds run out, the next one first
            self._taken_seats: dict[str, set[Place]] = defaultdict(set)
            self._taken_places: dict[str, dict[Place, int]] = defaultdict(lambda: defaultdict(int))
            self.answers: Kept[Any] = Kept(ANSWERS_KEPT)  # what was said of one version of a performance
            self._opened: Kept[tuple[Run, ...]] = Kept(HALLS_KEPT)

    def add(self, transaction: Transaction) -> None:
        """Keep a transaction, and watch when its hold runs out."""
        with self.lock:
            self.transactions[transaction.uuid] = transaction
            heapq.heappush(self._ends, (transaction.expires_at, transaction.uuid))
            while len(self.transactions) > TRANSACTIONS_KEPT and self._oldest.is_over:
                self._forget(self._oldest)

    def knows(self, transaction: Transaction) -> bool:
        """Whether it is one of this box office's, and no reset has come between."""
        return self.transactions.get(transaction.uuid) is transaction

    def newest_first(self) -> list[Transaction]:
        with self.lock:
            return list(reversed(self.transactions.values()))

    def call_out(self, transaction: Transaction, callout: Callout) -> None:
        """Have the transaction wait for its buyer, who is sent away to pay."""
        transaction.status = Status.ATTEMPTING
        transaction.trail.begin(callout)
        self.callouts[callout.token] = transaction

    def free_blocks(self, performance: Performance, area: Area, band: Band) -> list[Run]:
        """The runs of free neighbours that are left of the band's seat blocks."""
        self.expire()
        with self.lock:
            runs = self._as_opened(performance, area, band)
            taken = self._taken_seats.get(performance.id)
            if not taken:
                return list(runs)
            return [run for whole in runs for run in _runs(whole, area.code, taken)]

    def free_places(self, performance: Performance, area: Area, band: Band) -> int:
        """How many tickets of a band without seats are left."""
        self.expire()
        with self.lock:
            sold = sold_places(performance, area=area, band=band)
            return band.capacity - sold - self._taken_places[performance.id][area.code, band.code]

    def take(self, order: Order) -> bool:
        """Hold the order's places: all of them, or none and False."""
        with self.lock:
            if not self._can_take(order):
                return False
            self._mark(order, taken=True)
            return True

    def give_back(self, orders: Iterable[Order]) -> None:
        with self.lock:
            for order in orders:
                self._mark(order, taken=False)

    def expire(self) -> None:
        """Free what was held for too long, and what waits for a buyer who never came back from paying."""
        with self.lock:
            now, busy = self.clock.now(), []  # not earlier: the clock may be set back while this waits
            while self._ends and self._ends[0][0] <= now:
                end, uuid = heapq.heappop(self._ends)
                transaction = self.transactions.get(uuid)
                if transaction is not None and not self._is_lapsed(transaction, now):
                    busy.append((max(end, transaction.expires_at), uuid))
            for entry in busy:
                heapq.heappush(self._ends, entry)

    def minutes_left(self, transaction: Transaction) -> Decimal:
        left = max(transaction.expires_at - self.clock.now(), timedelta())
        return round(Decimal(left.total_seconds()) / 60, 2)

    def _is_lapsed(self, transaction: Transaction, now: datetime) -> bool:
        """Whether nothing is left to watch: it is over, or its time is and it is released here."""
        if transaction.has_lapsed(now):
            held = transaction.status is Status.RESERVED
            transaction.status = Status.RELEASED if held else Status.FAILED
            transaction.trail.pending = None
            transaction.money_taken = dict.fromkeys(transaction.money_taken, Decimal())
            self.give_back(transaction.orders)
            self.on_lapse(transaction)
        return transaction.is_over

    @property
    def _oldest(self) -> Transaction:
        return next(iter(self.transactions.values()))

    def _forget(self, transaction: Transaction) -> None:
        del self.transactions[transaction.uuid]
        for token in transaction.trail.tokens:
            del self.callouts[token]

    def _as_opened(self, performance: Performance, area: Area, band: Band) -> tuple[Run, ...]:
        """What was free before anybody came."""
        key = performance.id, area.code, band.code
        return self._opened.get(key, lambda: left_of_blocks(performance, area=area, band=band))

    def _can_take(self, order: Order) -> bool:
        performance, area, band = order.performance, order.area, order.band
        if not band.blocks:
            return self.free_places(performance, area, band) >= len(order.tickets)
        wanted = {ticket.seat.id for ticket in order.tickets if ticket.seat}
        free = {seat.id for run in self.free_blocks(performance, area, band) for seat in run}
        return len(wanted) == len(order.tickets) and wanted <= free

    def _mark(self, order: Order, *, taken: bool) -> None:
        performance, area, band = order.performance, order.area, order.band
        self.versions[performance.id] = next(self._changes)
        if not band.blocks:
            change = len(order.tickets) if taken else -len(order.tickets)
            self._taken_places[performance.id][area.code, band.code] += change
            return
        places = {(area.code, ticket.seat.id) for ticket in order.tickets if ticket.seat}
        seats = self._taken_seats[performance.id]
        seats |= places if taken else set()
        seats -= set() if taken else places


def _runs(block: Run, area_code: str, taken: set[Place]) -> list[Run]:
    runs: list[list[Seat]] = [[]]
    for seat in block:
        if (area_code, seat.id) in taken:
            runs.append([])
        else:
            runs[-1].append(seat)
    return [tuple(run) for run in runs if run]

"""What has been held and sold: the only state of the sandbox, guarded by one lock.

Two buyers never get one seat: whoever takes places does it here, inside `with box_office.lock`.
"""

import threading
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sandbox.catalogue.model import Area, Band, Discount, Event, Performance, Seat, SendMethod, Source
from sandbox.clock import Clock


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
    is_cancelled: bool = False

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


@dataclass
class Transaction:
    """One reservation and what became of it. Change it only while holding `lock`."""

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
    reserve_answer: Any = None
    purchase_answer: Any = None
    purchase_status: int = 200
    purchase_calls: int = 0
    money_taken: dict[str, Decimal] = field(default_factory=dict)  # by source code
    notes: dict[str, Any] = field(default_factory=dict)  # callouts, tokens, remote site…
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False)

    @property
    def orders(self) -> list[Order]:
        return [order for bundle in self.bundles for order in bundle.orders]


Place = tuple[str, str]  # area code, seat id (seated) or band code (not seated)


class BoxOffice:
    """Places by performance, and transactions by uuid. Holds that ran out are freed whenever anybody looks."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.reset()

    def reset(self) -> None:
        with self.lock:
            self.transactions: dict[str, Transaction] = {}
            self._taken_seats: dict[str, set[Place]] = defaultdict(set)
            self._taken_places: dict[str, dict[Place, int]] = defaultdict(lambda: defaultdict(int))
            self.versions: dict[str, int] = defaultdict(int)  # grows with each change of a performance

    def free_blocks(self, performance: Performance, area: Area, band: Band) -> list[list[Seat]]:
        """The runs of free neighbours that are left of the band's seat blocks."""
        self.expire()
        with self.lock:
            taken = self._taken_seats[performance.id]
            return [run for block in band.blocks for run in _runs(block, area.code, taken)]

    def free_places(self, performance: Performance, area: Area, band: Band) -> int:
        """How many tickets of a band without seats are left."""
        self.expire()
        with self.lock:
            return band.capacity - self._taken_places[performance.id][area.code, band.code]

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
        """Free what was held for too long."""
        now = self.clock.now()
        with self.lock:
            lapsed = [
                transaction
                for transaction in self.transactions.values()
                if transaction.status is Status.RESERVED
                and transaction.expires_at <= now
                and not transaction.notes.get("purchase_running")
            ]
            for transaction in lapsed:
                transaction.status = Status.RELEASED
                self.give_back(transaction.orders)

    def minutes_left(self, transaction: Transaction) -> Decimal:
        left = max(transaction.expires_at - self.clock.now(), timedelta())
        return round(Decimal(left.total_seconds()) / 60, 2)

    def _can_take(self, order: Order) -> bool:
        performance, area, band = order.performance, order.area, order.band
        if not band.blocks:
            return self.free_places(performance, area, band) >= len(order.tickets)
        wanted = [(area.code, ticket.seat.id) for ticket in order.tickets if ticket.seat]
        return len(set(wanted)) == len(order.tickets) and not self._taken_seats[performance.id] & set(wanted)

    def _mark(self, order: Order, *, taken: bool) -> None:
        performance, area, band = order.performance, order.area, order.band
        self.versions[performance.id] += 1
        if not band.blocks:
            change = len(order.tickets) if taken else -len(order.tickets)
            self._taken_places[performance.id][area.code, band.code] += change
            return
        places = {(area.code, ticket.seat.id) for ticket in order.tickets if ticket.seat}
        seats = self._taken_seats[performance.id]
        seats |= places if taken else set()
        seats -= set() if taken else places


def _runs(block: tuple[Seat, ...], area_code: str, taken: set[Place]) -> list[list[Seat]]:
    runs: list[list[Seat]] = [[]]
    for seat in block:
        if (area_code, seat.id) in taken:
            runs.append([])
        else:
            runs[-1].append(seat)
    return [run for run in runs if run]

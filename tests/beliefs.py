"""What the shop believes to be held and sold, beside what the sandbox knows: the place that reads both."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from boxoffice.ticketing import Bundle, get_service
from checkout.models import OrderRecord, State
from tests.sandbox_process import SandboxProcess

# How a request may go wrong although its deed is done.
DONE_UNHEARD = {"502_after", "garbage", "half", "lost"}
BUYING = frozenset({State.AUTHORISING, State.ATTEMPTING, State.CALLED_OUT})
SOLD = frozenset({State.PURCHASED, State.PARTLY_PURCHASED})
Place = tuple[str, str, str]  # performance, area, seat
_read: dict[tuple[object, str], frozenset[Place]] = {}  # reading takes longer than all the rest
OVER = SOLD | {State.RELEASED, State.EXPIRED, State.FAILED, State.NOT_RESERVED, State.LOST}


@dataclass(frozen=True)
class Beliefs:
    """The shop's records and the sandbox's transactions at one moment."""

    records: list[OrderRecord]
    transactions: dict[str, dict[str, Any]]
    unheard: int  # reserves that may have held something of which no answer told
    told_of: frozenset[str] = frozenset()  # transactions of which f13's answers have told the shop
    perf_id: str = ""  # whose seats are counted

    @property
    def held_upstream(self) -> dict[str, dict[str, Any]]:
        return {uuid: row for uuid, row in self.transactions.items() if row["status"] == "reserved"}

    @property
    def by_transaction(self) -> dict[str, OrderRecord]:
        return {one.transaction_uuid: one for one in self.records if one.transaction_uuid}

    @property
    def unrecorded(self) -> list[dict[str, Any]]:
        """Held upstream, and no record of the shop's knows it."""
        return [row for uuid, row in self.held_upstream.items() if uuid not in self.by_transaction]

    def in_state(self, *states: State) -> list[OrderRecord]:
        return [one for one in self.records if one.state in states]

    def holds_of_each(self) -> Counter[str]:
        """How many holds each visitor has upstream, besides what is being bought and what was lost."""
        own = (self.by_transaction.get(uuid) for uuid in self.held_upstream)
        return Counter(one.visitor for one in own if one and one.state not in BUYING | {State.LOST})

    def unfinished(self) -> list[str]:
        """What has not come to its end: nothing, once all holds have run out and a worker came by."""
        held = [f"{uuid} is {row['status']}" for uuid, row in self.transactions.items() if _is_on(row)]
        records = [f"{one} is {one.state}" for one in self.records if one.state not in OVER]
        return held + records + [f"{one} may be held" for one in self.records if not one.is_release_certain]

    def places_certain(self) -> set[str]:
        """Seats of the performance that the shop knows to be held or sold."""
        now = timezone.now()
        held = [one for one in self.in_state(State.RESERVED) if not one.has_lapsed(now)]
        return self._of(held + self.in_state(*SOLD))

    def places_believed(self) -> set[str]:
        """Those, and what may be held or sold as far as the shop knows."""
        uncertain = [one for one in self.records if not one.is_release_certain]
        return self.places_certain() | self._of(uncertain + self.in_state(State.RESERVED, *BUYING))

    def places_sold(self) -> set[str]:
        return self._of(self.in_state(*SOLD))

    def places_lost(self) -> set[str]:
        """Those of holds of which no answer told."""
        orders = [order for row in self.unrecorded for order in row["orders"]]
        return {
            f"{order['area']} {seat}"
            for order in orders
            for seat in order["seats"]
            if order["perf_id"] == self.perf_id
        }

    def _of(self, records: list[OrderRecord]) -> set[str]:
        places = {place for one in records for place in _own_places(one)}
        return {f"{area} {seat}" for perf_id, area, seat in places if perf_id == self.perf_id}

    def problems(self, *, clocks_agree: bool) -> list[str]:
        """What must never be so, in sentences."""
        found = [
            f"visitor {name[:6]} has {count} holds"
            for name, count in self.holds_of_each().items()
            if count > 1
        ]
        if len(self.unrecorded) > min(self.unheard, len(self.in_state(State.LOST, State.RESERVING))):
            found.append(f"{len(self.unrecorded)} holds without a record, {self.unheard} answers were lost")
        told = [row["transaction_uuid"] for row in self.unrecorded if row["transaction_uuid"] in self.told_of]
        found += [f"{uuid} was told of, and has no record" for uuid in told]
        found += [text for one in self.records if (text := self._contradiction(one, clocks_agree))]
        return found + (self._seats_twice() if clocks_agree else [])

    def _contradiction(self, one: OrderRecord, clocks_agree: bool) -> str:
        """A record that says something else than the sandbox."""
        row = self.transactions.get(one.transaction_uuid or "", {})
        status, is_on = row.get("status"), not one.has_lapsed(timezone.now())
        if one.state == State.RESERVED and is_on and clocks_agree and status != "reserved":
            return f"{one} is held, they say {status}"
        if one.state in SOLD and status != "purchased":
            return f"{one} is bought, they say {status}"
        if status == "purchased" and one.state not in SOLD | {State.ATTEMPTING}:
            return f"{one} is {one.state}, and they have sold it"
        if one.state == State.RELEASED and one.is_release_certain and status == "reserved":
            return f"{one} is let go for certain, and still held"
        if one.state == State.EXPIRED and clocks_agree and status == "reserved":
            return f"{one} has expired, and is still held"
        if row.get("purchase_calls", 0) > _presses(one):
            return f"{one} was bought more often than pay was pressed"
        return ""

    def _seats_twice(self) -> list[str]:
        """Seats in two records that are held or bought, as the records say it."""
        now = timezone.now()
        known = [one for one in self.in_state(State.RESERVED) if not one.has_lapsed(now)]
        places = Counter(place for one in known + self.in_state(*SOLD) for place in _own_places(one))
        return [f"{place} is in {count} records" for place, count in places.items() if count > 1]


def _own_places(record: OrderRecord) -> frozenset[Place]:
    """The seats that the shop believes to be the record's: held, or of what was bought the part that was."""
    known = (record.pk, record.state)  # what is held or bought does not change while the state is the same
    if known not in _read:
        bundles = record.trolley.bundles
        mine = [bundle for bundle in bundles if bundle.is_purchased or not record.is_bought]
        _read[known] = frozenset(place for bundle in mine for place in _places_in(bundle))
    return _read[known]


def _places_in(bundle: Bundle) -> Iterator[Place]:
    for order in bundle.orders:
        if order.performance:
            yield from ((order.performance.id, order.ticket_type_code, seat) for seat in order.seat_ids)


def _is_on(row: dict[str, Any]) -> bool:
    return row["status"] in {"reserved", "attempting"}


def _presses(one: OrderRecord) -> int:
    return one.steps.filter(what="pay was pressed").count()


def beliefs(
    f13: SandboxProcess, *, perf_id: str = "", deaths: int = 0, told_of: Iterable[str] = ()
) -> Beliefs:
    """As of now. `deaths`: how often a process was killed while it waited for a reserve."""
    unheard = [row for row in f13.log(endpoint="reserve") if row["fault"] in DONE_UNHEARD]
    rows = {row["transaction_uuid"]: row for row in f13.transactions()}
    return Beliefs(list(OrderRecord.objects.all()), rows, len(unheard) + deaths, frozenset(told_of), perf_id)


def waiting_for_worker() -> list[str]:
    """Records for which pay was pressed."""
    return [str(one.pk) for one in OrderRecord.objects.filter(state=State.ATTEMPTING)]


def free_places(perf_id: str) -> set[str]:
    """The performance's free seats, as f13 says it now."""
    bands = get_service("en").get_availability(perf_id, seat_blocks=True).bands
    return {f"{band.ticket_type_code} {seat.id}" for band in bands for seat in band.seats}

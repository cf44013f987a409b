"""What was held beside what was asked for: all as asked, or what came otherwise and must be agreed to."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from django.utils import translation

from boxoffice.ticketing import Order, Reservation

from .kept import KeptChoice
from .models import OrderRecord, State


class Why(Enum):
    """Why something is not held, as far as f13's answer says. Its own words are a supplier's, for the log."""

    NOT_GIVEN = "not given"  # somebody was quicker, or the venue keeps it back
    ALONE = "alone"  # it goes only with something that is not held
    BESIDE = "beside"  # it cannot be held beside the rest
    GONE = "gone"  # it is no longer on sale


@dataclass(frozen=True)
class Missing:
    """Something that was asked for and is not held: as f13 describes it, or else as it was chosen."""

    why: Why
    order: Order | None = None
    chosen: KeptChoice | None = None


@dataclass(frozen=True)
class OtherPrice:
    """Totals in words: what was shown when it was asked for, and what is to be paid."""

    before: str
    after: str


@dataclass(frozen=True)
class OtherSeats:
    """An order that has other seats than those asked for, or held before."""

    order: Order
    asked: tuple[str, ...]


@dataclass(frozen=True)
class OtherKinds:
    """An order whose tickets are of other kinds: f13 replaces codes that it does not give, without a word."""

    order: Order
    asked: tuple[tuple[int, str], ...]  # how many of which, by name where it is known


@dataclass(frozen=True)
class Outcome:
    """All that came otherwise. Nothing of it is bought before somebody has agreed."""

    price: OtherPrice | None = None
    seats: tuple[OtherSeats, ...] = ()
    missing: tuple[Missing, ...] = ()
    kinds: tuple[OtherKinds, ...] = ()
    is_held: bool = False
    is_accepted: bool = False

    @property
    def is_as_asked(self) -> bool:
        return not (self.price or self.seats or self.missing or self.kinds)

    @property
    def needs_consent(self) -> bool:
        return self.is_held and not self.is_as_asked and not self.is_accepted


def of(record: OrderRecord) -> Outcome:
    """What f13 made of this record's trolley, whether or not anything is held."""
    got = record.reservation
    return Outcome(
        price=_price(record, got),
        seats=tuple(_seats(record, got)),
        missing=tuple(_missing(record, got)),
        kinds=tuple(_kinds(record, got)),
        is_held=record.state == State.RESERVED,
        is_accepted=record.accepted_at is not None,
    )


def total_of(got: Reservation, *, language: str) -> str:
    """What is to be paid, as a page in that language says it."""
    with translation.override(language):
        return " + ".join(map(str, got.trolley.totals))


def _price(record: OrderRecord, got: Reservation) -> OtherPrice | None:
    """Compared in the language in which it was asked for: the page may be read in another one."""
    if not record.asked_total or got.trolley.is_empty:
        return None
    if record.asked_total == total_of(got, language=record.language):
        return None
    now = total_of(got, language=translation.get_language() or record.language)
    return OtherPrice(record.asked_total, now)


def _seats(record: OrderRecord, got: Reservation) -> Iterator[OtherSeats]:
    choices, before = record.asked.choices, _held_before(record)
    for order in got.orders:
        earlier = _counterpart(order, before)
        chosen = choices.get(order.item_number or 0)
        wished = chosen.choice.seats if chosen else ()
        asked = (earlier.seat_ids if earlier else ()) or wished or order.requested_seat_ids
        if asked and set(asked) != set(order.seat_ids):
            yield OtherSeats(order, tuple(asked))


def _held_before(record: OrderRecord) -> tuple[Order, ...]:
    return record.again_of.reservation.orders if record.again_of else ()


def _counterpart(order: Order, others: Iterable[Order]) -> Order | None:
    """The same order before: by its number where that is of the same place, else by its place alone."""
    alike = [one for one in others if _place(one) == _place(order)]
    same = (one for one in alike if one.item_number == order.item_number)
    return next(same, alike[0] if len(alike) == 1 else None)


def _place(order: Order) -> tuple[str, str, str]:
    perf_id = order.performance.id if order.performance else ""
    return perf_id, order.ticket_type_code, order.price_band_code


def _missing(record: OrderRecord, got: Reservation) -> Iterator[Missing]:
    """What f13 names, then what it passes over in silence."""
    for order in got.unreserved_orders:
        is_add_on = order.event is not None and order.event.is_add_on
        yield Missing(Why.ALONE if is_add_on else Why.NOT_GIVEN, order)
    for order in got.trolley.discarded_orders:
        yield Missing(Why.BESIDE, order)
    if got.is_held:  # what of it was not there to be asked for
        unnamed = [*_passed_over(record, got), *record.asked.untold]
        yield from (Missing(Why.GONE, chosen=chosen) for chosen in unnamed)
        if got.has_unavailable_order and not unnamed and not got.unreserved_orders:
            yield Missing(Why.GONE)


def _passed_over(record: OrderRecord, got: Reservation) -> Iterator[KeptChoice]:
    """Choices that the answer has no word of."""
    named = {one.item_number for one in (*got.orders, *got.unreserved_orders, *got.trolley.discarded_orders)}
    if None not in named:
        yield from (chosen for number, chosen in record.asked.choices.items() if number not in named)


def _kinds(record: OrderRecord, got: Reservation) -> Iterator[OtherKinds]:
    choices = record.asked.choices
    for order in got.orders:
        chosen = choices.get(order.item_number or 0)
        if chosen and not order.got_discounts(chosen.kinds):
            names = Counter(chosen.kind_names or chosen.kinds)
            yield OtherKinds(order, tuple((number, name) for name, number in names.items()))

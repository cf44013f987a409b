"""From what was picked to the orders of a trolley, one for each area and band; or why they cannot be.

Pure: picks and availability in, orders or a problem out. The page and the press of its button ask the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from boxoffice.ticketing import Availability, AvailabilityBand, Price, Seat

from .picks import BandKey, Pick, Picks


@dataclass(frozen=True, slots=True)
class Ticket:
    """One ticket as it would be ordered: its kind and price, and its seat where one was picked."""

    kind: str
    kind_name: str
    price: Price | None
    seat: Seat | None = None


@dataclass(frozen=True, slots=True)
class BandOrder:
    """What becomes one order of the trolley."""

    area_name: str
    band: AvailabilityBand
    tickets: tuple[Ticket, ...]

    @property
    def key(self) -> BandKey:
        return key_of(self.band)

    @property
    def seat_ids(self) -> tuple[str, ...]:
        return tuple(ticket.seat.id for ticket in self.tickets if ticket.seat)

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(ticket.kind for ticket in self.tickets)

    @property
    def discounts(self) -> tuple[str, ...]:
        """As f13 is asked: one for every ticket, or none where all are what it gives by itself."""
        return () if set(self.kinds) <= {self.band.discount_code} else self.kinds

    @property
    def price(self) -> Price | None:
        return sum_of_prices(ticket.price for ticket in self.tickets)


def key_of(band: AvailabilityBand) -> BandKey:
    return band.ticket_type_code, band.code


def sum_of_prices(prices: Iterable[Price | None]) -> Price | None:
    """The sum, where every part is known."""
    known = list(prices)
    found = [price for price in known if price is not None]
    if not found or len(found) < len(known):
        return None
    total = found[0]
    for price in found[1:]:
        total = total + price
    return total


def orders_from(picks: Picks, availability: Availability) -> tuple[BandOrder, ...]:
    """What of the picks is there: seats by band, in the order in which they were picked, then the rest."""
    found = [_of_seats(picks, key, availability) for key in dict.fromkeys(one.band for one in picks.seats)]
    if picks.best:
        found.append(_order(picks.best.band, availability, kinds=picks.best.kinds))
    return tuple(order for order in found if order is not None and order.tickets)


def missing(picks: Picks, availability: Availability) -> tuple[Pick, ...]:
    """Picked seats that are not free any more."""
    free = {key_of(band): {seat.id for seat in band.seats} for band in availability.bands}
    return tuple(pick for pick in picks.seats if pick.seat not in free.get(pick.band, ()))


def kinds_of(band: AvailabilityBand) -> tuple[str, ...]:
    """The kinds of ticket that a band offers, its default among them."""
    return tuple(kind.code for kind in band.discounts) or (band.discount_code,)


def unsaid_kinds(picks: Picks, availability: Availability) -> bool:
    """Whether somebody has still to say for whom the tickets are."""
    bands = {key_of(band): band for band in availability.bands}
    return any(
        pick.kind is None and len(kinds_of(bands[pick.band])) > 1
        for pick in picks.seats
        if pick.band in bands
    )


def _of_seats(picks: Picks, key: BandKey, availability: Availability) -> BandOrder | None:
    band = availability.band(*key)
    seats = {seat.id: seat for seat in band.seats} if band else {}
    picked = [pick for pick in picks.of(key) if pick.seat in seats]
    default = band.discount_code if band else ""
    kinds = [default if pick.kind is None else pick.kind for pick in picked]
    return _order(key, availability, kinds=kinds, seats=[seats[pick.seat] for pick in picked])


def _order(
    key: BandKey, availability: Availability, *, kinds: Sequence[str], seats: Sequence[Seat] = ()
) -> BandOrder | None:
    area, band = availability.ticket_type(key[0]), availability.band(*key)
    if area is None or band is None:
        return None
    tickets = (_ticket(band, kind, seat) for kind, seat in zip_longest(kinds, seats))
    return BandOrder(area.name, band, tuple(tickets))


def _ticket(band: AvailabilityBand, kind: str, seat: Seat | None) -> Ticket:
    discount = band.discount(kind)
    if discount is None:
        is_default = kind == band.discount_code
        return Ticket(
            kind, band.discount_name if is_default else "", band.price if is_default else None, seat
        )
    return Ticket(kind, discount.name, discount.price, seat)

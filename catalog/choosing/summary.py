"""What is chosen so far, as the page sums it up: each ticket with its words, what is wrong, what would do."""

from collections.abc import Iterator
from dataclasses import dataclass

from boxoffice.ticketing import Money, Price, Seat

from ..seat_map import value, whereabouts
from ..seating.kind_rows import KindRow, kinds_of
from ..seating.orders import BandOrder, key_of, orders_from, sum_of_prices
from ..seating.picks import Picks
from ..seating.verdict import Objection, objection
from .offered import Offered


@dataclass(frozen=True)
class ChosenSeat:
    """One picked seat: where it is, its kind of ticket, and the choice without it."""

    value: str
    seat: Seat
    where: str
    band_name: str
    price: Price | None
    kind: str
    kinds: tuple[KindRow, ...]
    without: Picks


@dataclass(frozen=True)
class Summary:
    """All of it. `objection` is what keeps it from being ordered."""

    seats: tuple[ChosenSeat, ...]
    price: Price | None
    objection: Objection | None

    @property
    def total(self) -> Money | None:
        return self.price.total if self.price else None


def summary(offered: Offered, picks: Picks) -> Summary:
    orders = orders_from(picks, offered.availability)
    found = (
        objection(picks, offered.availability, most_bands=offered.most_bands) if not picks.is_empty else None
    )
    seats = tuple(one for order in orders for one in _seats(offered, picks, order))
    return Summary(seats, sum_of_prices(order.price for order in orders), found)


def _seats(offered: Offered, picks: Picks, order: BandOrder) -> Iterator[ChosenSeat]:
    index = next(number for number, band in enumerate(offered.bands) if key_of(band) == order.key)
    kinds = kinds_of(order.band, allowed=(len(order.tickets),), numbers={})
    for ticket in order.tickets:
        if ticket.seat is not None:
            seat = ticket.seat
            yield ChosenSeat(
                value(index, seat),
                seat,
                whereabouts(order.area_name, seat.row, seat.column or seat.id),
                order.band.name,
                ticket.price,
                ticket.kind,
                kinds,
                picks.without(pick for pick in picks.of(order.key) if pick.seat == seat.id),
            )

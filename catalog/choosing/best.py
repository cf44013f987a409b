"""Best available: bands whose seats nobody picks, with the kinds of ticket and the numbers of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from boxoffice.ticketing import AvailabilityBand, TicketType

from ..seating.kind_rows import KindRow, kinds_of
from ..seating.orders import key_of
from ..seating.picks import BestAvailable
from ..seating.verdict import quantities
from .offered import Offered


@dataclass(frozen=True)
class BandRow:
    """One band as the page offers it; `index` is its number in the form."""

    index: int
    ticket_type: TicketType
    band: AvailabilityBand
    quantities: tuple[int, ...]
    kinds: tuple[KindRow, ...]
    is_chosen: bool
    has_enough: bool  # for as many as are wanted together

    @property
    def most(self) -> int:
        return max(self.quantities, default=0)

    @property
    def is_one_kind(self) -> bool:
        return len(self.kinds) == 1


def rows(offered: Offered, *, together: int, best: BestAvailable | None = None) -> tuple[BandRow, ...]:
    """Every band that is sold so and has places, in the order of the page."""
    found = [
        _row(offered, index, band, together=together, best=best)
        for index, band in enumerate(offered.bands)
        if not band.has_seat_selection and quantities(band, offered.availability)
    ]
    if len(found) == 1:  # nothing to choose between
        return (replace(found[0], is_chosen=True),)
    return tuple(found)


def _row(
    offered: Offered, index: int, band: AvailabilityBand, *, together: int, best: BestAvailable | None
) -> BandRow:
    is_chosen = best is not None and best.band == key_of(band)
    allowed = quantities(band, offered.availability)
    numbers = dict(best.numbers) if best and is_chosen else {band.discount_code: _nearest(together, allowed)}
    ticket_type = offered.availability.ticket_type(band.ticket_type_code)
    return BandRow(
        index,
        ticket_type or TicketType(band.ticket_type_code),
        band,
        allowed,
        kinds_of(band, allowed=allowed, numbers=numbers),
        is_chosen,
        together in allowed,
    )


def _nearest(wanted: int, allowed: Sequence[int]) -> int:
    return min(allowed, key=lambda number: (abs(number - wanted), number))

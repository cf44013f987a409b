"""Best available: bands whose seats nobody picks, with the kinds of ticket and the numbers of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from boxoffice.ticketing import AvailabilityBand, Discount, Price, TicketType

from ..seating.orders import key_of
from ..seating.picks import BestAvailable
from ..seating.verdict import quantities
from .offered import Offered

FEW = 20  # so many numbers are a list to pick from; more are typed


@dataclass(frozen=True)
class KindRow:
    """One kind of ticket in one band: who may have it, what it costs, how many there may be of it."""

    code: str
    name: str
    price: Price | None
    numbers: tuple[int, ...]
    number: int  # as it stands in the form
    ages: str = ""
    offer: AvailabilityBand | Discount | None = None  # where it is one

    @property
    def is_typed(self) -> bool:
        return len(self.numbers) > FEW


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


def kinds_of(
    band: AvailabilityBand, *, allowed: Sequence[int], numbers: dict[str, int]
) -> tuple[KindRow, ...]:
    """The band's kinds, its default first; where f13 lists none, the one that it gives by itself."""
    if not band.discounts:
        number = numbers.get(band.discount_code, 0)
        name = band.discount_name
        return (KindRow(band.discount_code, name, band.price, tuple(allowed), number),)
    first = sorted(band.discounts, key=lambda kind: kind.code != band.discount_code)
    is_one = len(first) == 1
    return tuple(
        KindRow(
            kind.code,
            kind.name,
            kind.price,
            tuple(allowed) if is_one else _numbers(kind, most=max(allowed)),
            numbers.get(kind.code, 0),
            ages=ages(kind),
            offer=kind if kind.is_offer else None,
        )
        for kind in first
    )


def ages(kind: Discount) -> str:
    """Who may have it, where f13 says so."""
    youngest, oldest = kind.minimum_age, kind.maximum_age
    if youngest and oldest:
        return _("ages %(youngest)s to %(oldest)s") % {"youngest": youngest, "oldest": oldest}
    if youngest:
        return _("age %(youngest)s and over") % {"youngest": youngest}
    return _("up to age %(oldest)s") % {"oldest": oldest} if oldest else ""


def _numbers(kind: Discount, *, most: int) -> tuple[int, ...]:
    """None of it, and as many as it allows."""
    limits = (kind.number_available, kind.max_order_tickets, kind.max_discount_tickets, most)
    largest = min(limit for limit in limits if limit is not None)
    allowed = kind.valid_quantities or range(1, largest + 1)
    return 0, *(number for number in allowed if 0 < number <= largest)


def _nearest(wanted: int, allowed: Sequence[int]) -> int:
    return min(allowed, key=lambda number: (abs(number - wanted), number))

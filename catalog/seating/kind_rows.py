"""The kinds of ticket of one band as a form shows them: for whom, at which price, how many there may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from boxoffice.ticketing import AvailabilityBand, Discount, Price

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


def kinds_of(
    band: AvailabilityBand, *, allowed: Sequence[int], numbers: Mapping[str, int]
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

"""A promo code: what an address says of it, and whether it changes what can be had."""

from collections.abc import Mapping
from dataclasses import dataclass

from boxoffice.ticketing import Availability, AvailabilityBand, Price

LONGEST = 50  # characters

Offer = tuple[str, str, str, Price | None]  # area, band, kind of ticket, and what one costs


@dataclass(frozen=True)
class Promo:
    """`is_of_use`: whether f13 gives anything else for it; None where that could not be found out."""

    code: str = ""
    is_of_use: bool | None = False

    @property
    def is_useless(self) -> bool:
        """There is a code, and it changes nothing."""
        return bool(self.code) and self.is_of_use is False

    @property
    def goes_on(self) -> str:
        """The code as it goes with what is chosen: one that changes nothing is left behind."""
        return "" if self.is_useless else self.code


NO_CODE = Promo()


def said_code(parameters: Mapping[str, str]) -> str:
    """The code that an address or a form says, as far as it can be one."""
    code = parameters.get("promo", "").strip()
    return code if code.isprintable() and len(code) <= LONGEST else ""


def changes(special: Availability, plain: Availability) -> bool:
    """Whether something is offered with the code that is not without it: a kind of ticket, or a price."""
    return bool(_offers(special) - _offers(plain))


def _offers(availability: Availability) -> set[Offer]:
    return {offer for band in availability.bands for offer in _of_band(band)}


def _of_band(band: AvailabilityBand) -> set[Offer]:
    area, code = band.ticket_type_code, band.code
    kinds: set[Offer] = {(area, code, kind.code, kind.price) for kind in band.discounts}
    return kinds | {(area, code, band.discount_code, band.price)}

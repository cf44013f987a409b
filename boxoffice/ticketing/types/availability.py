"""What can be had for one performance at this moment: areas, bands, discounts, seats, ways of sending."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from ..money import Currency, Money, Price
from .events import CostRange, is_fee_waiver
from .shared import Commission, Country

RESTRICTED_VIEW = gettext_lazy("Restricted view")


class LeavingSingles(Enum):
    """Whether a choice of seats may leave one seat standing alone."""

    ALWAYS = "always"
    IF_NECESSARY = "if_necessary"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat, free or held or bought."""

    id: str
    row: str = ""
    column: str = ""
    separator: str = ""
    is_restricted_view: bool = False
    text: str = ""
    text_code: str = ""
    barcode: str = ""
    apple_wallet_url: str = ""
    google_wallet_url: str = ""
    google_wallet_jwt_url: str = ""

    @property
    def notes(self) -> str | Promise:
        """What must be shown beside this seat: that its view is restricted, and its text; else nothing.

        The words for a restricted view are lazy: they become the reader's language where they are shown.
        """
        if not self.is_restricted_view or self._text_says_restricted:
            return self.text
        return format_lazy("{}. {}", RESTRICTED_VIEW, self.text) if self.text else RESTRICTED_VIEW

    @property
    def _text_says_restricted(self) -> bool:
        # Suppliers' texts mostly say it themselves: "Restricted view, safety rail".
        return "restrict" in self.text.casefold()

    @property
    def has_notes(self) -> bool:
        return bool(self.text) or self.is_restricted_view

    @property
    def has_wallet_pass(self) -> bool:
        return bool(self.apple_wallet_url or self.google_wallet_url)

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class SeatBlock:
    """Free seats that stand together in one row, in order."""

    row: str
    seats: tuple[Seat, ...] = ()

    def __iter__(self) -> Iterator[Seat]:
        return iter(self.seats)

    def __len__(self) -> int:
        return len(self.seats)


@dataclass(frozen=True, slots=True)
class Discount:
    """A kind of ticket within a band: adult, child, a special offer."""

    code: str
    name: str = ""
    price_band_code: str = ""
    price_band_name: str = ""
    price: Price | None = None
    full_price: Price | None = None
    is_offer: bool = False
    saving: Money | None = None
    saving_percent: Decimal | None = None
    number_available: int | None = None
    valid_quantities: tuple[int, ...] = ()
    semantic_type: str = ""
    minimum_age: int | None = None
    maximum_age: int | None = None
    disallowed_tickets: frozenset[int] = frozenset()  # tickets by number, the first is 0
    max_order_tickets: int | None = None
    max_discount_tickets: int | None = None
    user_commission: Commission | None = None
    gross_commission: Commission | None = None

    @property
    def is_fee_waiver(self) -> bool:
        """Only the fee is gone: said as "No fees", never as a percentage."""
        return is_fee_waiver(self.price, full_price=self.full_price)


@dataclass(frozen=True, slots=True)
class AvailabilityBand:
    """A price band within an area, at its default discount."""

    code: str
    name: str = ""
    ticket_type_code: str = ""
    price: Price | None = None
    full_price: Price | None = None
    is_offer: bool = False
    saving: Money | None = None
    saving_percent: Decimal | None = None
    discount_code: str = ""
    discount_name: str = ""
    number_available: int | None = None
    valid_quantities: tuple[int, ...] = ()
    leaving_singles: LeavingSingles = LeavingSingles.ALWAYS
    discounts: tuple[Discount, ...] = ()  # where they were asked for
    seat_blocks: tuple[SeatBlock, ...] = ()  # where they were asked for
    example_seats: tuple[Seat, ...] = ()
    example_seats_are_real: bool = True
    user_commission: Commission | None = None
    gross_commission: Commission | None = None
    cost_range: CostRange | None = None

    @property
    def seats(self) -> tuple[Seat, ...]:
        return tuple(seat for block in self.seat_blocks for seat in block.seats)

    @property
    def has_seat_selection(self) -> bool:
        return bool(self.seat_blocks)

    @property
    def is_fee_waiver(self) -> bool:
        """Only the fee is gone: said as "No fees", never as a percentage."""
        return is_fee_waiver(self.price, full_price=self.full_price)

    def discount(self, code: str) -> Discount | None:
        return next((discount for discount in self.discounts if discount.code == code), None)


@dataclass(frozen=True, slots=True)
class TicketType:
    """An area of the venue, or a kind of ticket where there are no seats."""

    code: str
    name: str = ""
    bands: tuple[AvailabilityBand, ...] = ()


@dataclass(frozen=True, slots=True)
class Availability:
    """What f13 can sell for a performance now, and the rules for choosing."""

    ticket_types: tuple[TicketType, ...] = ()
    currency: Currency | None = None
    valid_quantities: tuple[int, ...] = ()
    max_bundle_size: int | None = None
    contiguous_only: bool = True
    must_select_whole_seat_block: bool = False
    is_down: bool = False
    is_broken: bool = False
    is_throttled: bool = False
    source_code: str = ""

    @property
    def is_troubled(self) -> bool:
        """Nothing is offered because the supplier cannot be reached, not because it is sold out."""
        return self.is_down or self.is_broken or self.is_throttled

    @property
    def bands(self) -> tuple[AvailabilityBand, ...]:
        return tuple(band for ticket_type in self.ticket_types for band in ticket_type.bands)

    @property
    def is_sold_out(self) -> bool:
        return not self.bands and not self.is_troubled

    @property
    def has_seat_selection(self) -> bool:
        return any(band.has_seat_selection for band in self.bands)

    def ticket_type(self, code: str) -> TicketType | None:
        return next((one for one in self.ticket_types if one.code == code), None)

    def band(self, ticket_type_code: str, price_band_code: str) -> AvailabilityBand | None:
        """The band by both codes, for a band's code is unique within its area only."""
        key = (ticket_type_code, price_band_code)
        return next((one for one in self.bands if (one.ticket_type_code, one.code) == key), None)


@dataclass(frozen=True, slots=True)
class SendMethod:
    """A way for tickets to reach the buyer."""

    code: str
    name: str = ""
    type: str = ""
    final_type: str = ""
    cost: Money | None = None
    cost_tax: Money | None = None
    indicative_cost: Money | None = None
    transaction_fee: Money | None = None
    permitted_countries: tuple[Country, ...] = ()  # none listed: sent anywhere
    final_comment: str = ""
    can_generate_self_print: bool = False
    has_html_page: bool = False
    self_print_voucher_url: str = ""

    @property
    def is_post(self) -> bool:
        return self.type == "post"

    @property
    def is_collect(self) -> bool:
        return self.type == "collect"

    @property
    def is_self_print(self) -> bool:
        return self.type == "selfprint"

    @property
    def is_free(self) -> bool:
        return self.cost is not None and not self.cost

    def is_permitted_in(self, country_code: str) -> bool:
        codes = {country.code for country in self.permitted_countries}
        return not codes or country_code in codes

"""What is chosen, held or bought.

A trolley has bundles (one supplier), these have orders (one performance, area and
band), these have ticket orders (one discount).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from typing import Any

from ..money import Currency, Money, Price, sums_of
from .availability import Seat, SendMethod
from .events import Event
from .performances import Performance
from .shared import Commission


class SeatRequest(Enum):
    """What became of the seats that were asked for by name."""

    NOT_REQUESTED = "not_requested"
    GOT_ALL = "got_all"
    GOT_PARTIAL = "got_partial"
    GOT_NONE = "got_none"


@dataclass(frozen=True, slots=True)
class TicketOrder:
    """Tickets at one discount."""

    discount_code: str = ""
    discount_name: str = ""
    quantity: int = 0
    price: Price | None = None  # of one ticket
    total_price: Price | None = None
    seats: tuple[Seat, ...] = ()
    semantic_type: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Tickets for one performance, area and band."""

    item_number: int | None = None
    event: Event | None = None
    performance: Performance | None = None
    ticket_type_code: str = ""
    ticket_type_name: str = ""
    price_band_code: str = ""
    price_band_name: str = ""
    quantity: int = 0
    price: Price | None = None  # of all its tickets, without sending
    ticket_orders: tuple[TicketOrder, ...] = ()
    seat_request: SeatRequest = SeatRequest.NOT_REQUESTED
    requested_seat_ids: tuple[str, ...] = ()
    requested_seats: tuple[Seat, ...] = ()
    send_method: SendMethod | None = None
    backend_purchase_reference: str = ""
    backend_cancellation_reference: str = ""
    cancellation_status: str = ""
    cancellation_comment: str = ""
    reserve_failure_comment: str = ""  # a supplier's words: for the log, not for pages
    external_management_url: str = ""
    supported_barcode_types: tuple[str, ...] = ()
    user_commission: Commission | None = None
    gross_commission: Commission | None = None

    @property
    def seats(self) -> tuple[Seat, ...]:
        return tuple(seat for ticket_order in self.ticket_orders for seat in ticket_order.seats)

    @property
    def seat_ids(self) -> tuple[str, ...]:
        return tuple(seat.id for seat in self.seats)

    @property
    def discount_codes(self) -> tuple[str, ...]:
        """One code per ticket, sorted: what was got, to be compared with what was asked."""
        return tuple(sorted(one.discount_code for one in self.ticket_orders for _ in range(one.quantity)))

    def got_discounts(self, asked: tuple[str, ...] | list[str]) -> bool:
        """Whether the discounts are those asked for; f13 replaces illegal codes without a word."""
        return not asked or sorted(asked) == list(self.discount_codes)

    @property
    def seats_changed(self) -> bool:
        """Other seats than those asked for. Where none were asked for, none have changed."""
        return self.seat_request in {SeatRequest.GOT_NONE, SeatRequest.GOT_PARTIAL}

    @property
    def has_notes(self) -> bool:
        return any(seat.has_notes for seat in self.seats)

    @property
    def is_cancelled(self) -> bool:
        return self.cancellation_status == "cancelled"

    @property
    def can_be_cancelled(self) -> bool:
        return self.cancellation_status == "possible"

    @property
    def cancellation_failed(self) -> bool:
        return self.cancellation_status == "tried_and_failed"


@dataclass(frozen=True, slots=True)
class CiderAccess:
    """Where and how card details are left with Cider. The token opens one reservation only."""

    endpoint: str
    token: str = field(default="", repr=False)
    script_url: str = ""
    publishable_key: str = ""
    payment_intent: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)
    merchant_country_code: str = ""
    has_payment_sources: bool = False
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Debitor:
    """Who takes the money for a bundle, if not the partner."""

    type: str = ""
    name: str = ""
    description: str = ""
    aggregation_key: str = ""  # bundles with equal keys may be paid together
    cider: CiderAccess | None = None
    publishable_key: str = ""
    integration_data: dict[str, Any] = field(default_factory=dict, repr=False, hash=False)

    @property
    def is_cider(self) -> bool:
        return self.cider is not None

    @property
    def is_stripe(self) -> bool:
        """Stripe without Cider: a token for each bundle."""
        return self.type == "stripe" and not self.is_cider


@dataclass(frozen=True, slots=True)
class PurchaseResult:
    """How buying went, for a bundle or the whole trolley. The reasons are not for display."""

    success: bool = False
    is_partial: bool = False
    is_semi_credit: bool = False
    failed_3d_secure: bool = False
    failed_avs: bool = False
    failed_cv_two: bool = False
    can_cancel_individual_orders: bool | None = None
    backend_purchase_reference: str = ""
    purchase_error: str = field(default="", repr=False)
    failure_reason: str = field(default="", repr=False)
    internal_error_comment: str = field(default="", repr=False)

    @property
    def is_card_refusal(self) -> bool:
        return self.failed_3d_secure or self.failed_avs or self.failed_cv_two or self._is_about_money

    @property
    def why(self) -> str:
        """Why this was not sold, as far as the answer tells: `3ds avs cv2 declined supplier`."""
        if self.failed_3d_secure:
            return "3ds"
        if self.failed_avs:
            return "avs"
        if self.failed_cv_two:
            return "cv2"
        return "declined" if self._is_about_money else "supplier"

    @property
    def _is_about_money(self) -> bool:
        """A plain refusal by a bank has no flag of its own: the code of the error is all that tells."""
        return any(word in self.purchase_error.lower() for word in ("payment", "declin", "card"))


@dataclass(frozen=True, slots=True)
class Bundle:
    """The orders of one supplier: sent together, paid together."""

    source_code: str
    source_name: str = ""
    orders: tuple[Order, ...] = ()
    currency: Currency | None = None
    price: Price | None = None  # of its tickets, without sending
    send_cost: Money | None = None
    send_cost_tax: Money | None = None
    total: Money | None = None  # what is paid
    indicative_total: Money | None = None
    indicative_send_cost: Money | None = None
    debitor: Debitor | None = None
    debitors: tuple[Debitor, ...] = ()  # where there is a choice
    terms: str = ""
    purchase_result: PurchaseResult | None = None

    @property
    def is_purchased(self) -> bool:
        return self.purchase_result is not None and self.purchase_result.success


@dataclass(frozen=True, slots=True)
class Trolley:
    """Bundles of orders, wished for (then with a token), held or bought (then with a transaction)."""

    token: str = field(default="", repr=False)
    bundles: tuple[Bundle, ...] = ()
    discarded_orders: tuple[Order, ...] = ()
    has_unavailable_order: bool = False
    transaction_uuid: str = ""
    transaction_id: str = ""
    minutes_left: Decimal | None = None
    purchase_result: PurchaseResult | None = None

    @property
    def orders(self) -> tuple[Order, ...]:
        return tuple(order for bundle in self.bundles for order in bundle.orders)

    @property
    def is_empty(self) -> bool:
        return not self.orders

    @property
    def quantity(self) -> int:
        """How many tickets it holds."""
        return sum(order.quantity for order in self.orders)

    @property
    def seats_changed(self) -> bool:
        return any(order.seats_changed for order in self.orders)

    @property
    def totals(self) -> tuple[Money, ...]:
        """What is paid in all, one amount for each currency: bundles of two currencies have no one sum."""
        return sums_of(bundle.total for bundle in self.bundles)

    @property
    def total(self) -> Money | None:
        """What is paid in all, where every bundle says so and in one currency."""
        is_known = all(bundle.total is not None for bundle in self.bundles)
        return self.totals[0] if is_known and len(self.totals) == 1 else None

    @property
    def indicative_total(self) -> Money | None:
        """The same in the currency that the account likes to see.

        None where a part of it is unknown, and where all of it is charged in that currency anyway.
        """
        found = sums_of(bundle.indicative_total for bundle in self.bundles)
        is_known = all(bundle.indicative_total is not None for bundle in self.bundles)
        is_charged_so = [one.currency for one in found] == [one.currency for one in self.totals]
        return found[0] if is_known and len(found) == 1 and not is_charged_so else None

    def bundle(self, source_code: str) -> Bundle | None:
        return next((one for one in self.bundles if one.source_code == source_code), None)

    def order(self, item_number: int) -> Order | None:
        return next((one for one in self.orders if one.item_number == item_number), None)

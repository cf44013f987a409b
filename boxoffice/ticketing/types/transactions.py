"""What became of a trolley: held, bought, let go, cancelled; and the outcomes of trying to buy it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from ..money import Currency, Money
from .shared import Account, Address, Country, Customer, Named
from .trolley import Bundle, CiderAccess, Debitor, Order, PurchaseResult, Trolley


class TransactionStatus(Enum):
    """Where a transaction stands. UNKNOWN is a word that we have not met: no answer, to be asked again."""

    RESERVED = "reserved"
    ATTEMPTING = "attempting"
    PURCHASED = "purchased"
    FAILED = "failed"
    RELEASED = "released"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class Callout:
    """The buyer is to be sent elsewhere, with these parameters in this order."""

    destination: str
    is_post: bool = False
    parameters: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    return_token: str = field(default="", repr=False)
    source_code: str = ""
    source_name: str = ""
    total: Money | None = None
    debitor: Debitor | None = None
    integration_data: dict[str, Any] = field(default_factory=dict, repr=False, hash=False)
    request_id: str = ""

    @property
    def cider(self) -> CiderAccess | None:
        return self.debitor.cider if self.debitor else None


@dataclass(frozen=True, slots=True)
class Reservation:
    """What was held of what was asked for. All, a part and nothing are all answers."""

    trolley: Trolley = field(default_factory=Trolley)
    unreserved_orders: tuple[Order, ...] = ()
    has_unavailable_order: bool = False
    minutes_left: Decimal | None = None
    status: TransactionStatus = TransactionStatus.UNKNOWN
    reserved_at: datetime | None = None
    allowed_countries: tuple[Country, ...] = ()
    needs_email_address: bool = False
    needs_agent_reference: bool = False
    needs_payment_card: bool = False
    supports_billing_address: bool = False
    can_edit_address: bool = True
    prefilled_address: Address | None = None
    accepted_cards: tuple[Named, ...] = ()
    languages: tuple[str, ...] = ()
    request_id: str = ""

    @property
    def transaction_uuid(self) -> str:
        return self.trolley.transaction_uuid

    @property
    def orders(self) -> tuple[Order, ...]:
        return self.trolley.orders

    @property
    def is_held(self) -> bool:
        """Something is held."""
        return bool(self.transaction_uuid) and not self.trolley.is_empty

    @property
    def is_complete(self) -> bool:
        """All that was asked for is held."""
        lacking = self.unreserved_orders or self.has_unavailable_order or self.trolley.discarded_orders
        return self.is_held and not lacking

    @property
    def is_partial(self) -> bool:
        return self.is_held and not self.is_complete

    @property
    def seats_changed(self) -> bool:
        return self.trolley.seats_changed

    @property
    def debitors(self) -> tuple[Debitor, ...]:
        return tuple(bundle.debitor for bundle in self.trolley.bundles if bundle.debitor)


@dataclass(frozen=True, slots=True)
class Release:
    """Whether the seats are free again."""

    is_released: bool
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Transaction:
    """A reservation's later life, as `status` tells it. A cancelled one still reads purchased."""

    status: TransactionStatus
    trolley: Trolley = field(default_factory=Trolley)
    reserved_at: datetime | None = None
    purchased_at: datetime | None = None
    minutes_left: Decimal | None = None
    customer: Customer | None = None
    pending_callout: Callout | None = None
    languages: tuple[str, ...] = ()
    remote_site: str = ""
    external_sale_page: str = field(default="", repr=False)
    account: Account | None = None
    request_id: str = ""

    @property
    def transaction_uuid(self) -> str:
        return self.trolley.transaction_uuid

    @property
    def transaction_id(self) -> str:
        return self.trolley.transaction_id

    @property
    def orders(self) -> tuple[Order, ...]:
        return self.trolley.orders

    @property
    def purchase_result(self) -> PurchaseResult | None:
        return self.trolley.purchase_result

    @property
    def is_reserved(self) -> bool:
        return self.status is TransactionStatus.RESERVED

    @property
    def is_attempting(self) -> bool:
        return self.status is TransactionStatus.ATTEMPTING

    @property
    def is_purchased(self) -> bool:
        return self.status is TransactionStatus.PURCHASED

    @property
    def is_failed(self) -> bool:
        return self.status is TransactionStatus.FAILED

    @property
    def is_released(self) -> bool:
        return self.status is TransactionStatus.RELEASED

    @property
    def is_fully_cancelled(self) -> bool:
        return bool(self.orders) and all(order.is_cancelled for order in self.orders)

    @property
    def sold_bundles(self) -> tuple[Bundle, ...]:
        """What the suppliers sold. Where a bundle does not say, the transaction's status is its answer."""
        return tuple(
            bundle
            for bundle in self.trolley.bundles
            if (bundle.purchase_result.success if bundle.purchase_result else self.is_purchased)
        )

    @property
    def outcome(self) -> Outcome | None:
        """What came of buying it. None: nothing yet, or an answer that contradicts itself; ask again.

        Only `failed` with nothing sold is a failure, for the money is freed by it; and whatever says that
        something was sold while something else says that nothing was, is no answer.
        """
        if self.pending_callout and self.is_attempting:
            return self.pending_callout
        if self.is_failed and not self.sold_bundles and not self._says_success:
            return Failed(self, self.request_id)
        if not (self.is_purchased or self.is_failed) or not self.sold_bundles or self._denies_success:
            return None
        is_whole = self.is_purchased and len(self.sold_bundles) == len(self.trolley.bundles)
        is_partial = self.purchase_result is not None and self.purchase_result.is_partial
        return (Purchased if is_whole and not is_partial else PartlyPurchased)(self, self.request_id)

    @property
    def _says_success(self) -> bool:
        return self.purchase_result is not None and self.purchase_result.success

    @property
    def _denies_success(self) -> bool:
        return self.purchase_result is not None and not self.purchase_result.success


@dataclass(frozen=True, slots=True)
class Purchased:
    """Everything is bought."""

    transaction: Transaction
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class PartlyPurchased:
    """Some suppliers sold and some did not: `bundle.is_purchased` says which."""

    transaction: Transaction
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing is bought, for good: the reservation has ended and its seats are free."""

    transaction: Transaction
    request_id: str = ""

    @property
    def is_card_refusal(self) -> bool:
        """The buyer's bank or the card's checks refused, rather than the supplier."""
        return self.why != "supplier"

    @property
    def why(self) -> str:
        """Why nothing was sold: what a bank said first, for the supplier may not have been asked then."""
        trolley = self.transaction.trolley
        results = [trolley.purchase_result, *(bundle.purchase_result for bundle in trolley.bundles)]
        refusals = (result.why for result in results if result and result.is_card_refusal)
        return next(refusals, "supplier")


Outcome = Purchased | PartlyPurchased | Failed | Callout


@dataclass(frozen=True, slots=True)
class Cancellation:
    """What was cancelled, and what would have to be cancelled with it."""

    cancelled_item_numbers: tuple[int, ...] = ()
    must_also_cancel: tuple[Order, ...] = ()
    trolley: Trolley = field(default_factory=Trolley)
    currency: Currency | None = None
    request_id: str = ""

    @property
    def is_fully_cancelled(self) -> bool:
        return bool(self.trolley.orders) and all(order.is_cancelled for order in self.trolley.orders)

    @property
    def must_be_asked_again(self) -> bool:
        """Nothing was cancelled: these items go only together with others."""
        return bool(self.must_also_cancel) and not self.cancelled_item_numbers


@dataclass(frozen=True, slots=True)
class SavedDetails:
    """Cider keeps the buyer's means of payment under this token."""

    token: str = field(repr=False)
    request_id: str = ""

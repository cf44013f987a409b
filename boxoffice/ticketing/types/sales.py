"""The report of what was sold, order by order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from ..money import Currency, Price
from .availability import SendMethod
from .shared import Account, Commission, Customer, Paging


@dataclass(frozen=True, slots=True)
class GiftCard:
    """A gift card that was sold as an order."""

    number: str = field(default="", repr=False)
    type: str = ""
    value: str = ""
    currency_code: str = ""
    is_issued: bool | None = None
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SoldOrder:
    """One order of the sales report: flat, unlike the order of a trolley."""

    transaction_uuid: str = ""
    transaction_id: str = ""
    transaction_type: str = ""
    item_number: int | None = None
    purchase_succeeded: bool | None = None
    purchased_at: datetime | None = None
    last_modified_at: datetime | None = None
    source_code: str = ""
    source_name: str = ""
    supplier_code: str = ""
    owner_code: str = ""
    event_id: str = ""
    event_code: str = ""
    event_name: str = ""
    event_name_from_backend: str = ""
    event_subdata: str = ""
    country_code: str = ""
    venue: str = ""
    venue_code: str = ""
    venue_from_backend: str = ""
    area_code: str = ""
    area: str = ""
    area_from_backend: str = ""
    performance_starts: datetime | None = None  # by the venue's clock; this report may leave its offset out
    performance_name: str = ""
    performance_type_code: str = ""
    performance_is_cancelled: bool | None = None
    ticket_type_code: str = ""
    ticket_type_name: str = ""
    price_band_code: str = ""
    discount_codes: tuple[str, ...] = ()
    seat_ids: tuple[str, ...] = ()
    barcodes: tuple[str, ...] = field(default=(), repr=False)
    quantity: int = 0
    currency: Currency | None = None
    price: Price | None = None
    send_method: SendMethod | None = None
    backend_purchase_reference: str = ""
    agent_reference: str = ""
    remote_site: str = ""
    customer: Customer | None = None
    user_can_use_data: bool | None = None
    supplier_can_use_data: bool | None = None
    world_can_use_data: bool | None = None
    purchase_user: str = ""
    purchase_sub_user: str = ""
    purchase_account: Account | None = None
    cancellation_possible: bool | None = None
    cancellation_blocked_by_result: bool | None = None
    cancellation_blocked_by_settings: bool | None = None
    last_cancellation_type: str = ""
    seat_cancellation_status: str = ""
    seat_refund_status: str = ""
    has_been_exchanged: bool | None = None
    is_exchange_replacement: bool | None = None
    replacement_item_number: int | None = None
    replacement_transaction_id: str = ""
    is_package_component: bool | None = None
    gift_card: GiftCard | None = None
    user_commission: Commission | None = None
    gross_commission: Commission | None = None
    tags: tuple[str, ...] = ()

    @property
    def is_cancelled(self) -> bool:
        return self.seat_cancellation_status == "all"


@dataclass(frozen=True, slots=True)
class SalesPage:
    """Part of the sales report."""

    orders: tuple[SoldOrder, ...] = ()
    paging: Paging = field(default_factory=Paging)

    def __iter__(self) -> Iterator[SoldOrder]:
        return iter(self.orders)

    def __len__(self) -> int:
        return len(self.orders)

"""What the page of an order says: what was bought, what became of it, what to do next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from boxoffice.ticketing import Bundle, Order, SendMethod, Trolley
from catalog import company

from .models import OrderRecord
from .occasions import Occasion, occasion_of

VOUCHER = _("Open the venue's voucher. It is your ticket: print it, or show it on your phone.")
SHOW = _("Show your tickets at the entrance, on paper or on your phone.")
SHOW_REFERENCE = _(
    "Bring your tickets, on paper or on your phone. The venue knows them by the reference above."
)
COLLECT = _("Collect your tickets at the venue: it finds them by the reference above.")
POST = _("Wait for the post: your tickets are sent to the address that you gave. Bring them with you.")
BRING = _("Bring the reference above: the venue knows your order by it.")


@dataclass(frozen=True)
class Part:
    """One order of what was bought. `address`: of its venue, line by line."""

    order: Order
    occasion: Occasion | None
    address: tuple[str, ...] = ()
    is_cancelled: bool = False
    cancelled_at: datetime | None = None
    has_barcodes: bool = False

    @property
    def leaves(self) -> date | None:
        """The last day of a stay."""
        one = self.occasion
        return one.last_day if one and one.last_day != one.first_day else None

    @property
    def where(self) -> tuple[str, ...]:
        """The venue's address; city, postcode and country are in it once."""
        event, said = self.order.event, " ".join(self.address).casefold()
        told = (event.city, event.postcode, event.country) if event else ()
        return (*self.address, *(one for one in told if one and one.casefold() not in said))

    @property
    def next_step(self) -> Promise:
        """How the tickets are used."""
        method = self.order.send_method or SendMethod("")
        if method.self_print_voucher_url and not method.can_generate_self_print:
            return VOUCHER
        if self.has_barcodes:
            return SHOW
        if method.is_collect:
            return COLLECT
        if method.is_post:
            return POST
        return SHOW_REFERENCE if method.is_self_print else BRING


@dataclass(frozen=True)
class Confirmation:
    """The whole order: what suppliers sold and did not sell, and one by one what they sold."""

    record: OrderRecord
    bought: Trolley
    not_bought: tuple[Bundle, ...]
    parts: tuple[Part, ...]

    @property
    def is_cancelled(self) -> bool:
        return bool(self.parts) and len(self.cancelled) == len(self.parts)

    @property
    def cancelled(self) -> tuple[Order, ...]:
        return tuple(part.order for part in self.parts if part.is_cancelled)

    @property
    def has_times(self) -> bool:
        return any(part.occasion and part.occasion.starts for part in self.parts)

    @property
    def has_dates(self) -> bool:
        """Whether there is anything to put into a calendar."""
        return any(part.occasion for part in self.parts)

    @property
    def address(self) -> str:
        """The buyer's email address, as its owner knows it again."""
        return known_again(self.record.buyer_email)


def of(record: OrderRecord) -> Confirmation:
    """Of a record that was bought. Two queries: its items, its venues."""
    trolley, sold = record.trolley, record.sold_bundles
    orders = [order for bundle in sold for order in bundle.orders]
    return Confirmation(
        record,
        bought=replace(trolley, bundles=sold),
        not_bought=tuple(bundle for bundle in trolley.bundles if bundle not in sold),
        parts=tuple(_parts(record, orders)),
    )


def known_again(email: str) -> str:
    """An email address of which its owner sees enough, and a stranger who looks over a shoulder does not."""
    name, at, host = email.rpartition("@")
    return f"{name[:1]}…{at}{host}" if name else ""


def _parts(record: OrderRecord, orders: Iterable[Order]) -> Iterable[Part]:
    known = {item.number: item for item in record.items.all()}
    addresses = _addresses(orders)
    for order in orders:
        item = known.get(order.item_number or 0)
        cancelled_at = item.cancelled_at if item else None
        yield Part(
            order,
            occasion_of(record, order),
            tuple(addresses.get(order.event.id, ())) if order.event else (),
            is_cancelled=order.is_cancelled or cancelled_at is not None,
            cancelled_at=cancelled_at,
            has_barcodes=any(seat.barcode for seat in order.seats),
        )


def _addresses(orders: Iterable[Order]) -> Mapping[str, list[str]]:
    event_ids = {order.event.id for order in orders if order.event}
    return company.addresses(event_ids, language=get_language() or "en")

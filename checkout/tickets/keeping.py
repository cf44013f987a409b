"""What the buyer's device keeps of an order, so that its tickets open without a network."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.templatetags.static import static
from django.urls import reverse

from boxoffice.ticketing import Order

from ..models import OrderRecord
from . import ticket as made
from .ticket import Ticket

# What the pages of tickets load; a test holds this against the pages.
STATIC = (
    *("icon.svg", "shop.css", "tickets.css", "trolley.js", "held.js"),
    *("ticket-awake.js", "tickets-kept.js"),
)
AFTER_THE_LAST = timedelta(days=2)
UNDATED = timedelta(days=365)  # from the purchase: for what has no date, and for what has one far away


@dataclass(frozen=True)
class Kept:
    """Addresses within the shop, in the language spoken now. None of them: nothing is to be kept any more."""

    addresses: tuple[str, ...]
    instead: str  # is shown where another page of the order does not come
    whole: str  # the PDF with all tickets, which stands in for those of single ones
    until: datetime
    version: str  # another one, when anything of it is

    @property
    def as_json(self) -> dict[str, Any]:
        """`until` in milliseconds, as scripts count."""
        return {
            "addresses": self.addresses,
            "instead": self.instead,
            "whole": self.whole,
            "until": int(self.until.timestamp() * 1000),
            "version": self.version,
        }


def of_record(record: OrderRecord, *, now: datetime) -> Kept:
    """Of an order that was bought; nothing once all of it is cancelled or over."""
    tickets, until = made.of_record(record), _until(record)
    instead = reverse("checkout:kept", args=[record.pk])
    whole = reverse("checkout:tickets_pdf", args=[record.pk])
    addresses = (instead, whole, *_pages(record, tickets), *map(static, STATIC))
    found = addresses if tickets and now < until else ()
    return Kept(found, instead, whole, until, _version(record, found))


def _pages(record: OrderRecord, tickets: tuple[Ticket, ...]) -> list[str]:
    pages = [reverse("checkout:ticket", args=[record.pk, ticket.number]) for ticket in tickets]
    drawn = [ticket.number for ticket in tickets if ticket.drawn]
    return pages + [reverse("checkout:barcode", args=[record.pk, number]) for number in drawn]


def _until(record: OrderRecord) -> datetime:
    """Until the last performance is over everywhere on Earth, and a day more."""
    ends = [_end(order) for order in record.sold_orders]
    known = [end for end in ends if end]
    latest = record.bought_at + UNDATED
    return max(known) if known and len(known) == len(ends) else max([latest, *known])


def _end(order: Order) -> datetime | None:
    performance, event = order.performance, order.event
    if performance is None or performance.starts is None or (event and not event.needs_performance):
        return None
    return performance.starts.astimezone(UTC) + AFTER_THE_LAST


def _version(record: OrderRecord, addresses: tuple[str, ...]) -> str:
    text = "\n".join((record.kept_transaction, record.buyer_name, *addresses))
    return hashlib.sha256(text.encode()).hexdigest()[:16]

"""A line for each item that was sold, as its columns say. No customer is in it.

What belongs to the whole order, sending aside, stands on each of its lines; what can be added up stands once:
sending on the first item of its supplier, what was given back on the first item of its order.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from ..models import Authorisation, Item, Standing
from . import refunded
from .refunded import GivenBack

AT_ONCE = 500
Cell = Callable[[Item, GivenBack, list[Authorisation]], Any]

COLUMNS: dict[str, Cell] = {
    "order": lambda item, back, paid: item.record_id,
    "transaction_id": lambda item, back, paid: item.record.transaction_id,
    "transaction_uuid": lambda item, back, paid: item.record.transaction_uuid,
    "item": lambda item, back, paid: item.number,
    "venue_reference": lambda item, back, paid: item.reference,
    "supplier_code": lambda item, back, paid: item.source_code,
    "supplier": lambda item, back, paid: item.source_name,
    "event_id": lambda item, back, paid: item.event_id,
    "event": lambda item, back, paid: item.event_name,
    "venue": lambda item, back, paid: item.venue,
    "performance_id": lambda item, back, paid: item.perf_id,
    "performance_utc": lambda item, back, paid: item.starts_at,
    "day_at_venue": lambda item, back, paid: item.day,
    "area": lambda item, back, paid: item.ticket_type,
    "price_band": lambda item, back, paid: item.price_band,
    "seats": lambda item, back, paid: item.seats,
    "tickets": lambda item, back, paid: item.quantity,
    "currency": lambda item, back, paid: item.currency_code.upper(),
    "seat_price": lambda item, back, paid: item.price,
    "fee": lambda item, back, paid: item.fee,
    "sending": lambda item, back, paid: item.sending,
    "tax": lambda item, back, paid: item.tax,
    "total": lambda item, back, paid: item.price + item.fee + item.sending,
    "commission_without_vat": lambda item, back, paid: item.commission,
    "commission_with_vat": lambda item, back, paid: item.commission_taxed,
    "paid_by": lambda item, back, paid: item.record.payment,
    "stripe_payments": lambda item, back, paid: " ".join(one.intent_id or "" for one in paid),
    "refunded": lambda item, back, paid: back.amount,
    "stripe_refunds": lambda item, back, paid: " ".join(back.ids),
    "bought_utc": lambda item, back, paid: item.purchased_at,
    "cancelled_utc": lambda item, back, paid: item.cancelled_at,
}
OF_RECORD = ("transaction_id", "transaction_uuid", "payment")


def rows(items: QuerySet[Item]) -> Iterator[list[Any]]:
    """In the order of the purchases; some hundred are in memory at a time."""
    found = items.select_related("record").only(
        *(field.attname for field in Item._meta.concrete_fields), *(f"record__{name}" for name in OF_RECORD)
    )
    every = found.order_by("purchased_at", "record", "number").iterator(AT_ONCE)
    last = None
    while some := list(islice(every, AT_ONCE)):
        back, paid = _about(some)
        for item in some:
            is_first, last = item.record_id != last, item.record_id
            given = back.get(item.record_id, GivenBack()) if is_first else GivenBack()
            yield [cell(item, given, paid.get(item.record_id, [])) for cell in COLUMNS.values()]


def _about(items: Sequence[Item]) -> tuple[dict[Any, GivenBack], dict[Any, list[Authorisation]]]:
    records = {item.record_id for item in items}
    paid: dict[Any, list[Authorisation]] = {}
    taken = Authorisation.objects.filter(record__in=records, standing=Standing.CAPTURED).order_by("made_at")
    for one in taken.only("record_id", "intent_id"):
        paid.setdefault(one.record_id, []).append(one)
    return refunded.of(records), paid

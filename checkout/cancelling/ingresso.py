"""The text with which staff ask Ingresso for what the shop may not do itself.

Nothing of the customer is in it. It is English for every reader, since Ingresso's support is.
"""

from collections.abc import Collection, Iterator

from boxoffice.ticketing import Bundle, Order

from ..models import OrderRecord

SAID = {
    "not_permitted": "cancelling through the API is not permitted",
    "tried_and_failed": "it was tried through the API, and failed",
    "cancelled": "it is cancelled by now",
    "possible": "cancelling through the API is possible",
}


def text_to_ingresso(record: OrderRecord, numbers: Collection[int]) -> str:
    """Ready to be sent: which items of which transaction, what f13 says of each, the request ids so far."""
    return "\n".join(_lines(record, numbers)).strip() + "\n"


def _lines(record: OrderRecord, numbers: Collection[int]) -> Iterator[str]:
    yield f"Please cancel items of transaction {record.transaction_id or record.transaction_uuid}"
    yield ""
    yield f"Transaction id: {record.transaction_id}"
    yield f"Transaction uuid: {record.transaction_uuid}"
    yield f"Bought at: {record.bought_at:%Y-%m-%d %H:%M} UTC"
    if record.cancellations.filter(is_withdrawal=True).exists():
        yield "The customer has withdrawn from the contract, as the law allows for tickets without a date."
    for bundle in record.sold_bundles:
        for order in bundle.orders:
            if order.item_number in numbers:
                yield ""
                yield from _item(order, bundle)
    ids = list(_request_ids(record))
    if ids:
        yield ""
        yield f"Request ids: {', '.join(ids)}"


def _item(order: Order, bundle: Bundle) -> Iterator[str]:
    facts = {
        "Item": str(order.item_number),
        "Supplier": f"{bundle.source_name} ({bundle.source_code})",
        "Event": f"{order.event.name} ({order.event.id})" if order.event else "",
        "Performance": _performance(order),
        "Tickets": f"{order.quantity} × {order.ticket_type_name}".strip(),
        "Seats": ", ".join(order.seat_ids),
        "Supplier's reference": order.backend_purchase_reference,
        "Reference of the attempt": order.backend_cancellation_reference,
        "The API says": SAID.get(order.cancellation_status, order.cancellation_status),
        "and": order.cancellation_comment,
    }
    yield from (f"{name}: {fact}" for name, fact in facts.items() if fact)


def _performance(order: Order) -> str:
    performance = order.performance
    if performance is None:
        return ""
    at = f"{performance.starts:%Y-%m-%d %H:%M}" if performance.starts else performance.date_text
    return " ".join(filter(None, [at, performance.name, f"({performance.id})"]))


def _request_ids(record: OrderRecord) -> Iterator[str]:
    """Of what was said about cancelling, each once."""
    steps = record.steps.filter(what__icontains="cancel").exclude(request_id="")
    yield from dict.fromkeys(steps.values_list("request_id", flat=True))

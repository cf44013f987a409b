"""The rows of what was bought: written with the purchase, and anew whenever f13 tells of it."""

from decimal import Decimal

from django.db.models import CharField
from django.utils import timezone

from boxoffice.ticketing import Bundle, Money, Order

from .models import Item, OrderRecord
from .references import as_looked_for

NOTHING = Decimal()


def keep(record: OrderRecord) -> None:
    """Write down what the record's transaction says was bought. Keeping twice changes nothing.

    What was cancelled is so from when that was first heard of; what is no longer told of stays.
    """
    known = {item.number: item for item in record.items.all()}
    bought_at = record.bought_at
    for bundle in record.sold_bundles:
        for order in bundle.orders:
            if order.item_number is None:
                continue  # nobody could name it, to cancel it or to compare it
            item = known.get(order.item_number) or Item(
                record=record, number=order.item_number, purchased_at=bought_at
            )
            _write(item, bundle, order)
            _cut(item)
            item.save()


def _write(item: Item, bundle: Bundle, order: Order) -> None:
    event, performance, price = order.event, order.performance, order.price
    currency = price.currency if price else bundle.currency
    item.source_code, item.source_name = bundle.source_code, bundle.source_name
    if event:
        item.event_id, item.event_name, item.venue = event.id, event.name, event.venue
    if performance:
        item.perf_id, item.performance_name = performance.id, performance.name
        item.starts_at, item.day = performance.starts, performance.day
    item.quantity, item.seats = order.quantity, ", ".join(order.seat_ids)
    item.ticket_type, item.price_band = order.ticket_type_name, order.price_band_name
    item.reference = order.backend_purchase_reference
    item.found_by = as_looked_for(item.reference)
    item.currency_code = currency.code if currency else ""
    item.price, item.fee = (price.ticket.amount, price.fee.amount) if price else (NOTHING, NOTHING)
    item.tax = price.tax.amount if price and price.tax else None
    is_first = order is bundle.orders[0]
    item.sending = bundle.send_cost.amount if is_first and bundle.send_cost else NOTHING
    earned = order.user_commission
    item.commission = _amount(earned.excluding_vat if earned else None)
    item.commission_taxed = _amount(earned.including_vat if earned else None)
    if order.is_cancelled and item.cancelled_at is None:
        item.cancelled_at = timezone.now()


def _cut(item: Item) -> None:
    """What f13 calls things may be of any length; a purchase is written down whatever it is."""
    for field in Item._meta.fields:
        if isinstance(field, CharField) and field.max_length:
            setattr(item, field.name, getattr(item, field.name)[: field.max_length])


def _amount(money: Money | None) -> Decimal | None:
    return money.amount if money else None

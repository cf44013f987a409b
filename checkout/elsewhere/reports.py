"""What the nightly sales report tells of orders that the shop knows otherwise: those are looked at."""

from collections.abc import Iterable, Iterator

from django.conf import settings

from boxoffice.ticketing import Order, SoldOrder

from ..models import OrderRecord
from .comparing import is_another_time
from .looking import look
from .taking_over import called_off
from .timing import STANDS

AT_ONCE = 500  # names in one question to the database
MOST_LOOKS = 500  # of one night


def after_the_report(sold: Iterable[SoldOrder]) -> int:
    """How many orders were looked at, for the report knows something else of them."""
    looks = 0
    for record, rows in _records(sold):
        orders = {order.item_number: order for order in record.trolley.orders}
        known = [(orders[row.item_number], row) for row in rows if row.item_number in orders]
        if any(_differs(order, row, has_names=_is_in_its_language(record)) for order, row in known):
            looks += 1
            look(record.pk)
        off = [row.item_number for _order, row in known if row.performance_is_cancelled and row.item_number]
        if off:
            called_off(record, off)
        if looks >= MOST_LOOKS:
            break
    return looks


def _records(sold: Iterable[SoldOrder]) -> Iterator[tuple[OrderRecord, list[SoldOrder]]]:
    rows: dict[str, list[SoldOrder]] = {}
    for row in sold:
        rows.setdefault(row.transaction_uuid, []).append(row)
    names = sorted(filter(None, rows))
    for first in range(0, len(names), AT_ONCE):
        mine = OrderRecord.objects.filter(transaction_uuid__in=names[first : first + AT_ONCE])
        for record in mine.filter(state__in=STANDS).exclude(kept_transaction=""):
            yield record, rows[record.transaction_uuid or ""]


def _is_in_its_language(record: OrderRecord) -> bool:
    """The report is read in the shop's first language; names in another one differ without any change."""
    return record.language == settings.LANGUAGE_CODE


def _differs(order: Order, row: SoldOrder, *, has_names: bool) -> bool:
    if order.is_cancelled or row.is_cancelled:
        return order.is_cancelled != row.is_cancelled
    seats = bool(row.seat_ids) and set(row.seat_ids) != set(order.seat_ids)
    reference = _other(order.backend_purchase_reference, row.backend_purchase_reference)
    sending = _other(
        order.send_method.code if order.send_method else "", row.send_method.code if row.send_method else ""
    )
    named = has_names and (
        _other(order.event.name if order.event else "", row.event_name)
        or _other(order.performance.name if order.performance else "", row.performance_name)
    )
    return seats or reference or sending or named or _is_moved(order, row)


def _other(known: str, told: str) -> bool:
    return bool(known and told) and known != told


def _is_moved(order: Order, row: SoldOrder) -> bool:
    """By the venue's clock, where that is all that the report tells."""
    starts = order.performance.starts if order.performance else None
    if (
        starts is None
        or row.performance_starts is None
        or not (order.event and order.event.needs_performance)
    ):
        return False
    now = row.performance_starts
    if now.tzinfo is None:
        starts = starts.replace(tzinfo=None)
    return is_another_time(starts, now, has_time=order.event.shows_performance_time)

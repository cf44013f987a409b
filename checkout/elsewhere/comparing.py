"""What f13 tells of a purchase now, beside what it told before. Values, no more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from boxoffice.ticketing import Order, Performance, Seat, Transaction

from ..models import What

SAID = frozenset({"possible", "not_permitted"})  # of cancelling; other words tell what was tried


@dataclass(frozen=True)
class Found:
    """One change of one item, as `models.Change` keeps it. `is_new`: it was not there at all before."""

    item_number: int
    what: What
    before: str = ""
    after: str = ""
    is_new: bool = False


def lacks(before: Transaction, after: Transaction) -> str:
    """What is missing in an answer that should tell of the same tickets; "" where it is whole."""
    still_sold = {order.item_number: order for order in _sold(after)}
    for order in _sold(before):
        now = still_sold.get(order.item_number)
        if now is None:
            return f"item {order.item_number} is not in it"
        if order.is_cancelled and not now.is_cancelled:
            return f"item {order.item_number} was cancelled, and stands in it"
        is_less = now.quantity < order.quantity or len(now.seats) < len(order.seats)
        if is_less and not now.is_cancelled:
            return f"tickets of item {order.item_number} are not in it"
    return ""


def changes(before: Transaction, after: Transaction) -> list[Found]:
    """All that became different for its buyer; `after` is whole. What is cancelled is only that."""
    now = {order.item_number: order for order in _sold(after)}
    return [
        found
        for order in _sold(before)
        if order.item_number is not None and not order.is_cancelled
        for found in _of_item(order.item_number, order, now[order.item_number])
    ]


def is_all_cancelled(transaction: Transaction) -> bool:
    orders = list(_sold(transaction))
    return bool(orders) and all(order.is_cancelled for order in orders)


def is_another_time(before: datetime, after: datetime, *, has_time: bool) -> bool:
    """As a visitor of the venue reads it: by its clock, or by its calendar where no time is shown."""
    if not has_time:
        return before.date() != after.date()
    return before != after or before.replace(tzinfo=None) != after.replace(tzinfo=None)


def _sold(transaction: Transaction) -> Iterator[Order]:
    for bundle in transaction.sold_bundles:
        yield from bundle.orders


def _of_item(number: int, before: Order, after: Order) -> Iterator[Found]:
    if after.is_cancelled:
        yield Found(number, What.CANCELLED)
        return
    yield from _time(number, before, after)
    for what, was, now in _texts(before, after):
        if was and now and was != now:
            yield Found(number, what, was, now)
    yield from _tickets(number, before, after)
    statuses = (before.cancellation_status, after.cancellation_status)
    if statuses[0] != statuses[1] and SAID.issuperset(statuses):
        yield Found(number, What.CANCELLING, *statuses)


def _time(number: int, before: Order, after: Order) -> Iterator[Found]:
    was, now = _starts(before.performance), _starts(after.performance)
    if was is None or now is None or not (after.event and after.event.needs_performance):
        return
    has_time = after.event.shows_performance_time and after.performance is not None
    has_time = has_time and after.performance.has_time is not False  # type: ignore[union-attr]
    if is_another_time(was, now, has_time=has_time):
        yield Found(number, What.WHEN, was.isoformat(), now.isoformat())


def _starts(performance: Performance | None) -> datetime | None:
    return performance.starts if performance else None


def _texts(before: Order, after: Order) -> Iterator[tuple[What, str, str]]:
    def both(what: What, attribute: str, name: str) -> tuple[What, str, str]:
        was, now = getattr(before, attribute), getattr(after, attribute)
        return what, getattr(was, name, ""), getattr(now, name, "")

    yield both(What.EVENT, "event", "name")
    yield both(What.VENUE, "event", "venue")
    yield both(What.PERFORMANCE, "performance", "name")
    yield both(What.SENDING, "send_method", "name")
    yield What.REFERENCE, before.backend_purchase_reference, after.backend_purchase_reference


def _tickets(number: int, before: Order, after: Order) -> Iterator[Found]:
    """New seats have new barcodes: that is one change."""
    if _places(before) != _places(after):
        yield Found(
            number, What.SEATS, ", ".join(map(_named, before.seats)), ", ".join(map(_named, after.seats))
        )
    else:
        was, now = ([seat.barcode for seat in order.seats if seat.barcode] for order in (before, after))
        if sorted(was) != sorted(now) and now:
            yield Found(number, What.BARCODES, is_new=not was)
    if _voucher(after) and not _voucher(before):
        yield Found(number, What.VOUCHER, is_new=True)
    if _has_wallets(after) and not _has_wallets(before):
        yield Found(number, What.WALLETS, is_new=True)


def _places(order: Order) -> set[tuple[str, bool]]:
    return {(seat.id, seat.is_restricted_view) for seat in order.seats}


def _named(seat: Seat) -> str:
    return f"{seat.id} ({seat.notes})" if seat.has_notes else seat.id


def _voucher(order: Order) -> str:
    """Only that there is one: its address may be another one each time it is asked for."""
    return order.send_method.self_print_voucher_url if order.send_method else ""


def _has_wallets(order: Order) -> bool:
    return any(seat.has_wallet_pass for seat in order.seats)

"""An answer that says less than the one before it takes nothing away: what it leaves out stays as it was.

What was paid stays too: it is a fact of the purchase, and another price is for the nightly comparison.
"""

from dataclasses import fields, replace
from typing import Any, TypeVar

from boxoffice.ticketing import Bundle, Order, Seat, TicketOrder, Transaction

Value = TypeVar("Value")
BLANK: tuple[Any, ...] = (None, "", ())
PAID = ("price", "send_cost", "send_cost_tax", "total", "indicative_total", "indicative_send_cost")


def filled(before: Transaction, after: Transaction) -> Transaction:
    """`after`, with what only `before` knows. Nobody's name is in it."""
    known = {bundle.source_code: bundle for bundle in before.trolley.bundles}
    told = {bundle.source_code for bundle in after.trolley.bundles}
    bundles = [_bundle(known.get(bundle.source_code), bundle) for bundle in after.trolley.bundles]
    bundles += [bundle for code, bundle in known.items() if code not in told]  # what was not sold
    trolley = replace(_fill(before.trolley, after.trolley), bundles=tuple(bundles))
    return replace(_fill(before, after), trolley=trolley, customer=None)


def _bundle(before: Bundle | None, after: Bundle) -> Bundle:
    if before is None:
        return after
    known = {order.item_number: order for order in before.orders}
    orders = tuple(_order(known.get(order.item_number), order) for order in after.orders)
    return replace(_with_price(before, _fill(before, after)), orders=orders)


def _order(before: Order | None, after: Order) -> Order:
    if before is None:
        return after
    whole = _with_price(before, _fill(before, after))
    is_same = _id(before.performance) == _id(whole.performance)
    return replace(
        whole,
        event=_same(before.event, whole.event),
        performance=_same(before.performance, whole.performance),
        send_method=_same(before.send_method, whole.send_method, by="code"),
        ticket_orders=_ticket_orders(before, whole) if is_same else whole.ticket_orders,
    )


def _ticket_orders(before: Order, after: Order) -> tuple[TicketOrder, ...]:
    """Of the same performance: each seat is the same one."""
    kinds = {kind.discount_code: kind for kind in before.ticket_orders}
    seats = {seat.id: seat for seat in before.seats}
    return tuple(_ticket_order(kinds.get(kind.discount_code), kind, seats) for kind in after.ticket_orders)


def _ticket_order(before: TicketOrder | None, after: TicketOrder, seats: dict[str, Seat]) -> TicketOrder:
    whole = _fill(before, after) if before else after
    if before:
        whole = replace(
            whole, price=before.price or whole.price, total_price=before.total_price or whole.total_price
        )
    return replace(whole, seats=tuple(_fill(seats.get(seat.id), seat) for seat in whole.seats))


def _with_price(before: Value, after: Value) -> Value:
    names = [name for name in PAID if hasattr(before, name) and getattr(before, name) is not None]
    return replace(after, **{name: getattr(before, name) for name in names})  # type: ignore[type-var]


def _same(before: Value, after: Value, *, by: str = "id") -> Value:
    return _fill(before, after) if _id(before, by=by) == _id(after, by=by) else after


def _id(value: Any, *, by: str = "id") -> Any:
    return getattr(value, by, None)


def _fill(before: Any, after: Value) -> Value:
    """What is blank in the one is as in the other."""
    if before is None or after is None:
        return after
    blank = [one.name for one in fields(after) if getattr(after, one.name) in BLANK]  # type: ignore[arg-type]
    known = {name: getattr(before, name) for name in blank if getattr(before, name) not in BLANK}
    return replace(after, **known) if known else after  # type: ignore[type-var]

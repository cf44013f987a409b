"""A transaction as the control door shows it: what tests compare with what a shop believes."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sandbox.box_office import Bundle, Order, Transaction
from sandbox.stripe import books
from sandbox.world import World


def rows_of(world: World, transactions: Iterable[Transaction]) -> list[dict[str, Any]]:
    """The transactions, each with Stripe's money for it beside what its tickets cost."""
    money = books.money_by_transaction(world.stripe)
    nothing = books.nothing()
    return [row_of(world, one) | {"stripe": money.get(one.uuid, nothing)} for one in transactions]


def row_of(world: World, transaction: Transaction) -> dict[str, Any]:
    """One transaction, its orders, its money and its callouts."""
    trail = transaction.trail
    sold = [order for order in transaction.orders if _is_sold(order)]
    return {
        "transaction_uuid": transaction.uuid,
        "transaction_id": transaction.id,
        "user": transaction.user,
        "status": transaction.status.value,
        "is_running": transaction.is_running,
        "minutes_left": world.box_office.minutes_left(transaction),
        "purchase_calls": transaction.purchase_calls,
        "tickets": sum(len(order.tickets) for order in transaction.orders),
        "tickets_sold": sum(len(order.tickets) for order in sold),
        "sold_for": _sold_for(transaction),
        "money_taken": dict(transaction.money_taken),
        "orders": [_order(order) for order in transaction.orders],
        "pending_callout": trail.pending.token if trail.pending else None,
        "callbacks": [
            {
                "token": callback.token,
                "params": [list(pair) for pair in callback.params],
                "referer": callback.referer,
                "is_verbatim": callback.is_verbatim,
            }
            for callback in trail.callbacks
        ],
        "payment_metadata": [saved.metadata for saved in transaction.notes.get("cider", {}).values()],
        "remote_ip": transaction.notes.get("remote_ip", ""),
        "remote_site": transaction.notes.get("remote_site", ""),
    }


def _sold_for(transaction: Transaction) -> dict[str, Decimal]:
    """What the tickets cost that are sold and not cancelled, with their sending, by currency."""
    sums: dict[str, Decimal] = {}
    for bundle in transaction.bundles:
        if price := _price(bundle):
            code = bundle.orders[0].event.currency.code
            sums[code] = sums.get(code, Decimal()) + price
    return sums


def _price(bundle: Bundle) -> Decimal:
    sold = [order for order in bundle.orders if _is_sold(order)]
    costs = (order.seatprice + order.surcharge for order in sold)
    return sum(costs, bundle.send_method.cost if sold else Decimal())


def _is_sold(order: Order) -> bool:
    return bool(order.purchase_reference) and not order.is_cancelled


def _order(order: Order) -> dict[str, Any]:
    return {
        "item_number": order.item_number,
        "event_id": order.event.id,
        "perf_id": order.performance.id,
        "source_code": order.event.source.code,
        "area": order.area.code,
        "band": order.band.code,
        "tickets": len(order.tickets),
        "seats": [ticket.seat.id for ticket in order.tickets if ticket.seat],
        "purchase_reference": order.purchase_reference,
        "is_cancelled": order.is_cancelled,
    }

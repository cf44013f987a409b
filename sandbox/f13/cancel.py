"""cancel.v1: orders given back after the sale, as far as their supplier lets them."""

import secrets
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sandbox import settling
from sandbox.box_office import Bundle, Order, Status, Transaction
from sandbox.f13.account import Call
from sandbox.f13.describe_orders import Shown, Stage, currencies_of, order_contents, trolley_contents
from sandbox.f13.scripts import script_from
from sandbox.f13.transactions import own_transaction, still_there
from sandbox.http import Refusal
from sandbox.world import World

TRIED = "The supplier's system did not accept the cancellation."
NOT_PERMITTED = "The supplier does not permit cancellations."


def cancel(call: Call) -> dict[str, Any]:
    """Cancel the whole transaction, or the items in `cancel_items_list`.

    When others would have to go as well, nothing is cancelled and they are named in `must_also_cancel`.
    """
    transaction = own_transaction(call)
    with call.world.box_office.lock:
        still_there(call, transaction)
        if transaction.status is not Status.PURCHASED:
            raise Refusal(f"The transaction cannot be cancelled: it is {transaction.status}")
        chosen = _chosen(call, transaction)
        if others := _must_go_too(transaction, chosen):
            return _must_also_cancel(call, transaction, others)
        cancelled = [order for order in chosen if _try(call, transaction, order)]
        return currencies_of(transaction.orders, call) | {
            "cancelled_item_numbers": [order.item_number for order in cancelled],
            "trolley_contents": trolley_contents(transaction.bundles, call, transaction=transaction),
        }


def _chosen(call: Call, transaction: Transaction) -> list[Order]:
    """The orders to cancel: those named, else all that were bought."""
    bought = {order.item_number: order for order in transaction.orders if order.purchase_reference}
    named = call.params.listed("cancel_items_list")
    if not named:
        return list(bought.values())
    numbers = [int(name) if name.isascii() and name.isdigit() else 0 for name in named]
    if unknown := [name for name, number in zip(named, numbers, strict=True) if number not in bought]:
        raise Refusal(f"There is nothing to cancel under these item numbers: {', '.join(unknown)}")
    return [bought[number] for number in dict.fromkeys(numbers)]


def _must_go_too(transaction: Transaction, chosen: list[Order]) -> list[tuple[Bundle, Order]]:
    """Some suppliers sell their orders together, and take them back only together."""
    touched = [bundle for bundle in transaction.bundles if any(order in chosen for order in bundle.orders)]
    return [
        (bundle, order)
        for bundle in touched
        if not bundle.source.cancels_single_orders
        for order in bundle.orders
        if order not in chosen and not order.is_cancelled
    ]


def _must_also_cancel(
    call: Call, transaction: Transaction, others: Iterable[tuple[Bundle, Order]]
) -> dict[str, Any]:
    listed = [
        order_contents(order, Shown(call, Stage.BOUGHT, transaction, bundle)) for bundle, order in others
    ]
    return currencies_of(transaction.orders, call) | {"must_also_cancel": listed}


def _try(call: Call, transaction: Transaction, order: Order) -> bool:
    """Whether the order was cancelled by this call."""
    if order.is_cancelled:
        return False
    if order.event.source.cancels != "possible":
        order.cancellation_comment = NOT_PERMITTED
        return False
    order.cancellation_reference = f"ATTEMPT-{secrets.randbelow(10**6):06d}"
    if script_from((transaction.customer or {}).get("addr_line_two", "")).cancellation_fails:
        order.cancellation_failed, order.cancellation_comment = True, TRIED
        return False
    take_back(call.world, transaction, order)
    return True


def take_back(world: World, transaction: Transaction, order: Order) -> None:
    """The order's tickets are none any more, its places are free, and the money for it goes back."""
    order.cancelled_at = world.clock.now()
    world.box_office.give_back([order])
    if given_back := _refund(transaction, order):
        settling.refund(world.stripe, transaction, order, amount=given_back)


def _refund(transaction: Transaction, order: Order) -> Decimal:
    """Give back what was taken for the order; the sending too, once nothing of its bundle is left."""
    bundle = next(one for one in transaction.bundles if order in one.orders)
    code = bundle.source.code
    if code not in transaction.money_taken:
        return Decimal()
    amount = order.seatprice + order.surcharge
    if all(one.is_cancelled for one in bundle.orders):
        amount += bundle.send_method.cost
    transaction.money_taken[code] -= amount
    return amount

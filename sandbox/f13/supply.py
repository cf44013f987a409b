"""What the suppliers do with a purchase: sell what was paid for, or refuse, and then the money goes back."""

import secrets
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sandbox import settling
from sandbox.box_office import Bundle, Order, Status, Transaction
from sandbox.f13.payments import Payment
from sandbox.f13.scripts import Script
from sandbox.stripe_names import Decline
from sandbox.world import World


def finish(
    world: World, transaction: Transaction, payments: Mapping[str, Payment], *, script: Script
) -> None:
    """Buy every bundle that was paid for. The transaction ends purchased, when any was sold, or failed."""
    now = world.clock.now()
    for bundle in transaction.bundles:
        bundle.purchase_result = _result(bundle, payments[bundle.source.code], script)
        if bundle.purchase_result["success"]:
            world.box_office.last_sales |= {order.event.id: now for order in bundle.orders}
        else:
            world.box_office.give_back(bundle.orders)
            _give_money_back(transaction, bundle)
    sold = any((bundle.purchase_result or {})["success"] for bundle in transaction.bundles)
    transaction.status = Status.PURCHASED if sold else Status.FAILED
    transaction.purchased_at = now
    settling.settle(world.stripe, transaction, {code: payment.intent for code, payment in payments.items()})


def _result(bundle: Bundle, payment: Payment, script: Script) -> dict[str, Any]:
    if payment.decline:
        return _declined(payment.decline)
    if script.refuses(bundle):
        return _failed("backend_purchase_failed", reason="The supplier's system refused the purchase.")
    return _sold(bundle)


def _sold(bundle: Bundle) -> dict[str, Any]:
    reference = f"PURCHASE-{secrets.token_hex(3).upper()}"
    for order in bundle.orders:
        order.purchase_reference = f"{reference}-{order.item_number}"
        _give_barcodes(order)
    return {"success": True, "is_semi_credit": False, "backend_purchase_reference": reference}


def _give_barcodes(order: Order) -> None:
    if order.send_method.gives_barcodes:
        for ticket in order.tickets:
            ticket.barcode = f"{secrets.randbelow(10**12):012d}"


def _declined(decline: Decline) -> dict[str, Any]:
    result = _failed("payment_failed", reason=decline.reason)
    return result | ({decline.flag: True} if decline.flag else {})


def _failed(error: str, *, reason: str) -> dict[str, Any]:
    return {
        "success": False,
        "is_semi_credit": False,
        "failed_3d_secure": False,
        "failed_avs": False,
        "failed_cv_two": False,
        "purchase_error": error,
        "failure_reason": reason,
        "internal_error_comment": f"sandbox: {error}",
    }


def _give_money_back(transaction: Transaction, bundle: Bundle) -> None:
    if bundle.source.code in transaction.money_taken:
        transaction.money_taken[bundle.source.code] = Decimal()

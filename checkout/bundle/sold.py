"""What was asked, held and sold: what names a ticket and its price, and neither barcodes nor vouchers."""

from decimal import Decimal
from typing import Any

from boxoffice.ticketing import Bundle, Money, Order, Price, PurchaseResult, Transaction, Trolley

from ..models import OrderRecord

RESULT = (
    *("success", "is_partial", "is_semi_credit", "failed_3d_secure", "failed_avs", "failed_cv_two"),
    "can_cancel_individual_orders",
)


def asked(record: OrderRecord) -> list[dict[str, Any]]:
    """The trolley as it was to be held: of each choice what f13 was asked for."""
    return [
        {
            "item": number,
            "perf_id": known.choice.perf_id,
            "ticket_type_code": known.choice.ticket_type_code,
            "price_band_code": known.choice.price_band_code,
            "quantity": known.choice.quantity,
            "discounts": list(known.choice.discounts),
            "seats": list(known.choice.seats),
            "send_code": known.send,
        }
        for number, known in record.asked.choices.items()
    ]


def transaction(told: Transaction | None) -> dict[str, Any] | None:
    if told is None:
        return None
    return {
        "status": told.status.value,
        "transaction_uuid": told.transaction_uuid,
        "transaction_id": told.transaction_id,
        "result": _result(told.purchase_result),
        **trolley(told.trolley),
    }


def trolley(found: Trolley) -> dict[str, Any]:
    return {
        "bundles": [_bundle(bundle) for bundle in found.bundles],
        "discarded": [_order(order) for order in found.discarded_orders],
    }


def _bundle(bundle: Bundle) -> dict[str, Any]:
    return {
        "source_code": bundle.source_code,
        "source_name": bundle.source_name,
        "debitor": bundle.debitor.type if bundle.debitor else None,
        "send_cost": _money(bundle.send_cost),
        "total": _money(bundle.total),
        "result": _result(bundle.purchase_result),
        "orders": [_order(order) for order in bundle.orders],
    }


def _order(order: Order) -> dict[str, Any]:
    event, performance, method = order.event, order.performance, order.send_method
    return {
        "item": order.item_number,
        "event_id": event.id if event else None,
        "event": event.name if event else None,
        "perf_id": performance.id if performance else None,
        "starts": performance.starts.isoformat() if performance and performance.starts else None,
        "perf_name": performance.name if performance else None,
        "ticket_type_code": order.ticket_type_code,
        "ticket_type": order.ticket_type_name,
        "price_band_code": order.price_band_code,
        "quantity": order.quantity,
        "discounts": list(order.discount_codes),
        "seats": list(order.seat_ids),
        "seats_asked_for": list(order.requested_seat_ids),
        "seat_request": order.seat_request.value,
        "send_code": method.code if method else None,
        "price": _price(order.price),
        "reference": order.backend_purchase_reference,
        "cancellation_status": order.cancellation_status,
        "cancellation_reference": order.backend_cancellation_reference,
    }


def _result(result: PurchaseResult | None) -> dict[str, Any] | None:
    if result is None:
        return None
    return {name: getattr(result, name) for name in RESULT} | {"why": "" if result.success else result.why}


def _price(price: Price | None) -> dict[str, Any] | None:
    return {"ticket": _money(price.ticket), "fee": _money(price.fee)} if price else None


def _money(money: Money | None) -> str | None:
    return f"{_plain(money.amount)} {money.currency.code}" if money else None


def _plain(amount: Decimal) -> str:
    return f"{amount:f}"

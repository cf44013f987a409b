"""One order as the sales reports show it: a flat row, most of it text."""

from datetime import datetime
from typing import Any

from sandbox.box_office import Bundle, Order, Transaction
from sandbox.customers import OPT_INS, shown
from sandbox.f13 import describe
from sandbox.f13.account import ACCOUNTS, Call
from sandbox.f13.describe_tickets import Shown, Stage, voucher_url
from sandbox.f13.money import commissions
from sandbox.f13.status import reserve_user

Sale = tuple[Transaction, Bundle, Order]


def tried_at(transaction: Transaction) -> datetime:
    return transaction.purchased_at or transaction.reserved_at


def is_sold(bundle: Bundle) -> bool:
    return bool((bundle.purchase_result or {}).get("success"))


def row_of(call: Call, sale: Sale) -> dict[str, Any]:
    transaction, bundle, order = sale
    return (
        _about_sale(transaction, bundle, order)
        | _about_order(order)
        | _of_the_supplier(order)
        | _about_money(order)
        | (_about_afterwards(order) if is_sold(bundle) else {})
        | _on_request(call, transaction, order)
    )


def _about_sale(transaction: Transaction, bundle: Bundle, order: Order) -> dict[str, Any]:
    customer = transaction.customer or {}
    consent = {f"{who}_can_use_customer_data": _yes_no(customer, who) for who in OPT_INS}
    return consent | {
        "agent_ref": customer.get("agent_ref", ""),
        "backend_desc": bundle.source.desc,
        "backend_system": bundle.source.code,
        "last_modified_iso8601_date_and_time": describe.iso(order.cancelled_at or tried_at(transaction)),
        "purchase_iso8601_date_and_time": describe.iso(tried_at(transaction)),
        "purchase_sub_user": transaction.sub_user,
        "purchase_succeeded": is_sold(bundle),
        "purchase_user": transaction.user,
        "remote_site": transaction.notes.get("remote_site", ""),
        "supplier_code": bundle.source.code,
        "trans_id": transaction.id,
        "trans_type": "sale",
        "transaction_uuid": transaction.uuid,
    }


def _yes_no(customer: dict[str, Any], who: str) -> str:
    return "yes" if customer.get(f"{who}_can_use_customer_data") else "no"


def _about_order(order: Order) -> dict[str, Any]:
    event, performance = order.event, order.performance
    return {
        "actual_send_method": order.send_method.type if order.purchase_reference else "failed",
        "area_code": event.venue.city.code,
        "area_desc": event.venue.city.desc,
        "backend_purchase_ref": order.purchase_reference,
        "barcode_data_list": [ticket.barcode for ticket in order.tickets if ticket.barcode],
        "discount_codes_list": [ticket.discount.code for ticket in order.tickets],
        "event_country_code": event.venue.city.country_code,
        "event_desc": event.desc,
        "event_id": event.id,
        "item_number": order.item_number,
        # The report gives the venue's own time, and does not say which zone that is.
        "perf_iso8601_date_and_time": f"{performance.starts_at:%Y-%m-%dT%H:%M:%S}",
        "perf_name": performance.name,
        "price_band": order.band.code,
        "seat_id_list": [ticket.seat.id for ticket in order.tickets if ticket.seat],
        "send_code": order.send_method.code,
        "send_desc": order.send_method.desc,
        "total_no_of_seats": len(order.tickets),
        "type_code": order.area.code,
        "type_desc": order.area.desc,
        "venue_desc": event.venue.desc,
    }


def _of_the_supplier(order: Order) -> dict[str, Any]:
    """What it is called in the supplier's own system, where it belongs to nothing larger."""
    event, performance = order.event, order.performance
    return {
        "area_desc_from_backend": event.venue.city.desc,
        "event_code": event.id,
        "event_desc_from_backend": event.desc,
        "event_subdata": "",
        "is_package_component": False,
        "owner_code": event.source.code,
        "perf_is_cancelled": order.is_called_off,
        "perf_type_code": performance.id.removeprefix(f"{event.id}-"),
        "tag_codes_list": [],
        "venue_code": describe.slug(event.venue.desc),
        "venue_desc_from_backend": event.venue.desc,
    }


def _about_money(order: Order) -> dict[str, Any]:
    """Sums are text in this report, as many digits as the currency shows."""
    earned = commissions(order.seatprice + order.surcharge, event=order.event)
    places, data = order.event.currency.places, {"currency": order.event.currency.code}
    for name, parts in earned.items():
        data[f"{name}_currency"] = parts["commission_currency_code"]
        data[f"{name}_ex_vat"] = f"{parts['amount_excluding_vat']:.{places}f}"
        data[f"{name}_inc_vat"] = f"{parts['amount_including_vat']:.{places}f}"
    sums = {"total_seat_cost": order.seatprice, "total_surcharge": order.surcharge}
    return data | {name: f"{amount:.{places}f}" for name, amount in sums.items()}


def _about_afterwards(order: Order) -> dict[str, Any]:
    status = "all" if order.is_cancelled else "none"
    how = {"last_cancellation_type": "full"} if order.is_cancelled else {}
    return how | {
        "cancellation_blocked_by_result": order.cancellation_failed,
        "cancellation_blocked_by_settings": order.event.source.cancels != "possible",
        "cancellation_possible": order.event.source.cancels == "possible" and not order.is_cancelled,
        "has_been_exchanged": False,
        "is_exchange_replacement": False,
        "seat_cancellation_status": status,
        "seat_refund_status": status,
    }


def _on_request(call: Call, transaction: Transaction, order: Order) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if call.params.flag("add_customer"):
        data["customer"] = shown(transaction.customer or {})
    if call.params.flag("add_user_details"):
        seller = ACCOUNTS[transaction.user]
        data["purchase_user_details"] = reserve_user(seller, sub_user=transaction.sub_user)
    has_voucher = order.send_method.gives_voucher and order.purchase_reference
    if call.params.flag("add_self_print_voucher_urls") and has_voucher:
        data["self_print_voucher_url"] = voucher_url(order, Shown(call, Stage.BOUGHT, transaction))
    return data

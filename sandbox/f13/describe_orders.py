"""Bundles and orders as f13 shows them: in a trolley, held, and bought. One shape for every endpoint."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sandbox.box_office import Bundle, Order, Transaction
from sandbox.catalogue.model import Source
from sandbox.f13 import describe
from sandbox.f13.account import Call
from sandbox.f13.describe_tickets import Shown, Stage, chosen_send_method, seat_contents, ticket_orders
from sandbox.f13.money import commissions, desired_currency, send_tax, taxes, with_desired

__all__ = ["Shown", "Stage", "currencies_of", "order_contents", "stage_of", "terms_of", "trolley_contents"]


def stage_of(transaction: Transaction | None) -> Stage:
    if transaction is None:
        return Stage.WISHED
    tried = any(bundle.purchase_result is not None for bundle in transaction.bundles)
    return Stage.BOUGHT if tried else Stage.HELD


def trolley_contents(
    bundles: Sequence[Bundle],
    call: Call,
    *,
    transaction: Transaction | None = None,
    stage: Stage | None = None,
) -> dict[str, Any]:
    """What is in a trolley. `bundles` may be some of the transaction's; without any, there is no `bundle`."""
    shown = Shown(call, stage_of(transaction) if stage is None else stage, transaction)
    contents: dict[str, Any] = {
        "trolley_bundle_count": len(bundles),
        "trolley_order_count": sum(len(bundle.orders) for bundle in bundles),
    }
    if bundles:
        contents["bundle"] = [_bundle(bundle, replace(shown, bundle=bundle)) for bundle in bundles]
    if transaction is not None:
        contents["transaction_uuid"] = transaction.uuid
        if shown.stage is Stage.BOUGHT:
            contents["transaction_id"] = transaction.id
            contents["purchase_result"] = _purchase_result(bundles)
    return contents


def order_contents(order: Order, shown: Shown) -> dict[str, Any]:
    """One order: also as `unreserved_orders`, `discarded_orders` and `must_also_cancel` list them."""
    data = _choice(order, shown.call) | _totals(order, shown.call) | _request(order, shown.stage)
    data["ticket_orders"] = {"ticket_order": ticket_orders(order, shown)}
    if shown.stage >= Stage.HELD:
        data["send_method"] = chosen_send_method(order, shown)
    if shown.stage is Stage.BOUGHT:
        data |= _purchase(order, shown.call)
    elif shown.call.params.flag("req_predicted_commission"):
        data |= commissions(order.seatprice + order.surcharge, event=order.event, prefix="predicted_")
    return data


def currencies_of(orders: Iterable[Order], call: Call) -> dict[str, Any]:
    """`currency_details` for the orders, and `desired_currency_code` where the account has one."""
    currencies = {order.event.currency.code: order.event.currency for order in orders}
    desired = desired_currency(call)
    if desired is None:
        return {"currency_details": describe.currency_details(currencies.values())}
    currencies[desired.code] = desired
    details = describe.currency_details(currencies.values())
    return {"currency_details": details, "desired_currency_code": desired.code}


def cancellation_status(order: Order) -> str:
    if order.is_cancelled:
        return "cancelled"
    return "tried_and_failed" if order.cancellation_failed else order.event.source.cancels


def _bundle(bundle: Bundle, shown: Shown) -> dict[str, Any]:
    data: dict[str, Any] = {
        "bundle_order_count": len(bundle.orders),
        "bundle_source_code": bundle.source.code,
        "bundle_source_desc": bundle.source.desc,
        "currency_code": bundle.orders[0].event.currency.code,
        "order": [order_contents(order, shown) for order in bundle.orders],
    }
    data |= _bundle_totals(bundle, shown.call) | terms_of(bundle.source, shown.call)
    if bundle.debitor is not None:
        data |= {"debitor": bundle.debitor, "debitor_choices": [bundle.debitor]}
    if bundle.purchase_result is not None and shown.stage is Stage.BOUGHT:
        data["purchase_result"] = _bundle_result(bundle)
    return data


def terms_of(source: Source, call: Call) -> dict[str, str]:
    """The supplier's terms and conditions, where they are asked for and where there are any."""
    return {"source_t_and_c": source.terms} if source.terms and call.params.flag("req_src_info") else {}


def _bundle_totals(bundle: Bundle, call: Call) -> dict[str, Any]:
    event, method = bundle.orders[0].event, bundle.send_method
    seatprice = sum((order.seatprice for order in bundle.orders), Decimal())
    surcharge = sum((order.surcharge for order in bundle.orders), Decimal())
    amounts = {
        "bundle_total_cost": bundle.total,
        "bundle_total_seatprice": seatprice,
        "bundle_total_send_cost": method.cost,
        "bundle_total_surcharge": surcharge,
    }
    tax = taxes("bundle_total", event=event, combined=bundle.total, surcharge=surcharge)
    tax |= send_tax("bundle_send_cost", method=method, event=event)
    desired = desired_currency(call)
    code = {"desired_currency_code": desired.code} if desired else {}
    return with_desired(amounts, event=event, call=call) | tax | code


def _choice(order: Order, call: Call) -> dict[str, Any]:
    data = {
        "event": describe.event(order.event, call),
        "item_number": order.item_number,
        "performance": describe.performance(order.performance, call),
        "price_band_code": order.band.code,
        "ticket_type_code": order.area.code,
        "ticket_type_desc": order.area.desc,
        "total_no_of_seats": len(order.tickets),
    }
    if order.band.desc:
        data["price_band_desc"] = order.band.desc
    if order.departure_date:
        data["departure_date"] = order.departure_date
    if order.duration is not None:
        data["duration"] = order.duration
    return data


def _totals(order: Order, call: Call) -> dict[str, Any]:
    combined, event = order.seatprice + order.surcharge, order.event
    amounts = {
        "total_sale_combined": combined,
        "total_sale_seatprice": order.seatprice,
        "total_sale_surcharge": order.surcharge,
    }
    tax = taxes("total_sale", event=event, combined=combined, surcharge=order.surcharge)
    return with_desired(amounts, event=event, call=call) | tax


def _request(order: Order, stage: Stage) -> dict[str, Any]:
    """What was asked for, and whether it was got. A trolley cannot know yet: it holds nothing."""
    if stage is Stage.WISHED:
        asked = {"requested_seats": _requested_seats(order)} if order.requested_seats else {}
        return asked | {"got_requested_seats": bool(order.requested_seats)}
    data = {
        "got_requested_seats": order.seat_request_status == "got_all",
        "internal_reserve_sub_ref": "",
        "internal_reserve_sub_ref2": "",
        "requested_seat_ids": list(order.requested_seats),
        "seat_request_status": order.seat_request_status,
    }
    if order.failure_comment:
        data["reserve_failure_comment"] = order.failure_comment
    return data


def _requested_seats(order: Order) -> list[dict[str, Any]]:
    seats = {seat.id: seat for block in order.band.blocks for seat in block}
    return [seat_contents(seats[id], event=order.event) for id in order.requested_seats if id in seats]


def _purchase(order: Order, call: Call) -> dict[str, Any]:
    """What only a purchase shows. An order whose bundle failed has no references."""
    data: dict[str, Any] = {
        "backend_cancellation_reference": order.cancellation_reference,
        "backend_purchase_reference": order.purchase_reference,
        "cancellation_comment": order.cancellation_comment,
        "cancellation_status": cancellation_status(order),
        "internal_purchase_sub_ref": "",
    }
    if order.purchase_reference:
        data["supported_barcode_types"] = list(order.event.source.barcode_types)
    if order.purchase_reference and order.event.need_departure_date:
        data["external_management_url"] = f"{call.world.public_url}/manage/{order.purchase_reference}/"
    return data | commissions(order.seatprice + order.surcharge, event=order.event)


def _bundle_result(bundle: Bundle) -> dict[str, Any]:
    single = bundle.source.cancels_single_orders
    return {"can_cancel_individual_orders": single, "is_semi_credit": False} | (bundle.purchase_result or {})


def _purchase_result(bundles: Sequence[Bundle]) -> dict[str, Any]:
    """Success as soon as one bundle was bought, partial when another was not; why, when none was."""
    results = [bundle.purchase_result or {"success": False} for bundle in bundles]
    bought = [bool(result.get("success")) for result in results]
    why = {} if any(bought) else next(iter(results), {})
    return why | {"is_partial": any(bought) and not all(bought), "success": any(bought)}

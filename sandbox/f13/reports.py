"""orders_sold.v1 and orders_supplied.v1: a row for each order, of the seller's sales or of the supplier's."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from sandbox.box_office import Bundle, Order, Status, Transaction
from sandbox.customers import OPT_INS, shown
from sandbox.f13 import describe
from sandbox.f13.account import ACCOUNTS, Call
from sandbox.f13.describe_orders import currencies_of
from sandbox.f13.describe_tickets import Shown, Stage, voucher_url
from sandbox.f13.money import commissions
from sandbox.f13.status import reserve_user
from sandbox.http import Refusal

TRIED = frozenset({Status.PURCHASED, Status.FAILED})
SUPPLIES = {"demo": frozenset({"ext_test0", "ext_test1"})}  # whose tickets are an account's own
PAGE_LENGTH = 100
MAX_PAGE_LENGTH = 1_000

Sale = tuple[Transaction, Bundle, Order]


def orders_sold(call: Call) -> dict[str, Any]:
    """What the caller sold, whoever supplied it."""
    supplied = SUPPLIES.get(call.params.get("supply_user"), frozenset())
    anyones = not call.params.get("supply_user")
    return _report(
        call,
        lambda transaction, bundle: (
            transaction.user == call.account.user and (anyones or bundle.source.code in supplied)
        ),
    )


def orders_supplied(call: Call) -> dict[str, Any]:
    """What others sold of the caller's own tickets."""
    supplied = SUPPLIES.get(call.account.user, frozenset())
    seller = call.params.get("purchase_user")
    return _report(
        call,
        lambda transaction, bundle: (
            transaction.user != call.account.user
            and bundle.source.code in supplied
            and seller in {"", transaction.user}
        ),
    )


def _report(call: Call, is_theirs: Callable[[Transaction, Bundle], bool]) -> dict[str, Any]:
    call.world.box_office.expire()
    wanted = _filter_from(call)
    with call.world.box_office.lock:
        sales = [sale for sale in _sales(call) if is_theirs(sale[0], sale[1]) and wanted(sale)]
        length = min(call.params.number("page_len", 0) or PAGE_LENGTH, MAX_PAGE_LENGTH)
        page = call.params.number("page_no", 0)
        shown_here = sales[page * length : (page + 1) * length]
        data = currencies_of((order for _, _, order in shown_here), call)
        data["orders"] = [_row(call, sale) for sale in shown_here]
    return data | {"paging_status": _paging(page, length, count=len(sales), here=len(shown_here))}


def _sales(call: Call) -> Iterable[Sale]:
    """Everything whose purchase was tried, in the order of the purchases."""
    tried = [one for one in call.world.box_office.transactions.values() if one.status in TRIED]
    tried.sort(key=_tried_at)
    for transaction in tried:
        for bundle in transaction.bundles:
            for order in bundle.orders:
                yield transaction, bundle, order


def _tried_at(transaction: Transaction) -> datetime:
    return transaction.purchased_at or transaction.reserved_at


def _filter_from(call: Call) -> Callable[[Sale], bool]:
    """The report's parameters as one question. What is left out does not narrow it."""
    params = call.params
    with_sold = params.flag("include_purchased") if "include_purchased" in params else True
    with_failed = params.flag("include_failed")
    if not with_sold and not with_failed:
        raise Refusal("At least one of include_purchased and include_failed must be true")
    earliest = _moment(params.get("earliest_purchase_time"))
    latest = _moment(params.get("latest_purchase_time"))
    events, performances = params.listed("event_id_list"), params.listed("perf_id_list")

    def is_wanted(sale: Sale) -> bool:
        transaction, bundle, order = sale
        at = _tried_at(transaction)
        return (
            (with_sold if _is_sold(bundle) else with_failed)
            and (earliest is None or at >= earliest)
            and (latest is None or at <= latest)
            and (not events or order.event.id in events)
            and (not performances or order.performance.id in performances)
            and params.get("backend_system") in {"", bundle.source.code}
            and params.get("trans_id") in {"", transaction.id}
            and params.get("transaction_uuid") in {"", transaction.uuid}
            and not (params.flag("exclude_refunds") and order.is_cancelled)
        )

    return is_wanted


def _moment(text: str) -> datetime | None:
    """A time as ISO 8601; without an offset it is UTC."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal("Times must be ISO 8601") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _is_sold(bundle: Bundle) -> bool:
    return bool((bundle.purchase_result or {}).get("success"))


def _row(call: Call, sale: Sale) -> dict[str, Any]:
    transaction, bundle, order = sale
    return (
        _about_sale(transaction, bundle)
        | _about_order(order)
        | _about_money(order)
        | (_about_afterwards(order) if _is_sold(bundle) else {})
        | _on_request(call, transaction, order)
    )


def _about_sale(transaction: Transaction, bundle: Bundle) -> dict[str, Any]:
    customer = transaction.customer or {}
    consent = {f"{who}_can_use_customer_data": _yes_no(customer, who) for who in OPT_INS}
    return consent | {
        "agent_ref": customer.get("agent_ref", ""),
        "backend_desc": bundle.source.desc,
        "backend_system": bundle.source.code,
        "purchase_iso8601_date_and_time": describe.iso(_tried_at(transaction)),
        "purchase_sub_user": transaction.sub_user,
        "purchase_succeeded": _is_sold(bundle),
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
    return {
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


def _paging(page: int, length: int, *, count: int, here: int) -> dict[str, Any]:
    left = max(count - (page * length + here), 0)
    return {
        "page_length": length,
        "page_number": page,
        "pages_remaining": -(-left // length),
        "results_remaining": left,
        "total_unpaged_results": count,
    }

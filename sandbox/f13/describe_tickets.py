"""What f13 shows of the tickets of one order: their discounts, prices and seats, and how they are sent."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from sandbox.box_office import Bundle, Order, Ticket, Transaction
from sandbox.catalogue.model import Discount, Event, Seat, SendMethod
from sandbox.f13.account import Call
from sandbox.f13.money import send_tax, taxes, with_desired


class Stage(IntEnum):
    """How far the tickets have come: each stage shows what the one before shows, and more."""

    WISHED = 0  # in a trolley: what was asked for
    HELD = 1  # reserved: seats, and how they are sent
    BOUGHT = 2  # purchase was tried: references, commissions, vouchers, results


@dataclass(frozen=True)
class Shown:
    """To whom an order is shown, how far it has come, and what it is part of."""

    call: Call
    stage: Stage
    transaction: Transaction | None = None
    bundle: Bundle | None = None


def seat_contents(seat: Seat, *, event: Event) -> dict[str, Any]:
    """A seat. Where seats can be chosen, each has a text code, and a poor view has words."""
    data: dict[str, Any] = {
        "col_id": seat.column,
        "full_id": seat.id,
        "is_restricted_view": seat.is_restricted_view,
        "row_id": seat.row,
    }
    if seat.separator:
        data["separator"] = seat.separator
    text = seat.text or ("Restricted View" if seat.is_restricted_view and event.seat_selection else "")
    if text:
        data["seat_text"] = text
    if event.seat_selection:
        data["seat_text_code"] = f"{seat.row}.{seat.column}"
    return data


def ticket_orders(order: Order, shown: Shown) -> list[dict[str, Any]]:
    """The tickets by discount, in the order in which the discounts were first chosen."""
    groups: dict[str, list[tuple[int, Ticket]]] = {}
    for number, ticket in enumerate(order.tickets):
        groups.setdefault(ticket.discount.code, []).append((number, ticket))
    return [_ticket_order(order, tickets, shown) for tickets in groups.values()]


def _ticket_order(order: Order, tickets: list[tuple[int, Ticket]], shown: Shown) -> dict[str, Any]:
    discount = tickets[0][1].discount
    data = {
        "discount_code": discount.code,
        "discount_desc": discount.desc,
        "discount_semantic_type": discount.semantic_type,
        "no_of_seats": len(tickets),
    }
    data |= _prices(discount, len(tickets), event=order.event, call=shown.call)
    seats = [_held_seat(order, number, ticket, shown) for number, ticket in tickets if ticket.seat]
    if seats and shown.stage >= Stage.HELD:
        data["seats"] = seats
    return data


def _prices(discount: Discount, count: int, *, event: Event, call: Call) -> dict[str, Any]:
    each, surcharge = discount.total, discount.surcharge
    single = {"combined": each, "seatprice": discount.seatprice, "surcharge": surcharge}
    amounts = {f"sale_{name}": amount for name, amount in single.items()}
    amounts |= {f"total_sale_{name}": amount * count for name, amount in single.items()}
    tax = taxes("sale", event=event, combined=each, surcharge=surcharge)
    tax |= taxes("total_sale", event=event, combined=each * count, surcharge=surcharge * count)
    return with_desired(amounts, event=event, call=call) | tax


def _held_seat(order: Order, number: int, ticket: Ticket, shown: Shown) -> dict[str, Any]:
    """The seat of a ticket; once bought, with the barcode and wallet addresses that it came with."""
    data = seat_contents(ticket.seat, event=order.event) if ticket.seat else {}
    if shown.stage is not Stage.BOUGHT or not order.purchase_reference or shown.transaction is None:
        return data
    if ticket.barcode:
        data["barcode"] = ticket.barcode
    if order.send_method.gives_wallets:
        ticket_path = f"{shown.transaction.uuid}/{order.item_number}/{number}"
        data |= _wallets(f"{shown.call.world.public_url}/wallet", ticket_path)
    return data


def _wallets(root: str, ticket_path: str) -> dict[str, Any]:
    return {
        "seat_apple_wallet_urls": {"apple_wallet_gen_url": f"{root}/apple/{ticket_path}/"},
        "seat_google_pay_urls": {
            "gpay_jwt_url": f"{root}/google/{ticket_path}/jwt/",
            "gpay_save_url": f"{root}/google/{ticket_path}/",
        },
    }


def send_method_contents(method: SendMethod, *, event: Event, call: Call) -> dict[str, Any]:
    """A way of sending. Keys that would say nothing are left out, as f13 does."""
    data: dict[str, Any] = {
        "send_code": method.code,
        "send_desc": method.desc,
        "send_type": method.type,
    }
    data |= with_desired({"send_cost": method.cost}, event=event, call=call)
    if method.final_comment:
        data["send_final_comment"] = method.final_comment
    if method.type == "selfprint":
        data["can_generate_self_print"] = method.can_generate_self_print
        data["has_html_page"] = method.has_html_page
    if method.fee:
        data["trans_fee_component"] = method.fee
    return data | send_tax("send_cost", method=method, event=event)


def chosen_send_method(order: Order, shown: Shown) -> dict[str, Any]:
    """The order's way of sending; once bought, with the address of the supplier's voucher, if any."""
    method = order.send_method
    data = send_method_contents(method, event=order.event, call=shown.call)
    if shown.stage is Stage.BOUGHT:
        data["send_final_type"] = method.type
        if method.gives_voucher and order.purchase_reference and shown.transaction:
            data["self_print_voucher_url"] = voucher_url(order, shown)
    return data


def voucher_url(order: Order, shown: Shown) -> str:
    """Where the supplier's own voucher for an order is shown."""
    uuid = shown.transaction.uuid if shown.transaction else ""
    return f"{shown.call.world.public_url}/voucher/{uuid}/{order.item_number}/"

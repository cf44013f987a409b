"""The supplier's own tickets, at the addresses that a purchase gives: vouchers, wallet passes, bookings."""

from html import escape

from sandbox.box_office import Order, Ticket, Transaction
from sandbox.http import Request, Response, as_json
from sandbox.pages import not_found, page, table
from sandbox.world import World


def answer(world: World, request: Request) -> Response:
    """`/voucher/UUID/ITEM/`, `/wallet/apple|google/UUID/ITEM/TICKET/[jwt/]`, `/manage/REFERENCE/`."""
    kind, *parts = request.path.strip("/").split("/")
    match kind, *parts:
        case "voucher", uuid, item:
            return _voucher(world, _bought(world, uuid, item))
        case "wallet", ("apple" | "google") as maker, uuid, item, number, *rest:
            return _pass(maker, _bought(world, uuid, item), number=number, as_token=rest == ["jwt"])
        case "manage", reference:
            return _booking(world, reference)
    return not_found("No such ticket")


def _bought(world: World, uuid: str, item: str) -> tuple[Transaction, Order] | None:
    transaction = world.box_office.transactions.get(uuid)
    orders = transaction.orders if transaction else []
    order = next((order for order in orders if str(order.item_number) == item), None)
    if transaction is None or order is None or not order.purchase_reference or order.is_cancelled:
        return None
    return transaction, order


def _voucher(world: World, bought: tuple[Transaction, Order] | None) -> Response:
    if bought is None:
        return not_found("No such voucher")
    transaction, order = bought
    rows = [(_seat(ticket), escape(ticket.discount.desc), _barcode(ticket)) for ticket in order.tickets]
    name = order.event.desc
    return page(
        f"Voucher: {name}",
        f"{_about(transaction, order)}{table(('Seat', 'Ticket', 'Barcode'), rows)}"
        "<p>Print this page, or show it at the entrance.</p>",
    )


def _about(transaction: Transaction, order: Order) -> str:
    performance = order.performance
    when = f"{performance.starts_at:%A, %d %B %Y, %H:%M}" if order.event.show_perf_time else performance.name
    customer = transaction.customer or {}
    holder = f"{customer.get('first_name', '')} {customer.get('last_name', '')}"
    rows = (
        ("Venue", escape(order.event.venue.desc)),
        ("When", escape(when)),
        ("Area", escape(order.area.desc)),
        ("Booked for", escape(holder)),
        ("Venue's reference", f'<span class="code">{escape(order.purchase_reference)}</span>'),
        ("Ingresso's reference", escape(transaction.id)),
    )
    return table(("", ""), rows)


def _seat(ticket: Ticket) -> str:
    if ticket.seat is None:
        return "Any place"
    text = f" ({ticket.seat.text})" if ticket.seat.text else ""
    return escape(f"{ticket.seat.id}{text}")


def _barcode(ticket: Ticket) -> str:
    return f'<span class="code">{escape(ticket.barcode)}</span>' if ticket.barcode else "none"


def _pass(maker: str, bought: tuple[Transaction, Order] | None, *, number: str, as_token: bool) -> Response:
    order = bought[1] if bought else None
    if order is None or not number.isdigit() or int(number) >= len(order.tickets):
        return not_found("No such pass")
    ticket = order.tickets[int(number)]
    if as_token:
        return as_json({"event": order.event.desc, "seat": _seat(ticket), "barcode": ticket.barcode})
    return page(f"Pass for {maker.title()} Wallet", f"<p>{escape(order.event.desc)}: {_seat(ticket)}</p>")


def _booking(world: World, reference: str) -> Response:
    for transaction in world.box_office.newest_first():
        for order in transaction.orders:
            if order.purchase_reference == reference:
                return page(f"Booking {reference}", _about(transaction, order))
    return not_found("No such booking")

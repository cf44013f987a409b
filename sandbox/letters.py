"""The confirmation that f13 sends to a customer when the purchase asks for it."""

from email.message import EmailMessage
from html import escape
from typing import Any

from sandbox.box_office import Bundle, Order, Transaction
from sandbox.world import World

SENDER = "tickets@sandbox.example"


def send_confirmation(world: World, transaction: Transaction) -> None:
    """Put the letter into the mailbox."""
    customer: dict[str, Any] = transaction.customer or {}
    lines = _lines(world, transaction)
    letter = EmailMessage()
    letter["Subject"] = f"Your tickets: {transaction.id}"
    letter["From"] = SENDER
    letter["To"] = customer["email_addr"]
    letter.set_content("\n".join([f"Dear {customer['first_name']} {customer['last_name']},", "", *lines]))
    items = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    letter.add_alternative(f"<h1>Your tickets</h1>{items}", subtype="html")
    world.mailbox.deliver(letter, sender=SENDER, recipients=(customer["email_addr"],))


def _lines(world: World, transaction: Transaction) -> list[str]:
    lines = [f"Thank you. Your reference is {transaction.id}.", ""]
    for bundle in transaction.bundles:
        sold = bool((bundle.purchase_result or {}).get("success"))
        for order in bundle.orders:
            lines += _order(world, transaction, bundle, order) if sold else _not_sold(order)
    return lines


def _order(world: World, transaction: Transaction, bundle: Bundle, order: Order) -> list[str]:
    seats = ", ".join(ticket.seat.id for ticket in order.tickets if ticket.seat)
    lines = [
        order.event.desc,
        f"{order.event.venue.desc}, {order.performance.starts_at:%d %B %Y, %H:%M}",
        f"{len(order.tickets)} x {order.area.desc}{f': {seats}' if seats else ''}",
        f"The venue's reference: {order.purchase_reference}",
        bundle.send_method.desc,
    ]
    if order.send_method.gives_voucher:
        lines.append(f"{world.public_url}/voucher/{transaction.uuid}/{order.item_number}/")
    return [*lines, ""]


def _not_sold(order: Order) -> list[str]:
    return [f"{order.event.desc}: could not be bought.", ""]

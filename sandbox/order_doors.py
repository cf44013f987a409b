"""The control door of orders that were bought: what Ingresso or the venue does to them afterwards."""

import re
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sandbox.box_office import Order, Status, Transaction
from sandbox.catalogue.model import Seat, SendMethod
from sandbox.f13.cancel import take_back
from sandbox.http import Refusal, Request
from sandbox.transaction_rows import row_of
from sandbox.world import World

A_SEAT = re.compile(r"(?P<row>\D*)(?P<column>\d*)")
MOST_MINUTES = 60 * 24 * 3650

Change = Callable[[World, Transaction, Order, Any], None]


def change(world: World, request: Request) -> dict[str, Any]:
    """Change one item of a transaction, or all of them; what `status` is to say of the whole of it too."""
    data = request.fields({"transaction_uuid", "item", "status", *CHANGES})
    with world.box_office.lock:
        transaction = world.box_office.transactions.get(str(data.get("transaction_uuid", "")))
        if transaction is None:
            raise Refusal("There is no such transaction")
        orders = [one for one in transaction.orders if data.get("item") in {None, one.item_number}]
        if not orders:
            raise Refusal("There is no such item")
        if "status" in data:
            transaction.status = _status(data["status"])
        for name in CHANGES.keys() & data.keys():
            for order in orders:
                CHANGES[name](world, transaction, order, data[name])
        return row_of(world, transaction)


def _cancel(world: World, transaction: Transaction, order: Order, value: Any) -> None:
    if not order.is_cancelled and order.purchase_reference:
        take_back(world, transaction, order)


def _call_off(world: World, transaction: Transaction, order: Order, value: Any) -> None:
    order.is_called_off = bool(value)


def _seats(world: World, transaction: Transaction, order: Order, value: Any) -> None:
    """Other seats, as many as there are tickets."""
    if not isinstance(value, list) or len(value) != len(order.tickets):
        raise Refusal("seats is a list, one for each ticket")
    known = {seat.id: seat for block in order.band.blocks for seat in block}
    for ticket, name in zip(order.tickets, map(str, value), strict=True):
        ticket.seat = known.get(name) or _seat(name)


def _seat(name: str) -> Seat:
    found = A_SEAT.fullmatch(name)
    return Seat(name, row=found["row"] if found else name, column=found["column"] if found else "")


def _later(world: World, transaction: Transaction, order: Order, value: Any) -> None:
    """So many minutes; fewer than none: earlier."""
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > MOST_MINUTES:
        raise Refusal("minutes_later is a whole number")
    starts_at = order.performance.starts_at + timedelta(minutes=value)
    order.performance = replace(order.performance, starts_at=starts_at)


def _perf_name(world: World, transaction: Transaction, order: Order, value: Any) -> None:
    order.performance = replace(order.performance, name=str(value))


def _event_name(world: World, transaction: Transaction, order: Order, value: Any) -> None:
    texts = {language: replace(words, desc=str(value)) for language, words in order.event.texts.items()}
    order.event = replace(order.event, texts=texts)


def _venue(world: World, transaction: Transaction, order: Order, value: Any) -> None:
    order.event = replace(order.event, venue=replace(order.event.venue, desc=str(value)))


def _reference(world: World, transaction: Transaction, order: Order, value: Any) -> None:
    order.purchase_reference = str(value)


def _send(world: World, transaction: Transaction, order: Order, value: Any) -> None:
    """Another of the supplier's ways of sending, by its code."""
    methods: dict[str, SendMethod] = {one.code: one for one in order.event.source.send_methods}
    if value not in methods:
        raise Refusal(f"send is one of {', '.join(methods)}")
    order.send_method = methods[value]


def _voucher(world: World, transaction: Transaction, order: Order, value: Any) -> None:
    order.send_method = replace(order.send_method, gives_voucher=bool(value))


def _wallets(world: World, transaction: Transaction, order: Order, value: Any) -> None:
    order.send_method = replace(order.send_method, gives_wallets=bool(value))


def _barcodes(world: World, transaction: Transaction, order: Order, value: Any) -> None:
    """New ones, or with false none any more."""
    for ticket in order.tickets:
        ticket.barcode = f"{secrets.randbelow(10**12):012d}" if value else ""


def _cancels(world: World, transaction: Transaction, order: Order, value: Any) -> None:
    if value not in {"possible", "not_permitted"}:
        raise Refusal("cancels is possible or not_permitted")
    order.event = replace(order.event, source=replace(order.event.source, cancels=value))


def _status(value: Any) -> Status:
    try:
        return Status(value)
    except ValueError:
        raise Refusal(f"status is one of {', '.join(Status)}") from None


CHANGES: dict[str, Change] = {
    "cancel": _cancel,
    "called_off": _call_off,
    "seats": _seats,
    "minutes_later": _later,
    "perf_name": _perf_name,
    "event_name": _event_name,
    "venue": _venue,
    "reference": _reference,
    "send": _send,
    "voucher": _voucher,
    "wallets": _wallets,
    "barcodes": _barcodes,
    "cancels": _cancels,
}
DOORS = {("POST", "orders"): change}

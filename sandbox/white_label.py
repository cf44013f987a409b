"""Ingresso's own checkout page: a shop hands it a held transaction, and its buyer comes back from it.

`/api/complete_booking/UUID/?trolley_token=…&referer_url=…` shows what is held. Paying buys it and leads to
the confirmation address that was agreed; leaving leads back to the shop, and the hold stands.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from html import escape
from typing import Any
from urllib.parse import quote, unquote, urlencode, urlsplit

from sandbox.box_office import Order, Status, Transaction
from sandbox.customers import REQUIRED
from sandbox.f13.account import ACCOUNTS, Call
from sandbox.f13.payments import Way
from sandbox.f13.purchase import purchase
from sandbox.http import Refusal, Request, Response, redirect
from sandbox.pages import hidden, page, table
from sandbox.tokens import lines_of
from sandbox.world import World

PREFIX = "/api/complete_booking/"
PLACE = "<uuid>"
FIELDS = {
    "first_name": ("First name", "Ada", "given-name"),
    "last_name": ("Last name", "Marlow", "family-name"),
    "address_line_one": ("Address", "12 Linden Walk", "address-line1"),
    "address_line_two": ("Address, line two", "", "address-line2"),
    "town": ("Town", "London", "address-level2"),
    "postcode": ("Postcode", "ZZ1 9ZZ", "postal-code"),
    "country_code": ("Country", "uk", "country"),
    "phone": ("Telephone", "020 7946 0018", "tel"),
    "email_address": ("Email", "ada@buyers.example", "email"),
    "agent_reference": ("Agent's reference", "", "off"),
}
NEEDED = {*REQUIRED, "phone", "email_address"}
SAID = {
    Status.RELEASED: "These tickets are no longer held: the time ran out, or they were let go.",
    Status.FAILED: "The tickets could not be bought. Nothing was charged.",
    Status.ATTEMPTING: "These tickets are being paid for elsewhere.",
}


def answer(world: World, request: Request) -> Response:
    """What is held, or why nothing can be paid; and what its buttons do."""
    uuid = unquote(request.path.removeprefix(PREFIX).strip("/"))
    try:
        transaction = _transaction(world, request, uuid)
        if transaction.status is Status.RESERVED and request.method == "POST":
            _buy(world, request, transaction)
    except Refusal as refusal:
        return _said(request, refusal.desc, status=refusal.status)
    if transaction.status is Status.PURCHASED:
        return _confirmation(world, transaction)
    if transaction.status is Status.RESERVED and not transaction.is_running:
        return _checkout_page(world, request, transaction)
    return _said(request, SAID.get(transaction.status, "These tickets are being bought."), status=410)


def show_return(world: World, request: Request) -> dict[str, Any]:
    return {"return_url": world.white_label}


def set_return(world: World, request: Request) -> dict[str, Any]:
    """Where buyers go once they have paid; nowhere: a page here says so."""
    address = request.fields({"return_url"}).get("return_url", "")
    if not is_return(address):
        raise Refusal(f"return_url is an address with {PLACE} in the transaction's place")
    world.white_label = address
    return show_return(world, request)


DOORS: dict[tuple[str, str], Callable[[World, Request], Any]] = {
    ("GET", "white_label"): show_return,
    ("POST", "white_label"): set_return,
}


def is_return(address: Any) -> bool:
    """Whether buyers can be sent there: nowhere, or an address that names the transaction."""
    return address == "" or (isinstance(address, str) and PLACE in address and _is_web(address))


def _transaction(world: World, request: Request, uuid: str) -> Transaction:
    """The transaction that was handed over. Raises Refusal for none, or when the way here was incomplete."""
    world.box_office.expire()
    transaction = world.box_office.transactions.get(uuid)
    if transaction is None:
        raise Refusal("There is no such booking.", status=404)
    lines_of(request.params.required("trolley_token"))
    if not _is_web(request.params.required("referer_url")):
        raise Refusal("The referer_url is no address.")
    return transaction


def _buy(world: World, request: Request, transaction: Transaction) -> None:
    """Purchase as f13 does, paid here: whatever the account's own way of paying is."""
    params = request.params
    given = {name: params.get(name) for name in FIELDS if params.get(name)}
    fields = given | {"transaction_uuid": transaction.uuid, "send_confirmation_email": "1"}
    body = urlencode(fields).encode()
    deed = Request("POST", "/f13/purchase.v1", body=body, request_id=request.request_id)
    account = replace(ACCOUNTS[transaction.user], pays_by=Way.WHITE_LABEL)
    bought = purchase(Call(world, deed, account))
    if bought.status != 200:
        why = json.loads(bought.body)["error_desc"]
        raise Refusal(
            f"{why}. The tickets are still held: go back in your browser, and put it right.", status=422
        )


def _confirmation(world: World, transaction: Transaction) -> Response:
    if world.white_label:
        return redirect(world.white_label.replace(PLACE, quote(transaction.uuid, safe="")))
    return page("Thank you", f"<p>Your tickets are bought: <b>{escape(transaction.id)}</b>.</p>")


def _checkout_page(world: World, request: Request, transaction: Transaction) -> Response:
    kept = [(name, request.params.get(name)) for name in ("trolley_token", "referer_url")]
    minutes = world.box_office.minutes_left(transaction)
    price = escape(" + ".join(_totals(transaction)))
    return page(
        "Your booking",
        '<p class="note">A practice checkout: no card is asked for, and no money moves.</p>'
        f"{_held(transaction)}<p>Held for {minutes} more minutes.</p>"
        f'<form method="post" action="{escape(request.path)}">{hidden(kept)}{_fields()}'
        f"<p><button>Pay {price}</button></p></form>"
        f'<p><a href="{escape(dict(kept)["referer_url"])}">Leave, and change the booking</a></p>',
    )


def _held(transaction: Transaction) -> str:
    rows = [
        (escape(order.event.desc), escape(_when(order)), escape(_places(order)))
        for order in transaction.orders
    ]
    return table(("Event", "When", "Tickets"), rows)


def _when(order: Order) -> str:
    starts = order.performance.starts_at
    return f"{starts:%A, %d %B %Y, %H:%M}" if order.event.show_perf_time else order.performance.name


def _places(order: Order) -> str:
    seats = [ticket.seat.id for ticket in order.tickets if ticket.seat]
    return f"{len(order.tickets)} × {order.area.desc} {' '.join(seats)}".strip()


def _totals(transaction: Transaction) -> Iterable[str]:
    """What is to be paid, by currency, with the sending."""
    currencies = {bundle.currency.code: bundle.currency for bundle in transaction.bundles}
    for code, currency in currencies.items():
        total = sum(bundle.total for bundle in transaction.bundles if bundle.currency.code == code)
        yield f"{currency.pre}{total:.{currency.places}f}{currency.post}"


def _fields() -> str:
    return "".join(
        f'<p><label>{label} <input name="{name}" value="{value}" autocomplete="{kind}"'
        f"{' required' if name in NEEDED else ''}></label></p>"
        for name, (label, value, kind) in FIELDS.items()
    )


def _said(request: Request, words: str, *, status: int) -> Response:
    """A sentence, and the way back to the shop where there is one."""
    back = request.params.get("referer_url")
    link = f'<p><a href="{escape(back)}">Back to the shop</a></p>' if _is_web(back) else ""
    return page("Your booking", f"<p>{escape(words)}</p>{link}", status=status)


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and address.isprintable()

"""The control doors of Stripe: its books, its webhooks and what became of them, how the bank asks."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from sandbox.http import Refusal, Request
from sandbox.stripe import books, events
from sandbox.stripe.objects import Event
from sandbox.stripe.postman import GIVEN_SECRET, ORDERS, Endpoint
from sandbox.world import World

MOST_COPIES = 10
WAYS = ("modal", "redirect")


def show_intents(world: World, request: Request) -> dict[str, Any]:
    """Every intent, and the money of each transaction; of those whose hold ran out it is free already."""
    world.box_office.expire()
    return {
        "intents": books.rows(world.stripe),
        "by_transaction": books.money_by_transaction(world.stripe),
    }


def show_webhook(world: World, request: Request) -> dict[str, Any]:
    return asdict(world.postman.endpoint)


def set_webhook(world: World, request: Request) -> dict[str, Any]:
    """Where events go from now on; with an empty `url`, nowhere."""
    data = request.fields({"url", "secret", "types"})
    url, secret, types = data.get("url", ""), data.get("secret", GIVEN_SECRET), data.get("types", [])
    if not isinstance(url, str) or (url and not is_address(url)):
        raise Refusal("url is the address of a webhook, http or https")
    if not isinstance(secret, str) or not secret:
        raise Refusal("secret is text")
    if not isinstance(types, list) or not all(isinstance(type, str) for type in types):
        raise Refusal("types is a list of event types")
    with world.stripe.lock:
        world.postman.endpoint = Endpoint(url, secret, tuple(types))
    return show_webhook(world, request)


def show_events(world: World, request: Request) -> dict[str, Any]:
    """Every event with its deliveries, the first one first."""
    with world.stripe.lock:
        world.stripe.agenda.catch_up()
        return {"events": [_row(world, event) for event in world.stripe.events.values()]}


def resend(world: World, request: Request) -> dict[str, Any]:
    """Send an event once more, or several times."""
    data = request.fields({"event", "times"})
    event, times = world.stripe.events.get(str(data.get("event", ""))), data.get("times", 1)
    if event is None or not world.postman.endpoint.url:
        raise Refusal("There is no such event, or no endpoint to send it to")
    if not _is_count(times):
        raise Refusal(f"times is a number from 1 to {MOST_COPIES}")
    for _ in range(times):
        world.postman.send(event)
    return _row(world, event)


def show_sending(world: World, request: Request) -> dict[str, Any]:
    return asdict(world.postman.sending)


def set_sending(world: World, request: Request) -> dict[str, Any]:
    """`copies` of each; `held` back until `held` is false again, then in an `order`."""
    data = request.fields({"copies", "held", "order"})
    sending = world.postman.sending
    copies, held = data.get("copies", sending.copies), data.get("held", sending.held)
    order = data.get("order", "kept")
    if not _is_count(copies) or not isinstance(held, bool) or order not in ORDERS:
        raise Refusal(f"copies is from 1 to {MOST_COPIES}, held true or false, order {' or '.join(ORDERS)}")
    with world.stripe.lock:
        sending.copies, sending.held = copies, held
    if not held:
        world.postman.let_go(order=order)
    return show_sending(world, request)


def show_bank(world: World, request: Request) -> dict[str, Any]:
    return {"three_d_secure": world.stripe.three_d_secure}


def set_bank(world: World, request: Request) -> dict[str, Any]:
    """How Stripe.js takes a buyer to the bank: in a frame over the shop's page, or away from it."""
    way = request.fields({"three_d_secure"}).get("three_d_secure")
    if way not in WAYS:
        raise Refusal(f"three_d_secure is {' or '.join(WAYS)}")
    world.stripe.three_d_secure = way
    return show_bank(world, request)


DOORS = {
    ("GET", "stripe"): show_intents,
    ("GET", "stripe/webhook"): show_webhook,
    ("POST", "stripe/webhook"): set_webhook,
    ("GET", "stripe/events"): show_events,
    ("POST", "stripe/resend"): resend,
    ("GET", "stripe/sending"): show_sending,
    ("POST", "stripe/sending"): set_sending,
    ("GET", "stripe/bank"): show_bank,
    ("POST", "stripe/bank"): set_bank,
}


def is_address(url: str) -> bool:
    try:
        address = urlsplit(url)
    except ValueError:
        return False
    return address.scheme in {"http", "https"} and bool(address.netloc) and url.isprintable()


def _row(world: World, event: Event) -> dict[str, Any]:
    shape = events.shape(world.stripe, event)
    object = shape["data"]["object"]
    return {
        "id": event.id,
        "type": event.type,
        "account": event.account,
        "object": object["id"],
        "payment_intent": object["id"] if object["object"] == "payment_intent" else object["payment_intent"],
        "created": shape["created"],
        "deliveries": [dict(delivery) for delivery in event.deliveries],
    }


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_COPIES

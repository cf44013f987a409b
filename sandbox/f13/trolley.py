"""`trolley`: a wish list that lives in its token. `add_ons` and `upsells`: what goes well with it."""

import hashlib
from collections.abc import Iterable
from typing import Any

from sandbox.catalogue.model import Event
from sandbox.f13 import describe
from sandbox.f13.account import Call
from sandbox.f13.choices import chosen
from sandbox.f13.describe_orders import Shown, Stage, currencies_of, order_contents, trolley_contents
from sandbox.f13.paging import paged
from sandbox.http import Refusal
from sandbox.reservations import bundled
from sandbox.tokens import token_for
from sandbox.trolleys import order_of


def trolley(call: Call) -> dict[str, Any]:
    """Add, remove, or look. Nothing is held: the token is all there is."""
    change = chosen(call)
    orders = [order_of(item) for item in change.items]
    discarded = [order_of(item) for item in change.discarded]
    token = token_for(tuple(item.line for item in change.items))
    data: dict[str, Any] = {
        "discarded_orders": [order_contents(order, Shown(call, Stage.WISHED)) for order in discarded],
        "input_contained_unavailable_order": change.has_unavailable,
        "trolley_token": token,
        "trolley_token_contents": trolley_contents(bundled(orders), call),
    }
    if call.params.flag("add_crypto_block"):
        data["crypto_block"] = f"M_--{hashlib.sha256(token.encode()).hexdigest()}"
    return data | currencies_of([*orders, *discarded], call)


def add_ons(call: Call) -> dict[str, Any]:
    """What is only sold together with something in this trolley."""
    return _results(call, (id for event in _events_in(call) for id in event.add_ons))


def upsells(call: Call) -> dict[str, Any]:
    """What buyers of this trolley might also like, and have not chosen yet."""
    events = _events_in(call)
    inside = {event.id for event in events}
    return _results(call, (id for event in events for id in event.upsells if id not in inside))


def _events_in(call: Call) -> list[Event]:
    if not call.params.get("trolley_token") and not call.params.get("perf_id"):
        raise Refusal("Missing parameter: trolley_token")
    return [item.event for item in chosen(call).items]


def _results(call: Call, ids: Iterable[str]) -> dict[str, Any]:
    """Events page by page, as `events` lists them."""
    found = [call.world.catalogue.get_event(id) for id in dict.fromkeys(ids)]
    events = [event for event in found if event and event.status == "live" and call.sells(event)]
    page, status = paged(events, call=call)
    contents = [describe.event(event, call) for event in page]
    return {"results": {"event": contents, "paging_status": status}} | describe.currencies(page, call=call)

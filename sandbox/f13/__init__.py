"""The f13 API: `/f13/NAME.v1[/USER[/SUBUSER[/LANG]]][/]`, one function per endpoint, in one table."""

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import unquote

from sandbox.f13 import (
    availability,
    callback,
    cancel,
    events,
    performances,
    purchase,
    reference,
    reports,
    reserve,
    status,
    trolley,
)
from sandbox.f13.account import Call, authenticate, user_name
from sandbox.http import Refusal, Request, Response, as_json
from sandbox.world import World

__all__ = ["answer", "user_name"]


LONGEST_PATH = 3  # user, subuser, language


class Endpoint(NamedTuple):
    method: str
    view: Callable[[Call], Any]


ENDPOINTS: dict[str, Endpoint] = {
    "events": Endpoint("GET", events.events),
    "events_by_id": Endpoint("GET", events.events_by_id),
    "performances": Endpoint("GET", performances.performances),
    "performances_by_id": Endpoint("GET", performances.performances_by_id),
    "months": Endpoint("GET", performances.months),
    "cities": Endpoint("GET", reference.cities),
    "classes": Endpoint("GET", reference.classes),
    "sources": Endpoint("GET", reference.sources),
    "test": Endpoint("GET", reference.test),
    "availability": Endpoint("GET", availability.availability),
    "discounts": Endpoint("GET", availability.discounts),
    "send_methods": Endpoint("GET", availability.send_methods),
    "trolley": Endpoint("GET", trolley.trolley),
    "add_ons": Endpoint("GET", trolley.add_ons),
    "upsells": Endpoint("GET", trolley.upsells),
    "reserve": Endpoint("POST", reserve.reserve),
    "reserve_page_archive": Endpoint("GET", reserve.reserve_page_archive),
    "release": Endpoint("POST", reserve.release),
    "purchase": Endpoint("POST", purchase.purchase),
    "purchase_page_archive": Endpoint("GET", purchase.purchase_page_archive),
    "callback": Endpoint("POST", callback.callback),
    "status": Endpoint("GET", status.status),
    "trans_id_status": Endpoint("GET", status.trans_id_status),
    "cancel": Endpoint("POST", cancel.cancel),
    "orders_sold": Endpoint("GET", reports.orders_sold),
    "orders_supplied": Endpoint("GET", reports.orders_supplied),
}


def answer(world: World, request: Request) -> Response:
    """Authenticate, then ask the endpoint. Raises Refusal with the documented statuses 401, 403, 404, 405."""
    name, *path = (unquote(part) for part in request.path.removeprefix("/f13/").rstrip("/").split("/"))
    endpoint = ENDPOINTS.get(name.removesuffix(".v1")) if name.endswith(".v1") else None
    if endpoint is None or len(path) > LONGEST_PATH:
        raise Refusal("No such endpoint", status=404)
    if request.method != endpoint.method:
        raise Refusal("Method not allowed", status=405, headers={"Allow": endpoint.method})
    call = authenticate(world, request, path=path, callback=name == "callback.v1")
    result = endpoint.view(call)
    return result if isinstance(result, Response) else as_json(result)

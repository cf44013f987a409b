"""`/v1/`: who may call what, once for each idempotency key, and the headers that every answer has."""

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from sandbox.http import Request, Response
from sandbox.stripe import intents, records, refunds
from sandbox.stripe.callers import caller_of
from sandbox.stripe.calls import Call, expanded
from sandbox.stripe.errors import StripeError, as_response
from sandbox.stripe.events import API_VERSION, CAUSE
from sandbox.stripe.forms import Form, nested
from sandbox.stripe.idempotency import once
from sandbox.world import World

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, Stripe-Version",
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Expose-Headers": "Request-Id, Stripe-Version",
    "Access-Control-Max-Age": "300",
}
VERSION = re.compile(r"\d{4}-\d{2}-\d{2}(\.[a-z]+)?")


class Route(NamedTuple):
    """One address. `deed` is how faults and the log call it; `by_browser`: a publishable key will do."""

    method: str
    path: str
    deed: str
    view: Callable[[Call], dict[str, Any]]
    by_browser: bool = False

    @property
    def pattern(self) -> str:
        return re.escape(self.path).replace("ID", r"([^/]+)")


ROUTES = (
    Route("POST", "payment_intents", "create", intents.create),
    Route("GET", "payment_intents", "list", intents.list_all),
    Route("GET", "payment_intents/ID", "retrieve", intents.retrieve, by_browser=True),
    Route("POST", "payment_intents/ID", "update", intents.update),
    Route("POST", "payment_intents/ID/confirm", "confirm", intents.confirm, by_browser=True),
    Route("POST", "payment_intents/ID/capture", "capture", intents.capture),
    Route("POST", "payment_intents/ID/cancel", "cancel", intents.cancel),
    Route("POST", "refunds", "refund", refunds.create),
    Route("GET", "refunds", "list", refunds.list_all),
    Route("GET", "refunds/ID", "retrieve", refunds.retrieve),
    Route("POST", "refunds/ID", "update", refunds.update),
    Route("GET", "charges", "list", records.charges),
    Route("GET", "charges/ID", "retrieve", records.charge),
    Route("GET", "events", "list", records.list_events),
    Route("GET", "events/ID", "retrieve", records.event),
    Route("POST", "payment_methods", "collect", records.create_method, by_browser=True),
    Route("GET", "payment_methods/ID", "retrieve", records.method),
    Route("POST", "tokens", "collect", records.create_token, by_browser=True),
    Route("GET", "tokens/ID", "retrieve", records.token),
    Route("POST", "sources", "collect", records.create_source, by_browser=True),
    Route("GET", "sources/ID", "retrieve", records.source),
    Route("GET", "account", "retrieve", records.account),
)
DEEDS = tuple(dict.fromkeys(route.deed for route in ROUTES))


def deed_of(request: Request) -> str:
    """What a request asks of Stripe, in a word; nothing for addresses that are none."""
    route, _ = _find(request)
    return route.deed if route else ""


def answer(world: World, request: Request) -> Response:
    """The API's answer, refusals included. A fault's delay passes while an idempotency key is claimed."""
    if request.method == "OPTIONS":
        return Response(status=204, headers=dict(CORS))
    request_id, key = (
        f"req_{request.request_id.replace('-', '')[:14]}",
        request.headers.get("Idempotency-Key"),
    )
    cause = CAUSE.set((request_id, key))
    try:
        response = _answer(world, request, key=key if request.method == "POST" else None)
    except StripeError as error:
        response = as_response(error)
    finally:
        CAUSE.reset(cause)
    response.headers |= CORS | {"Request-Id": request_id, "Stripe-Version": _version(request)}
    if key:
        response.headers["Idempotency-Key"] = key
    return response


def _answer(world: World, request: Request, *, key: str | None) -> Response:
    stripe = world.stripe
    account, is_browser = caller_of(request)
    route, ids = _find(request)
    if route is None:
        words = f"Unrecognized request URL ({request.method}: {request.path})."
        raise StripeError(words, status=404)
    if is_browser and not route.by_browser:
        words = "This API call cannot be made with a publishable API key. Please use a secret API key."
        raise StripeError(words, status=403, code="secret_key_required")
    pairs = request.params.pairs

    def deed() -> Response:
        world.wait(request.delay)
        with stripe.lock:
            stripe.agenda.catch_up()
            form = Form(nested(pairs))
            call = Call(stripe, account, is_browser, form, ids)
            try:
                data = route.view(call)
            except StripeError as error:
                call.hide_from_browsers(error.details)
                raise
            return _as_response(expanded(stripe, data, form.words("expand")))

    if not key:
        return deed()
    asked = json.dumps([request.method, request.path, sorted(pairs)])
    return once(stripe, account=account, key=key, asked=asked, deed=deed)


def _as_response(data: dict[str, Any]) -> Response:
    return Response(json.dumps(data, indent=2).encode(), content_type="application/json")


def _find(request: Request) -> tuple[Route | None, tuple[str, ...]]:
    path = request.path.removeprefix("/v1/").rstrip("/")
    for route in ROUTES:
        if route.method == request.method and (match := re.fullmatch(route.pattern, path)):
            return route, match.groups()
    return None, ()


def _version(request: Request) -> str:
    """The version that was asked for. All of them get the same answers."""
    wanted = request.headers.get("Stripe-Version") or API_VERSION
    if not VERSION.fullmatch(wanted):
        return API_VERSION
    return wanted

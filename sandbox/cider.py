"""Cider, Ingresso's payment engine: takes what Stripe gave, and gives a token for it that works once.

`POST /cider/api/save-details` with the reservation's own key, as JSON. What is kept belongs to it alone.
"""

import secrets
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.box_office import Status, Transaction
from sandbox.debitors import price_of
from sandbox.http import Refusal, Request, Response, as_json
from sandbox.stripe import merchant
from sandbox.stripe.merchant import Price
from sandbox.stripe_names import Decline, is_known
from sandbox.world import World

KINDS = {"stripe_token": "tok", "stripe_source": "src", "stripe_payment_intent": "pi"}
META = "stripe_meta_"
ANY_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "Authorization, Content-Type",
    "Access-Control-Allow-Methods": "POST",
}
SCRIPT = """
window.Cider = {
  saveDetails: (data, details) => fetch(data.cider_api_endpoint + "/save-details", {
    method: "POST",
    headers: {"Authorization": "Bearer " + data.cider_api_token, "Content-Type": "application/json"},
    body: JSON.stringify(details),
  }).then((answer) => answer.json()),
};
"""


@dataclass
class Saved:
    """What one Cider token stands for. `amount` is what a source was made for, in minor units."""

    token: str
    name: str  # tok_… | src_… | pi_…
    amount: int | None
    metadata: dict[str, Any]
    is_used: bool = False
    outcome: str | Decline = ""  # the intent that holds the money, or why there is none


def answer(world: World, request: Request) -> Response:
    """Save payment details, from a server or from a page of any origin. Refusals have Cider's own form."""
    response = _answer(world, request)
    response.headers |= ANY_ORIGIN
    return response


def saved_in(transaction: Transaction) -> dict[str, Saved]:
    """The reservation's Cider tokens."""
    return transaction.notes.setdefault("cider", {})


def _answer(world: World, request: Request) -> Response:
    if request.method == "OPTIONS":
        return Response(status=204)
    if request.path == "/cider/cider.js":
        return Response(SCRIPT.encode(), content_type="text/javascript; charset=utf-8")
    try:
        return as_json({"token": _save(world, request).token})
    except Refusal as refusal:
        return as_json({"error": refusal.desc}, status=refusal.status)


def _save(world: World, request: Request) -> Saved:
    if request.path.rstrip("/") != "/cider/api/save-details":
        raise Refusal("Not found", status=404)
    if request.method != "POST":
        raise Refusal("Method not allowed", status=405)
    transaction = _reservation(world, request)
    details = request.json()
    name = _stripe_name(details)
    saved = Saved(f"cider_{secrets.token_hex(12)}", name, _amount(details), _metadata(details))
    with world.box_office.lock, world.stripe.lock:
        _check(world, saved, price=_price(transaction))
        _write_metadata(world, saved, transaction)
        saved_in(transaction)[saved.token] = saved
    return saved


def _reservation(world: World, request: Request) -> Transaction:
    scheme, _, key = (request.headers.get("Authorization") or "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        raise Refusal("An API key is needed", status=401)
    world.box_office.expire()
    for transaction in world.box_office.newest_first():
        if key in _keys(transaction):
            if transaction.status not in {Status.RESERVED, Status.ATTEMPTING}:
                raise Refusal("The reservation of this key is over", status=410)
            return transaction
    raise Refusal("No reservation has this API key", status=401)


def _keys(transaction: Transaction) -> set[str]:
    debitors = [bundle.debitor or {} for bundle in transaction.bundles]
    data = [debitor.get("debitor_integration_data") or {} for debitor in debitors]
    return {integration["cider_api_token"] for integration in data if "cider_api_token" in integration}


def _stripe_name(details: dict[str, Any]) -> str:
    given = [(key, details[key]) for key in KINDS if details.get(key)]
    if len(given) != 1:
        raise Refusal(f"Exactly one is needed of {', '.join(KINDS)}")
    key, name = given[0]
    if not isinstance(name, str) or not is_known(name, kinds=(KINDS[key],)):
        raise Refusal(f"Stripe knows no such {key.removeprefix('stripe_')}")
    return name


def _price(transaction: Transaction) -> Price:
    """What Cider is to take: for the bundles that name it."""
    bundles = [one for one in transaction.bundles if (one.debitor or {}).get("debitor_type") == "cider"]
    return price_of(bundles, transaction_uuid=transaction.uuid)


def _check(world: World, saved: Saved, *, price: Price) -> None:
    """Refuse what Stripe does not know, and what was made for another amount."""
    if not merchant.knows(world.stripe, saved.name):
        raise Refusal(f"Stripe knows no such {saved.name.partition('_')[0]}")
    if intent := world.stripe.intents.get(saved.name):
        if (intent.amount, intent.currency) != (price.amount, price.currency):
            raise Refusal("The payment intent is for another amount than the reservation")
        if not intent.is_manual:
            raise Refusal("The payment intent must have capture_method=manual")
    source = world.stripe.handed.get(saved.name)
    if source and source.amount is not None and source.amount != saved.amount:
        raise Refusal("The source was made for another amount than stripe_source_amount")


def _write_metadata(world: World, saved: Saved, transaction: Transaction) -> None:
    """What the shop tells about the purchase stands on its intent, too."""
    if intent := world.stripe.intents.get(saved.name):
        told = {name: str(value) for name, value in saved.metadata.items()}
        intent.metadata |= told | {merchant.UUID: transaction.uuid}


def _amount(details: dict[str, Any]) -> int | None:
    if not details.get("stripe_source"):
        return None
    amount = details.get("stripe_source_amount")
    if isinstance(amount, bool) or not isinstance(amount, int) or amount <= 0:
        raise Refusal("stripe_source_amount is needed with a source, in minor units")
    return amount


def _metadata(details: dict[str, Any]) -> dict[str, Any]:
    for key, value in details.items():
        if key.startswith(META) and not isinstance(value, (str, int, float, Decimal)):
            raise Refusal(f"{key} must be text or a number")
        if not key.startswith(META) and key not in {*KINDS, "stripe_source_amount"}:
            raise Refusal(f"Unknown: {key}")
    return {key.removeprefix(META): value for key, value in details.items() if key.startswith(META)}

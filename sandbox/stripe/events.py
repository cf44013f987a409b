"""Events: what happened, with the object as it was then. Webhooks carry them, `/v1/events` lists them."""

import copy
from contextvars import ContextVar
from typing import Any

from sandbox.stripe import card_shapes, shapes
from sandbox.stripe.objects import Charge, Event, Intent, Refund
from sandbox.stripe.state import Stripe

API_VERSION = "2026-10-28.endive"
# The call that is being answered: its id and its idempotency key, which events name as their cause.
CAUSE: ContextVar[tuple[str | None, str | None]] = ContextVar("cause", default=(None, None))


def tell_intent(stripe: Stripe, intent: Intent, what: str) -> None:
    _tell(stripe, f"payment_intent.{what}", shapes.intent(stripe, intent), account=intent.account)


def tell_charge(stripe: Stripe, charge: Charge, what: str) -> None:
    _tell(stripe, f"charge.{what}", shapes.charge(stripe, charge), account=charge.account)


def tell_refund(stripe: Stripe, refund: Refund, what: str) -> None:
    _tell(stripe, what, shapes.refund(stripe, refund), account=refund.account)


def shape(stripe: Stripe, event: Event) -> dict[str, Any]:
    waiting = sum(1 for delivery in event.deliveries if delivery["state"] == "waiting")
    return {
        "id": event.id,
        "object": "event",
        "api_version": API_VERSION,
        "created": card_shapes.seconds(event.created),
        "data": event.data,
        "livemode": False,
        "pending_webhooks": waiting,
        "request": event.request,
        "type": event.type,
    }


def _tell(stripe: Stripe, type: str, contents: dict[str, Any], *, account: str) -> None:
    request_id, key = CAUSE.get()
    stripe.tell(
        Event(
            id=stripe.new_id("evt"),
            account=account,
            type=type,
            created=stripe.clock.now(),
            data={"object": copy.deepcopy(contents)},
            request={"id": request_id, "idempotency_key": key},
        )
    )

"""A shop with a Stripe account of its own: what buyers, their banks and webhooks do to it."""

import json
import time
from typing import Any

import requests
import stripe

from checkout import authorising, purchase, tasks
from checkout.models import Authorisation, OrderRecord, State
from tests.builders import BUYER, a_choice, a_hold, a_performance

SECRET_KEY, PUBLISHABLE_KEY = "sk_test_practice_shop", "pk_test_practice_shop"
WEBHOOK_SECRET = "whsec_practice_box_office"
CAT, CASTLE = "7AB", "LN40"  # of a supplier each


def beside(settings: Any, sandbox: Any) -> None:
    """The shop's settings in this process. What is lost stays lost: nothing is repeated at once."""
    settings.PAYMENT = "stripe"
    settings.STRIPE_API_BASE = sandbox.url
    settings.STRIPE_SECRET_KEY = SECRET_KEY
    settings.STRIPE_PUBLISHABLE_KEY = PUBLISHABLE_KEY
    settings.STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET
    settings.STRIPE_RETRIES = 0


def pressed(client: Any, *, customer: dict[str, str] | None = None, **choice: Any) -> OrderRecord:
    """Tickets are held, and the buyer has pressed pay."""
    return press(a_hold(client, **choice), customer=customer)


def press(record: OrderRecord, *, customer: dict[str, str] | None = None) -> OrderRecord:
    said = {**BUYER, **(customer or {})}
    is_first = purchase.press(
        record, customer=said, browser=purchase.Browser(site="testserver"), to=State.AUTHORISING
    )
    assert is_first
    return record


def held_of_two_suppliers(client: Any) -> OrderRecord:
    client.post("/trolley/add/", a_choice(a_performance(CAT)))
    record = a_hold(client, perf_id=a_performance(CASTLE))
    assert len(record.reservation.trolley.bundles) == 2
    return record


def begun(client: Any, **options: Any) -> tuple[OrderRecord, Authorisation]:
    """The buyer's browser has been given what it is to confirm."""
    return begin(pressed(client, **options))


def begin(record: OrderRecord) -> tuple[OrderRecord, Authorisation]:
    authorising.begin(record)
    return record, record.authorisations.get()


def confirm(sandbox: Any, intent_id: str | None, *, card: str = "pm_card_visa") -> dict[str, Any]:
    """The buyer's browser confirms the card, as far as a browser can be done without."""
    answer = requests.post(
        f"{sandbox.url}/v1/payment_intents/{intent_id}/confirm",
        data={"payment_method": card, "return_url": "http://testserver/"},
        auth=(SECRET_KEY, ""),
        timeout=10,
    )
    return answer.json()


def ask_bank(sandbox: Any, intent: dict[str, Any], *, is_buyer: bool = True) -> None:
    """The buyer answers at the bank's page."""
    address = intent["next_action"]["redirect_to_url"]["url"]
    decision = "complete" if is_buyer else "fail"
    requests.post(address, data={"decision": decision}, timeout=10, allow_redirects=False).raise_for_status()


def paid(client: Any, sandbox: Any, *, card: str = "pm_card_visa", **options: Any) -> OrderRecord:
    """The bank has said yes, and the worker has not come by yet."""
    record, authorisation = begun(client, **options)
    confirm(sandbox, authorisation.intent_id, card=card)
    return record


def work(record: OrderRecord) -> OrderRecord:
    """A worker comes by, at a time when the record is due."""
    record.change(look_again_at=None)
    tasks.buy(str(record.pk))
    record.refresh_from_db()
    return record


def settle(record: OrderRecord) -> Authorisation:
    """A worker comes by for the money, at a time when that is due."""
    record.authorisations.update(look_again_at=None)
    tasks.take(str(record.pk))
    return record.authorisations.get()


def intent_of(sandbox: Any, record: OrderRecord) -> dict[str, Any]:
    """The record's newest intent, as Stripe's books have it."""
    known = record.authorisations.first().intent_id
    return next(row for row in sandbox.stripe()["intents"] if row["payment_intent"] == known)


def deeds(sandbox: Any, deed: str) -> list[dict[str, Any]]:
    """What Stripe was asked of this kind."""
    return [row for row in sandbox.log(endpoint="stripe") if row["deed"] == deed]


def send(
    client: Any, intent_id: str | None, *, kind: str = "amount_capturable_updated", **changes: Any
) -> Any:
    """A webhook about an intent, signed with Stripe's own construct; `secret` and `at` may be wrong.

    `of="refund"`: about a refund of that intent, and `kind` is the event's whole name.
    """
    secret, at = changes.get("secret", WEBHOOK_SECRET), changes.get("at", int(time.time()))
    event = {
        "id": "evt_1",
        "object": "event",
        "type": f"payment_intent.{kind}",
        "data": {"object": {"id": intent_id, "object": "payment_intent"}},
    }
    if changes.get("of") == "refund":
        about = {"id": "re_1", "object": "refund", "payment_intent": intent_id}
        event |= {"type": kind, "data": {"object": about}}
    body = changes.get("body", json.dumps(event))
    header = stripe.WebhookSignature.generate_signature_header(body, secret, timestamp=at)
    return client.post(
        "/stripe/webhook/",
        body,
        content_type="application/json",
        headers={"Stripe-Signature": changes.get("header", header)},
    )

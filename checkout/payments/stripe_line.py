"""The one line to Stripe: its own library, few calls, values back. Callers meet StripeTrouble.

Every deed has an idempotency key: asked twice under one key, it is done once. Nothing of cards, customers or
Stripe's wording gets out of here, neither into errors nor into the log.
"""

import json
import math
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

import stripe
from django.conf import settings
from stripe import PaymentIntent, RequestsClient, StripeClient

from boxoffice import numbers
from boxoffice.environment import is_live

Answer = TypeVar("Answer")


class StripeTrouble(Exception):
    """Stripe did not do what it was asked."""

    def __init__(self, code: str, *, request_id: str = "") -> None:
        super().__init__(f"Stripe: {code}")
        self.code = code
        self.request_id = request_id


class Unanswered(StripeTrouble):
    """No answer, or one that says nothing: what became of it has to be looked up, or asked again."""


class Refused(StripeTrouble):
    """Stripe says no, and will say so again."""

    @property
    def is_of_another_state(self) -> bool:
        """The intent is no longer, or not yet, where this can be done: look at it."""
        return self.code == "payment_intent_unexpected_state"


class NotFromStripe(Exception):
    """A webhook without a good signature."""


@dataclass(frozen=True)
class Intent:
    """A payment intent as far as the shop has to know it. Amounts are in minor units."""

    id: str
    status: str
    amount: int
    amount_capturable: int
    amount_received: int
    currency: str
    is_live: bool
    order: str = ""  # the record that it was made for
    failure: str = ""  # a name for the last failed try; never the same for two of them
    capture_before: datetime | None = None
    client_secret: str = field(default="", repr=False)
    request_id: str = ""

    @property
    def is_held(self) -> bool:
        """The bank has said yes, and keeps the money for this shop."""
        return self.status == "requires_capture"

    @property
    def is_fresh(self) -> bool:
        """It waits for a card."""
        return self.status == "requires_payment_method"

    @property
    def has_failed_to_authenticate(self) -> bool:
        """The bank's question, whether it is the buyer who pays, had no good answer."""
        return self.failure.endswith(("authentication_failure", "authentication_required"))

    @property
    def is_at_the_bank(self) -> bool:
        """The buyer is asked by the bank, or the bank thinks."""
        return self.status in {"requires_action", "requires_confirmation", "processing"}

    @property
    def is_cancelled(self) -> bool:
        return self.status == "canceled"

    @property
    def is_taken(self) -> bool:
        return self.status == "succeeded"


@dataclass(frozen=True)
class Told:
    """What a webhook is about."""

    kind: str
    intent_id: str

    @property
    def is_of_refund(self) -> bool:
        """Money goes back, or has come back: told of the charge or of the refund itself."""
        return "refund" in self.kind


def is_live_shop() -> bool:
    return is_live(settings.STRIPE_SECRET_KEY)


def create(*, key: str, amount: int, currency: str, metadata: Mapping[str, str]) -> Intent:
    """An intent whose money is held first, and taken only when there are tickets."""
    return _done(
        lambda: client().v1.payment_intents.create(
            {
                "amount": amount,
                "currency": currency,
                "capture_method": "manual",
                # Cards and their wallets: whatever else may be held first leads to pages elsewhere.
                "automatic_payment_methods": {"enabled": True, "allow_redirects": "never"},
                "metadata": dict(metadata),
            },
            {"idempotency_key": key},
        )
    )


def retrieve(intent_id: str) -> Intent:
    return _done(lambda: client().v1.payment_intents.retrieve(intent_id, {"expand": ["latest_charge"]}))


def describe(intent_id: str, *, key: str, metadata: Mapping[str, str]) -> Intent:
    """Say anew what it is for."""
    return _done(
        lambda: client().v1.payment_intents.update(
            intent_id, {"metadata": dict(metadata), "expand": ["latest_charge"]}, {"idempotency_key": key}
        )
    )


def capture(intent_id: str, *, key: str, amount: int) -> Intent:
    """Take so much of what is held; the rest is free."""
    return _done(
        lambda: client().v1.payment_intents.capture(
            intent_id, {"amount_to_capture": amount}, {"idempotency_key": key}
        )
    )


def cancel(intent_id: str, *, key: str) -> Intent:
    """Free what is held; the intent can never be paid again."""
    return _done(lambda: client().v1.payment_intents.cancel(intent_id, {}, {"idempotency_key": key}))


def told(body: bytes, *, signature: str) -> Told:
    """What a webhook says happened. Raises NotFromStripe."""
    try:
        _verify(body, signature)
        event = json.loads(body)
        about = event["data"]["object"]
        named = about["id"] if about.get("object") == "payment_intent" else about.get("payment_intent")
        return Told(str(event["type"]), str(named or ""))
    except (stripe.SignatureVerificationError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise NotFromStripe(type(error).__name__) from None


def _verify(body: bytes, signature: str) -> None:
    """By the secret of today, or another while two are in use. Raises stripe.SignatureVerificationError."""
    tolerance = math.ceil(settings.WEBHOOK_TOLERANCE_SECONDS)
    for secret in settings.STRIPE_WEBHOOK_SECRET_FALLBACKS:
        with suppress(stripe.SignatureVerificationError):
            stripe.WebhookSignature.verify_header(body, signature, secret, tolerance)
            return
    stripe.WebhookSignature.verify_header(body, signature, settings.STRIPE_WEBHOOK_SECRET, tolerance)


def answered(asked: Callable[[], Answer]) -> Answer:
    """What Stripe answers, errors as StripeTroubles. It is counted."""
    started, outcome = time.perf_counter(), "ok"
    try:
        return _answered(asked)
    except StripeTrouble as error:
        outcome = type(error).__name__
        raise
    finally:
        numbers.STRIPE.labels(outcome).observe(time.perf_counter() - started)


def _answered(asked: Callable[[], Answer]) -> Answer:
    try:
        return asked()
    except (stripe.APIConnectionError, stripe.RateLimitError, stripe.IdempotencyError) as error:
        raise Unanswered(_code(error), request_id=error.request_id or "") from None
    except stripe.StripeError as error:
        is_no = 400 <= (error.http_status or 0) < 500 and error.http_status != 409
        kind = Refused if is_no else Unanswered
        raise kind(_code(error), request_id=error.request_id or "") from None
    except (LookupError, TypeError, AttributeError, ValueError) as error:  # a good status, and nonsense in it
        raise Unanswered(type(error).__name__) from None


def _done(deed: Callable[[], PaymentIntent]) -> Intent:
    return answered(lambda: _intent_from(deed()))


def _code(error: stripe.StripeError) -> str:
    """Stripe's short word; never its sentence, which may quote what was sent."""
    return error.code or type(error).__name__


def _intent_from(found: PaymentIntent) -> Intent:
    data: dict[str, Any] = found.to_dict()
    charge, answer = data.get("latest_charge"), found.last_response
    return Intent(
        id=data["id"],
        status=data["status"],
        amount=data["amount"],
        amount_capturable=data["amount_capturable"],
        amount_received=data["amount_received"],
        currency=data["currency"].lower(),
        is_live=data["livemode"],
        order=(data.get("metadata") or {}).get("order", ""),
        failure=_failure(data),
        capture_before=_capture_before(charge) if isinstance(charge, dict) else None,
        client_secret=data.get("client_secret") or "",
        request_id=(answer.request_id if answer else None) or "",
    )


def _failure(data: Mapping[str, Any]) -> str:
    """Which try it was that failed last: by its charge and its card, as Stripe calls them."""
    error = data.get("last_payment_error")
    if not error:
        return ""
    method = error.get("payment_method") or error.get("source") or {}
    return f"{error.get('charge') or ''}/{method.get('id') or ''}/{error.get('code') or ''}"[-255:]


def _capture_before(charge: Mapping[str, Any]) -> datetime | None:
    card = (charge.get("payment_method_details") or {}).get("card") or {}
    moment = card.get("capture_before")
    return datetime.fromtimestamp(moment, UTC) if moment else None


def client() -> StripeClient:
    """Stripe's own, with this shop's key and patience."""
    timeout = (settings.STRIPE_CONNECT_TIMEOUT, settings.STRIPE_READ_TIMEOUT)
    return _client_of(
        settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE, timeout=timeout, retries=settings.STRIPE_RETRIES
    )


@lru_cache(maxsize=4)
def _client_of(key: str, base: str, *, timeout: tuple[float, float], retries: int) -> StripeClient:
    """One for each process; it keeps a connection for each thread."""
    return StripeClient(
        key,
        base_addresses={"api": base},
        http_client=RequestsClient(timeout=timeout),
        max_network_retries=retries,
    )

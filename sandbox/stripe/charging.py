"""An intent on its way to money: confirmed, asked for 3-D Secure, authorised or declined, captured, let go.

Everything here runs under Stripe's lock. Each step that a shop may hear of is told as an event.
"""

from datetime import timedelta
from typing import Any

from sandbox.stripe import card_shapes, cards, shapes
from sandbox.stripe.cards import Decline
from sandbox.stripe.errors import StripeError, card_error, doc_url
from sandbox.stripe.events import tell_charge, tell_intent
from sandbox.stripe.objects import Charge, Intent, PaymentMethod, Status
from sandbox.stripe.state import Stripe

AUTHORISED_FOR = timedelta(days=7)
PROCESSED_AFTER = timedelta(minutes=1)
FAILED_TO_AUTHENTICATE = (
    "We are unable to authenticate your payment method. "
    "Please choose a different payment method and try again."
)


def confirm(
    stripe: Stripe,
    intent: Intent,
    *,
    method: PaymentMethod,
    may_ask: bool = True,
) -> None:
    """Try to take the money, as far as this card goes at once. Raises StripeError when the bank says no."""
    intent.method, intent.last_error, intent.challenge = method, None, ""
    if intent.has_authenticated:
        _ask_bank(stripe, intent, has_authenticated=True)
    elif method.card.asks and not may_ask:
        _fail(stripe, intent, cards.NOT_AUTHENTICATED)
    elif method.card.asks:
        intent.status, intent.challenge = Status.REQUIRES_ACTION, stripe.new_secret()
        tell_intent(stripe, intent, "requires_action")
    else:
        _ask_bank(stripe, intent)


def authenticated(stripe: Stripe, intent: Intent, *, is_buyer: bool) -> None:
    """What the bank's page found out. The answer is in the intent: nobody is there to be told an error."""
    try:
        if not is_buyer:
            _refuse(stripe, intent)
        elif intent.confirmation_method == "manual":  # its server has to confirm it once more
            intent.status, intent.has_authenticated = Status.REQUIRES_CONFIRMATION, True
        else:
            _ask_bank(stripe, intent, has_authenticated=True)
    except StripeError:
        return  # kept as the intent's last error


def capture(stripe: Stripe, intent: Intent, *, amount: int) -> None:
    """Take so much of what was authorised; the rest is let go."""
    charge = stripe.charges[intent.latest_charge or ""]
    if charge.method.card.capture_fails:
        why = cards.CAPTURE_FAILED
        raise card_error(why.message, code=why.code, decline_code=why.decline_code, charge=charge.id)
    stripe.agenda.drop(("lapse", intent.id))
    _take(intent, charge, amount)
    tell_charge(stripe, charge, "captured")
    tell_intent(stripe, intent, "succeeded")


def cancel(stripe: Stripe, intent: Intent, *, reason: str | None) -> None:
    """End an intent: what was authorised is free again."""
    was_held = intent.status is Status.REQUIRES_CAPTURE
    for name in ("lapse", "process"):
        stripe.agenda.drop((name, intent.id))
    intent.status = Status.CANCELED
    intent.canceled_at, intent.cancellation_reason = stripe.clock.now(), reason
    if was_held:
        charge = stripe.charges[intent.latest_charge or ""]
        charge.amount_refunded = charge.amount
        tell_charge(stripe, charge, "expired" if reason == "automatic" else "refunded")
    tell_intent(stripe, intent, "canceled")


def _ask_bank(stripe: Stripe, intent: Intent, *, has_authenticated: bool = False) -> None:
    card = _method(intent).card
    if card.settles_later:
        intent.status = Status.PROCESSING
        stripe.agenda.put(
            ("process", intent.id), stripe.clock.now() + PROCESSED_AFTER, lambda: _process(stripe, intent)
        )
        tell_intent(stripe, intent, "processing")
    elif card.decline:
        _fail(stripe, intent, card.decline)
    else:
        _authorise(stripe, intent, has_authenticated=has_authenticated)


def _process(stripe: Stripe, intent: Intent) -> None:
    """The bank that took its time has made up its mind."""
    decline = _method(intent).card.decline
    if decline is None:
        _authorise(stripe, intent)
        return
    try:
        _fail(stripe, intent, decline)
    except StripeError:
        return  # kept as the intent's last error


def _authorise(stripe: Stripe, intent: Intent, *, has_authenticated: bool = False) -> None:
    charge = _new_charge(stripe, intent)
    charge.has_authenticated = has_authenticated
    if intent.is_manual:
        charge.capture_before = stripe.clock.now() + AUTHORISED_FOR
        intent.status = Status.REQUIRES_CAPTURE
        stripe.agenda.put(("lapse", intent.id), charge.capture_before, lambda: _lapse(stripe, intent))
        tell_charge(stripe, charge, "succeeded")
        tell_intent(stripe, intent, "amount_capturable_updated")
    else:
        _take(intent, charge, intent.amount)
        tell_charge(stripe, charge, "succeeded")
        tell_intent(stripe, intent, "succeeded")


def _lapse(stripe: Stripe, intent: Intent) -> None:
    """Nobody captured in time: the bank lets go of it."""
    cancel(stripe, intent, reason="automatic")


def _take(intent: Intent, charge: Charge, amount: int) -> None:
    charge.is_captured, charge.amount_captured = True, amount
    intent.status, intent.amount_received = Status.SUCCEEDED, amount


def _fail(stripe: Stripe, intent: Intent, why: Decline) -> None:
    """The card was declined: the intent wants another one. Raises the refusal."""
    method, charge = _method(intent), _new_charge(stripe, intent)
    words = {"code": why.code, "decline_code": why.decline_code, "message": why.message}
    charge.status, charge.failure = "failed", words
    error = words | {"charge": charge.id, "payment_method": card_shapes.method(stripe, method)}
    _give_back(intent, error | {"type": "card_error"})
    tell_charge(stripe, charge, "failed")
    tell_intent(stripe, intent, "payment_failed")
    details = error | {"payment_intent": shapes.intent(stripe, intent)}
    raise card_error(str(details.pop("message")), **details)  # type: ignore[arg-type]


def _refuse(stripe: Stripe, intent: Intent) -> None:
    """The buyer could not show the bank who they are. No charge was tried."""
    code = "payment_intent_authentication_failure"
    method = card_shapes.method(stripe, _method(intent))
    error = {"code": code, "message": FAILED_TO_AUTHENTICATE, "payment_method": method}
    _give_back(intent, error | {"type": "invalid_request_error"})
    tell_intent(stripe, intent, "payment_failed")


def _give_back(intent: Intent, error: dict[str, Any]) -> None:
    link = {"doc_url": doc_url(error["code"])}
    intent.status, intent.method, intent.last_error = Status.REQUIRES_PAYMENT_METHOD, None, error | link


def _new_charge(stripe: Stripe, intent: Intent) -> Charge:
    charge = Charge(
        id=stripe.new_id("ch"),
        account=intent.account,
        intent=intent.id,
        method=_method(intent),
        amount=intent.amount,
        currency=intent.currency,
        created=stripe.clock.now(),
        metadata=dict(intent.metadata),
        description=intent.details.get("description"),
        receipt_email=intent.details.get("receipt_email"),
    )
    stripe.charges[charge.id] = charge
    intent.latest_charge = charge.id
    return charge


def _method(intent: Intent) -> PaymentMethod:
    assert intent.method is not None  # noqa: S101  whoever asks the bank has named a card
    return intent.method

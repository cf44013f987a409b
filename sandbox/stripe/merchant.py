"""What Cider does with Stripe: authorises, takes what was sold, lets the rest go."""

from dataclasses import dataclass, field

from sandbox.stripe import charging
from sandbox.stripe.cards import named
from sandbox.stripe.errors import StripeError
from sandbox.stripe.events import tell_charge
from sandbox.stripe.intent_terms import new_intent
from sandbox.stripe.methods import method_named, use_token
from sandbox.stripe.objects import Intent, Status
from sandbox.stripe.refunds import give_back
from sandbox.stripe.state import INGRESSO, Stripe
from sandbox.stripe_names import is_documented

UUID = "transaction_uuid"
OPEN = frozenset(Status) - {Status.SUCCEEDED, Status.CANCELED}


@dataclass(frozen=True)
class Price:
    """What is to be paid, in minor units, and for which transaction."""

    amount: int
    currency: str
    transaction_uuid: str = ""
    account: str = INGRESSO
    metadata: dict[str, str] = field(default_factory=dict)


def knows(stripe: Stripe, name: str, *, account: str = INGRESSO) -> bool:
    """Whether a token, source or intent of this name is there, and not used up."""
    with stripe.lock:
        stripe.agenda.catch_up()
        if is_documented(name) or named(name, prefix="tok_"):
            return True
        if name.startswith("pi_"):
            intent = stripe.intents.get(name)
            return intent is not None and intent.status is not Status.CANCELED
        handed = stripe.handed.get(name)
        return handed is not None and handed.account == account and not handed.is_used


def open_intent(stripe: Stripe, price: Price) -> Intent:
    """An intent for a reservation, which its buyer confirms."""
    with stripe.lock:
        intent = new_intent(stripe, account=price.account, amount=price.amount, currency=price.currency)
        intent.capture_method = "manual"
        intent.metadata = price.metadata | {UUID: price.transaction_uuid}
        stripe.intents[intent.id] = intent
        return intent


def authorise(stripe: Stripe, name: str, price: Price) -> Intent:
    """Hold the price on a token's card. Raises StripeError when the bank says no, or wants to ask."""
    with stripe.lock:
        stripe.agenda.catch_up()
        if is_documented(name):
            method = method_named(stripe, "pm_card_visa", account=price.account)
        else:
            method = use_token(stripe, name, account=price.account)
        intent = open_intent(stripe, price)
        charging.confirm(stripe, intent, method=method, may_ask=False)
        return intent


def settle(stripe: Stripe, intent_id: str, *, amount: int) -> None:
    """Take so much of an authorisation; nothing at all: let it go."""
    with stripe.lock:
        stripe.agenda.catch_up()
        intent = stripe.intents.get(intent_id)
        if intent is None or intent.status not in OPEN:
            return
        if amount and intent.status is Status.REQUIRES_CAPTURE:
            charging.capture(stripe, intent, amount=min(amount, intent.amount_capturable))
        elif not amount:
            charging.cancel(stripe, intent, reason="abandoned")


def refund(stripe: Stripe, intent_id: str, *, amount: int) -> None:
    """Give back part of what was taken, after a cancellation."""
    with stripe.lock:
        intent = stripe.intents.get(intent_id)
        charge = stripe.charges.get(intent.latest_charge or "") if intent else None
        if charge is not None and charge.refundable:
            give_back(stripe, charge, amount=min(amount, charge.refundable))
            tell_charge(stripe, charge, "refunded")


def decline_code_of(error: StripeError) -> str:
    return str(error.details.get("code", ""))

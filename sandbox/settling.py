"""The money behind a transaction at its end: what was sold is captured, the rest goes back to the card."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from sandbox.box_office import Order, Transaction
from sandbox.stripe import merchant
from sandbox.stripe.errors import StripeError
from sandbox.stripe.state import INGRESSO, Stripe

NOTE = "intents"  # the transaction's note of which intent paid for which source


def settle(stripe: Stripe, transaction: Transaction, intents: Mapping[str, str]) -> None:
    """Capture what sold bundles cost; `intents` says by source code which of them holds the money for it."""
    transaction.notes[NOTE] = {code: intent for code, intent in intents.items() if intent}
    due: dict[str, int] = defaultdict(int)
    for bundle in transaction.bundles:
        if (bundle.purchase_result or {}).get("success") and intents.get(bundle.source.code):
            due[intents[bundle.source.code]] += bundle.minor_units
    for intent, amount in due.items():
        _capture(stripe, transaction, intent, amount=amount)
    for intent in set(_open(stripe, transaction)) - set(due):
        merchant.settle(stripe, intent, amount=0)


def free(stripe: Stripe, transaction: Transaction) -> None:
    """Let go of all that was held for a transaction that came to nothing."""
    for intent in _open(stripe, transaction):
        merchant.settle(stripe, intent, amount=0)


def refund(stripe: Stripe, transaction: Transaction, order: Order, *, amount: Decimal) -> None:
    """Give back what an order cost, to the card that paid for it."""
    intents: dict[str, str] = transaction.notes.get(NOTE, {})
    if intent := intents.get(order.event.source.code):
        merchant.refund(stripe, intent, amount=int(amount * order.event.currency.factor))


def _capture(stripe: Stripe, transaction: Transaction, intent: str, *, amount: int) -> None:
    try:
        merchant.settle(stripe, intent, amount=amount)
    except StripeError:  # tickets without money: that is Ingresso's loss, and the books say so
        for code in (code for code, one in transaction.notes[NOTE].items() if one == intent):
            transaction.money_taken[code] = Decimal()


def _open(stripe: Stripe, transaction: Transaction) -> Iterable[str]:
    """The intents that Cider may let go of: its own for this transaction, and what a shop handed over."""
    saved: Iterable[Any] = transaction.notes.get("cider", {}).values()
    handed = {one.name for one in saved}
    with stripe.lock:
        return [
            intent.id
            for intent in stripe.intents.values()
            if intent.metadata.get(merchant.UUID) == transaction.uuid
            and (intent.account.startswith(INGRESSO) or intent.id in handed)
            and intent.status in merchant.OPEN
        ]

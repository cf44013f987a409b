"""Stripe's books as control doors show them: what was taken, what is held, for which transaction."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sandbox.stripe import shapes
from sandbox.stripe.currencies import major
from sandbox.stripe.merchant import UUID
from sandbox.stripe.objects import Intent
from sandbox.stripe.state import Stripe

Sums = dict[str, Decimal]


def row_of(stripe: Stripe, intent: Intent) -> dict[str, Any]:
    """One intent, with what its buyer has paid."""
    return {
        "payment_intent": intent.id,
        "account": intent.account,
        "transaction_uuid": intent.metadata.get(UUID, ""),
        "status": intent.status.value,
        "currency": intent.currency,
        "amount": intent.amount,
        "capture_method": intent.capture_method,
        "captured": intent.amount_received,
        "refunded": _refunded(stripe, intent),
        "held": intent.amount_capturable,
        "taken": intent.amount_received - _refunded(stripe, intent),
        "charges": sum(1 for charge in stripe.charges.values() if charge.intent == intent.id),
        "created": shapes.seconds(intent.created),
        "metadata": intent.metadata,
        "last_error": (intent.last_error or {}).get("code"),
    }


def rows(stripe: Stripe) -> list[dict[str, Any]]:
    with stripe.lock:
        stripe.agenda.catch_up()
        return [row_of(stripe, intent) for intent in stripe.intents.values()]


def money_by_transaction(stripe: Stripe) -> dict[str, dict[str, Any]]:
    """By `transaction_uuid`, as intents name it in their metadata; under "" what names none."""
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(stripe):
        grouped[row["transaction_uuid"]].append(row)
    return {uuid: _sums(each) for uuid, each in grouped.items()}


def nothing() -> dict[str, Any]:
    return {"taken": {}, "held": {}, "intents": []}


def _sums(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    total = nothing()
    for row in rows:
        total["intents"].append(row["payment_intent"])
        for name in ("taken", "held"):
            if row[name]:
                _add(total[name], row["currency"], row[name])
    return total


def _add(sums: Sums, currency: str, amount: int) -> None:
    sums[currency] = sums.get(currency, Decimal()) + major(amount, currency=currency)


def _refunded(stripe: Stripe, intent: Intent) -> int:
    return sum(refund.amount for refund in stripe.refunds.values() if refund.intent == intent.id)

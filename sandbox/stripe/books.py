"""Stripe's books as control doors show them: what was taken, what is held, for which transaction."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sandbox.stripe import card_shapes
from sandbox.stripe.currencies import major
from sandbox.stripe.merchant import UUID
from sandbox.stripe.objects import Intent
from sandbox.stripe.state import Stripe

Sums = dict[str, Decimal]


def rows(stripe: Stripe) -> list[dict[str, Any]]:
    """Every intent, with what its buyer has paid."""
    with stripe.lock:
        stripe.agenda.catch_up()
        tries = Counter(charge.intent for charge in stripe.charges.values())
        refunded: Counter[str] = Counter()
        for refund in stripe.refunds.values():
            refunded[refund.intent] += refund.amount if refund.status != "failed" else 0
        intents = stripe.intents.values()
        return [_row(one, refunded=refunded[one.id]) | {"charges": tries[one.id]} for one in intents]


def money_by_transaction(stripe: Stripe) -> dict[str, dict[str, Any]]:
    """By `transaction_uuid`, as intents name it in their metadata; under "" what names none."""
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows(stripe):
        grouped[row["transaction_uuid"]].append(row)
    return {uuid: _sums(each) for uuid, each in grouped.items()}


def nothing() -> dict[str, Any]:
    return {"taken": {}, "held": {}, "intents": []}


def _row(intent: Intent, *, refunded: int) -> dict[str, Any]:
    return {
        "payment_intent": intent.id,
        "account": intent.account,
        "transaction_uuid": intent.metadata.get(UUID, ""),
        "status": intent.status.value,
        "currency": intent.currency,
        "amount": intent.amount,
        "capture_method": intent.capture_method,
        "captured": intent.amount_received,
        "refunded": refunded,
        "held": intent.amount_capturable,
        "taken": intent.amount_received - refunded,
        "created": card_shapes.seconds(intent.created),
        "metadata": dict(intent.metadata),
        "last_error": (intent.last_error or {}).get("code"),
    }


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

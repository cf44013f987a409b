"""What this shop's Stripe has given back, by order."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from babel.numbers import get_currency_precision
from django.apps import apps

DONE = "done"


@dataclass(frozen=True)
class GivenBack:
    """In the currency of the order; `ids` are Stripe's names for the refunds."""

    amount: Decimal = Decimal()
    ids: tuple[str, ...] = ()


def of(records: Collection[uuid.UUID]) -> dict[uuid.UUID, GivenBack]:
    """Of those of these orders that got money back. One question."""
    refunds = apps.all_models["checkout"].get("refund")
    if refunds is None:
        return {}
    found: dict[uuid.UUID, GivenBack] = {}
    rows = refunds._default_manager.filter(record__in=records, standing=DONE).order_by("made_at")
    for record, units, code, id in rows.values_list("record_id", "amount", "currency_code", "refund_id"):
        known = found.get(record, GivenBack())
        amount = known.amount + Decimal(units).scaleb(-get_currency_precision(code.upper()))
        found[record] = GivenBack(amount, (*known.ids, *filter(None, [id])))
    return found

"""Of every column that belongs to an order: whether it tells of a person, and what stands there afterwards.

A column that is in neither table is found by a test: whoever adds one decides.
"""

from typing import Any

from django.apps import apps
from django.db.models import Model

from ..models import OF_CUSTOMER

# By model: columns that are emptied, and with what.
EMPTIED: dict[str, dict[str, Any]] = {
    "orderrecord": {**OF_CUSTOMER, "trolley_token": ""},
    "calloutstep": {"destination": "", "parameters": [], "returned": [], "referer": ""},
    "note": {"text": ""},
    "letter": {"answer": ""},
}
# Columns of an order that are written anew: see `removing`.
REWRITTEN = frozenset({"visitor", "kept_asked", "kept_reservation", "kept_transaction", "purged_at"})
# Columns that stay: references, money, moments, words of the shop's own, names of staff.
KEPT: dict[str, frozenset[str]] = {
    "orderrecord": frozenset(
        {
            *("id", "state", "language", "payment", "asked_total", "again_of", "transaction_uuid"),
            *("transaction_id", "amount", "currency_code", "hold_ends_at", "is_release_certain"),
            *("accepted_at", "why_failed", "lease", "lease_ends_at", "pressed_at", "purchase_asked_at"),
            *("looks", "look_again_at", "needs_staff", "needs_staff_since", "created_at", "changed_at"),
            *("end_seen_at", "confirmation_by", "compare_asked_at", "compared_at"),
            *("found_by", "found_by_uuid", "tickets"),
        }
    ),
    "step": frozenset({"at", "what", "state", "request_id", "detail", "times", "last_at", "again"}),
    "calloutstep": frozenset({"token", "made_at", "is_post", "source_code", "returned_at", "sent_at"}),
    "note": frozenset({"at", "who"}),
    "letter": frozenset(
        {
            *("kind", "occasion", "facts", "asked_by", "promised_at", "sent_at", "tries", "look_again_at"),
            *("fate", "is_without_files"),
        }
    ),
    "authorisation": frozenset(
        {
            *("id", "intent_id", "standing", "amount", "currency_code", "captured", "ends_at"),
            *("known_failure", "made_at", "looks", "look_again_at", "needs_staff"),
        }
    ),
    "item": frozenset(
        {
            *("number", "source_code", "source_name", "event_id", "event_name", "venue", "perf_id"),
            *("performance_name", "starts_at", "day", "quantity", "ticket_type", "price_band", "seats"),
            *("reference", "found_by", "currency_code", "price", "fee", "tax", "sending", "commission"),
            *("commission_taxed", "purchased_at", "cancelled_at"),
        }
    ),
    "difference": frozenset(
        {
            *("kind", "subject", "transaction_id", "intents", "at", "ours", "sold", "taken"),
            *("first_seen_at", "last_seen_at", "settled_at", "settled_by"),
        }
    ),
    "change": frozenset({"item_number", "what", "before", "after", "occasion", "found_at"}),
    "cancellation": frozenset(
        {
            *("id", "numbers", "by", "is_withdrawal", "kept_offer", "standing", "why_not", "cancelled"),
            *("must_also", "gave_sending", "made_at", "asked_at", "asks", "settled_at", "request_id"),
            *("looks", "look_again_at", "needs_staff"),
        }
    ),
    "refund": frozenset(
        {
            *("id", "authorisation", "cancellation", "amount", "currency_code", "by", "standing"),
            *("refund_id", "made_at", "settled_at", "refusals", "looks", "look_again_at", "needs_staff"),
        }
    ),
}
# Rows that name an address and belong to no order: the column that does, and when they were made.
BY_ADDRESS = {"ordersletter": ("email", "asked_at")}
# What opens an order or a payment, to whoever has it: given out to nobody.
SECRETS = frozenset({"visitor", "trolley_token", "lease", "token", "paid_with"})


def emptied(model: type[Model]) -> dict[str, Any]:
    """What stands in this model's personal columns afterwards."""
    known = {field.name for field in model._meta.concrete_fields}
    values = EMPTIED.get(str(model._meta.model_name), {})
    return {column: value for column, value in values.items() if column in known}


def of_orders() -> list[type[Model]]:
    """The models whose rows belong to an order."""
    related = apps.get_model("checkout.OrderRecord")._meta.related_objects
    found = [one.related_model for one in related if one.field.name == "record"]
    return sorted(found, key=lambda model: model.__name__)


def by_address() -> list[tuple[type[Model], str, str]]:
    """Those of BY_ADDRESS that there are, with their columns."""
    known = apps.all_models["checkout"]
    return [(known[name], *columns) for name, columns in BY_ADDRESS.items() if name in known]

"""All that is kept about an email address, for whoever it belongs to: a tree that JSON can say.

Every column of every row that belongs to an order of the address is in it, whatever the shop comes to keep.
Left out is only what opens something: tokens, the names of sessions, means of payment.
"""

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils import timezone

from .. import details
from .erasing import orders_of, plain, typed_by
from .personal import SECRETS, by_address, of_orders

KEPT_AS_TEXT = frozenset({"kept_asked", "kept_reservation", "kept_transaction", "kept_offer"})
OPENS = frozenset(
    {
        *("token", "cider", "integration_data", "client_secret", "payment_intent", "return_token"),
        *("debitor", "debitors", "external_sale_page"),
    }
)


def exported(email: str) -> bytes:
    told = {
        "email": plain(email),
        "made_at": timezone.now(),
        "orders": list(_orders(email)),
        "letters_asked_for": list(_by_address(email)),
        "typed_in_open_sessions": [said[details.KEY] for _session, said in typed_by(email)],
    }
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode()


def _orders(email: str) -> Iterator[dict[str, Any]]:
    for record in orders_of(email).order_by("created_at"):
        told = _row(record)
        for model in of_orders():
            rows = [_row(row) for row in model._default_manager.filter(record=record).order_by("pk")]
            told[str(model._meta.verbose_name_plural)] = rows
        yield told


def _by_address(email: str) -> Iterator[dict[str, Any]]:
    for model, address, _moment in by_address():
        for row in model._default_manager.filter(**{address: plain(email)}):
            yield _row(row)


def _row(row: Model) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if field.name not in SECRETS | {"record"}]
    return {field.name: _value(field.name, getattr(row, field.attname)) for field in fields}


def _value(name: str, value: Any) -> Any:
    if name not in KEPT_AS_TEXT or not value:
        return value
    try:
        return _without_keys(json.loads(value))
    except ValueError:
        return value


def _without_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_keys(inner) for key, inner in value.items() if key not in OPENS}
    if isinstance(value, list):
        return [_without_keys(inner) for inner in value]
    return value

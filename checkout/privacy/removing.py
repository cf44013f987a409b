"""Takes everything personal out of orders; their money, references and history stay.

Some at a time, each time whole: who dies in between has done all of it to some, nothing to others.
"""

import uuid
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone

from boxoffice.ticketing import Reservation, Transaction, Trolley, from_text, to_text

from ..kept import Kept
from ..models import Letter, OrderRecord
from .personal import emptied, of_orders

WITHDRAWN = "withdrawn"  # the fate of a letter that nobody can be sent


def remove(record_ids: Collection[uuid.UUID]) -> int:
    """From these orders; of how many it was."""
    with transaction.atomic():
        records = list(OrderRecord.objects.select_for_update().filter(pk__in=record_ids).order_by("pk"))
        for record in records:
            OrderRecord.objects.filter(pk=record.pk).update(**_without(record))
        own = [record.pk for record in records]
        for model in of_orders():
            if values := emptied(model):
                model._default_manager.filter(record__in=own).update(**values)
        Letter.objects.filter(record__in=own, sent_at=None, fate="").update(fate=WITHDRAWN)
    return len(records)


def _without(record: OrderRecord) -> dict[str, Any]:
    """What the order's own columns are afterwards. Its visitor is nobody: no session has this name."""
    return {
        **emptied(OrderRecord),
        "visitor": uuid.uuid4().hex,
        "kept_asked": _rewritten(record.kept_asked, Kept, _asked),
        "kept_reservation": _rewritten(record.kept_reservation, Reservation, _reservation),
        "kept_transaction": _rewritten(record.kept_transaction, Transaction, _transaction),
        "purged_at": timezone.now(),
    }


def _rewritten(text: str, kind: type[Any], without: Callable[[Any], Any]) -> str:
    """What cannot be read cannot be cleaned either: it goes as a whole."""
    if not text:
        return ""
    try:
        return to_text(without(from_text(kind, text)))
    except ValueError:
        return ""


def _asked(asked: Kept) -> Kept:
    return replace(asked, token="", destination="")


def _reservation(held: Reservation) -> Reservation:
    return replace(held, prefilled_address=None, trolley=_trolley(held.trolley))


def _transaction(told: Transaction) -> Transaction:
    return replace(
        told, customer=None, pending_callout=None, external_sale_page="", trolley=_trolley(told.trolley)
    )


def _trolley(trolley: Trolley) -> Trolley:
    return replace(trolley, token="")

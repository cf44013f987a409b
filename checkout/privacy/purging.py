"""Whose data is due to go, by night: so many days after the last performance, or without a purchase.

What somebody still has to look into keeps its customer until that is done.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from ..models import BOUGHT, UNDER_WAY, Authorisation, Difference, OrderRecord
from .personal import by_address
from .removing import remove

STEP = 200  # orders in one transaction
MOST_STEPS = 500  # in one night


def purge(now: datetime) -> int:
    """Step by step until none is due; of how many orders it was."""
    count = 0
    for _number in range(MOST_STEPS):
        record_ids = due(now)
        if not record_ids:
            break
        count += remove(record_ids)
    for model, _address, moment in by_address():
        model._default_manager.filter(**{f"{moment}__lt": _unsold_until(now)}).delete()
    return count


def due(now: datetime) -> list[uuid.UUID]:
    """Some of those whose data is to go now."""
    for found in (_bought(now), _unsold(now), _come_back()):
        if record_ids := list(found.values_list("pk", flat=True)[:STEP]):
            return record_ids
    return []


def last_performance(orders: QuerySet[OrderRecord]) -> Any:
    """With `ends`: when the last of what was bought begins; of what has no date, when it was bought."""
    return orders.annotate(ends=Max(Coalesce("items__starts_at", "items__purchased_at", "created_at")))


def _bought(now: datetime) -> QuerySet[OrderRecord]:
    until = now - timedelta(days=settings.CUSTOMER_DATA_DAYS)
    old = _settled().filter(state__in=BOUGHT, created_at__lt=until)
    ended: QuerySet[OrderRecord] = last_performance(old).filter(ends__lt=until).order_by("created_at")
    return ended


def _unsold(now: datetime) -> QuerySet[OrderRecord]:
    old = _settled().filter(created_at__lt=_unsold_until(now))
    return old.exclude(state__in=BOUGHT | UNDER_WAY).order_by("created_at")


def _come_back() -> QuerySet[OrderRecord]:
    """Written anew by somebody who had read the order before its data went."""
    return OrderRecord.objects.exclude(purged_at=None).exclude(buyer_email="").order_by("created_at")


def _unsold_until(now: datetime) -> datetime:
    return now - timedelta(days=settings.UNSOLD_DATA_DAYS)


def _settled() -> QuerySet[OrderRecord]:
    of_record = OuterRef("pk")
    money = Authorisation.objects.filter(record=of_record)
    differs = Difference.objects.filter(record=of_record, settled_at=None)
    is_open = Q(Exists(money.open())) | Q(Exists(money.for_staff())) | Q(Exists(differs))
    return OrderRecord.objects.filter(purged_at=None, needs_staff="", is_release_certain=True).exclude(
        is_open
    )

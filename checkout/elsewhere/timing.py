"""When an order is looked at again: opened, or some hours before its performances."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from ..models import Item, OrderRecord, State

STANDS = (State.PURCHASED, State.PARTLY_PURCHASED)
LOOKED_AFTER = timedelta(days=30)  # after its performance, an order changes no more
AT_ONCE = 60  # orders in one go


def claim(record: OrderRecord) -> bool:
    """Whether to ask about it now: at most once in some minutes, whoever and whatever wants to know."""
    last = record.compare_asked_at or record.changed_at
    if record.state not in STANDS or last > _paused_since() or _is_long_over(record):
        return False
    return claim_by_id(record.pk)


def claim_by_id(record_id: uuid.UUID) -> bool:
    """For whoever is first."""
    free = OrderRecord.objects.filter(_is_free(), pk=record_id, state__in=STANDS)
    return bool(free.update(compare_asked_at=timezone.now()))


def due(now: datetime) -> list[uuid.UUID]:
    """Orders with performances that are near and that were not looked at since: those that begin first."""
    found: dict[uuid.UUID, None] = {}
    for hours in settings.COMPARE_BEFORE_HOURS:
        before = timedelta(hours=hours)
        near = Item.objects.filter(
            _is_free("record__"),
            record__state__in=STANDS,
            cancelled_at=None,
            starts_at__gt=now,
            starts_at__lte=now + before,
            purchased_at__lt=F("starts_at") - before,
        )
        since = Q(record__compared_at=None) | Q(record__compared_at__lt=F("starts_at") - before)
        found |= dict.fromkeys(
            near.filter(since).order_by("starts_at").values_list("record_id", flat=True)[:AT_ONCE]
        )
    return list(found)[:AT_ONCE]


def _is_long_over(record: OrderRecord) -> bool:
    ends = list(record.items.values_list("starts_at", flat=True))
    return bool(ends) and all(end and end < timezone.now() - LOOKED_AFTER for end in ends)


def _is_free(where: str = "") -> Q:
    return Q(**{f"{where}compare_asked_at": None}) | Q(**{f"{where}compare_asked_at__lte": _paused_since()})


def _paused_since() -> datetime:
    return timezone.now() - timedelta(seconds=settings.COMPARE_PAUSE_SECONDS)

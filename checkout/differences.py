"""Keeps what a comparison has found: each difference once, until it is found no more."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from . import reconciling
from .books import Looked
from .models import ComparedDay, Difference, OrderRecord
from .reconciling import Found, Sums, Together, Window

NOTHING = "–"


def keep(looked: Looked) -> list[Difference]:
    """The rows of what was found. What these days had before, and have no more, has settled by itself."""
    now = timezone.now()
    with transaction.atomic():
        rows = [_keep(found, now) for found in looked.found]
        gone = _looked_at(looked).exclude(pk__in=[row.pk for row in rows])
        gone.update(settled_at=now)
        _remember(looked.window, now)
    return rows


def oldest_open() -> datetime | None:
    """Since when the lists differ."""
    return Difference.objects.filter(settled_at=None).order_by("at").values_list("at", flat=True).first()


def row_of(found: Found) -> Difference:
    """As it would be kept."""
    together = found.together
    order, sale = together.order, together.sale
    return Difference(
        kind=found.kind,
        subject=found.subject[:200],
        record_id=order.record_id if order else None,
        transaction_id=(sale and sale.transaction_id) or (order and order.transaction_id) or "",
        intents=" ".join(payment.intent_id for payment in together.payments)[:500],
        at=together.at,
        ours=_said(order.state, order.tickets, order.total, order.cancelled)[:200] if order else NOTHING,
        sold=_said("", sale.tickets, sale.prices, sale.cancelled)[:200] if sale else NOTHING,
        taken=_money(together)[:200],
    )


def _remember(window: Window, now: datetime) -> None:
    """The days of which nothing can have been left out: they are over, and what happened last has settled."""
    until = now - timedelta(seconds=settings.RECONCILE_GRACE_SECONDS)
    day, over = window.begins_at, []
    while (following := day + timedelta(days=1)) <= min(window.ends_at, until):
        over.append(ComparedDay(day=day.date(), compared_at=now))
        day = following
    ComparedDay.objects.bulk_create(
        over, update_conflicts=True, unique_fields=["day"], update_fields=["compared_at"]
    )


def _keep(found: Found, now: datetime) -> Difference:
    new = row_of(found)
    if new.record_id and not OrderRecord.objects.filter(pk=new.record_id).exists():
        new.record_id = None  # it was there a moment ago
    names = ("record_id", "transaction_id", "intents", "at", "ours", "sold", "taken")
    facts = {name: getattr(new, name) for name in names} | {"last_seen_at": now}
    row, _is_new = Difference.objects.update_or_create(kind=new.kind, subject=new.subject, defaults=facts)
    if row.settled_at is not None and not row.settled_by:
        Difference.objects.filter(pk=row.pk).update(settled_at=None)
        row.settled_at = None
    return row


def _looked_at(looked: Looked) -> QuerySet[Difference]:
    """Open ones of these days, or about cancelling these, which this comparison would have found."""
    window = looked.window
    rows = Difference.objects.filter(settled_at=None, at__gte=window.begins_at, at__lt=window.ends_at)
    if looked.subjects is not None:
        about = {"kind__in": reconciling.OF_CANCELLED, "subject__in": looked.subjects}
        rows = Difference.objects.filter(settled_at=None, **about)
    return rows if looked.has_payments else rows.exclude(kind__in=reconciling.OF_MONEY)


def _said(state: str, tickets: int, amounts: Sums, cancelled: Sums) -> str:
    """After a minus, how much of the prices was cancelled."""
    less = f"−{_amounts(cancelled)}" if cancelled else ""
    return " · ".join(filter(None, (state, f"{tickets} ×", _amounts(amounts), less)))


def _money(together: Together) -> str:
    """What stayed taken; after a minus what went back, in brackets what is held."""
    taken, held, refunded = map(_amounts, (together.taken, together.held, together.refunded))
    parts = (taken, f"−{refunded}" if refunded else "", f"({held})" if held else "")
    return " · ".join(filter(None, parts)) or NOTHING


def _amounts(amounts: Sums) -> str:
    return ", ".join(f"{code.upper()} {amount:f}" for code, amount in amounts)

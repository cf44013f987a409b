"""Keeps what a comparison has found: each difference once, until it is found no more."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from . import reconciling
from .books import Looked
from .models import Difference, OrderRecord
from .reconciling import Found, Sums, Together

NOTHING = "–"


def keep(looked: Looked) -> list[Difference]:
    """The rows of what was found. What these days had before, and have no more, has settled by itself."""
    now = timezone.now()
    with transaction.atomic():
        rows = [_keep(found, now) for found in looked.found]
        gone = _looked_at(looked).exclude(pk__in=[row.pk for row in rows])
        gone.update(settled_at=now)
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
        ours=_said(order.state, order.tickets, order.total)[:200] if order else NOTHING,
        sold=_said("", sale.tickets, sale.prices)[:200] if sale else NOTHING,
        taken=_money(together)[:200],
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
    """Open ones of these days, which this comparison would have found."""
    window = looked.window
    rows = Difference.objects.filter(settled_at=None, at__gte=window.begins_at, at__lt=window.ends_at)
    return rows if looked.has_payments else rows.exclude(kind__in=reconciling.OF_MONEY)


def _said(state: str, tickets: int, amounts: Sums) -> str:
    return " · ".join(filter(None, (state, f"{tickets} ×", _amounts(amounts))))


def _money(together: Together) -> str:
    taken, held = _amounts(together.taken), _amounts(together.held)
    return " · ".join(filter(None, (taken, f"({held})" if held else ""))) or NOTHING


def _amounts(amounts: Sums) -> str:
    return ", ".join(f"{code.upper()} {amount:f}" for code, amount in amounts)

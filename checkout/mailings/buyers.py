"""To whom a letter of staff's goes: buyers whose tickets for that performance or day are not cancelled."""

from collections import Counter

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ..models import BOUGHT, Item, Mailing, OrderRecord


def of(mailing: Mailing) -> QuerySet[OrderRecord]:
    """Orders by their id, several of one buyer's among them. Who buys after it was sent is not written to."""
    until = mailing.sent_at or timezone.now()
    mine = Item.objects.filter(tickets(mailing), record=OuterRef("pk"), purchased_at__lte=until)
    known = OrderRecord.objects.filter(state__in=BOUGHT, purged_at=None).exclude(buyer_email="")
    return known.filter(Exists(mine)).order_by("pk")


def tickets(mailing: Mailing) -> Q:
    """Which items the letter is about: those that stand."""
    about = Q(event_id=mailing.event_id, cancelled_at=None)
    if mailing.perf_id:
        about &= Q(perf_id=mailing.perf_id)
    if mailing.day:
        about &= Q(day=mailing.day)
    return about


def in_languages(mailing: Mailing) -> Counter[str]:
    """How many addresses read it in which language: that of one of their orders."""
    known = of(mailing).values_list("buyer_email", "language")
    return Counter(dict(known.iterator()).values())

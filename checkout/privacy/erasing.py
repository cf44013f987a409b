"""All about an email address goes, because whose it is wants it: orders, letters, what a session keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from .. import details
from ..models import UNDER_WAY, OrderRecord, order
from .personal import by_address
from .purging import last_performance
from .removing import remove

STEP = 200
NUL = "\0"  # which PostgreSQL cannot even look for


@dataclass(frozen=True)
class About:
    """Orders of an address: `past` ones, those with performances `to_come`, and what nobody may touch yet."""

    past: tuple[OrderRecord, ...] = ()
    to_come: tuple[OrderRecord, ...] = ()
    under_way: tuple[OrderRecord, ...] = ()

    @property
    def all(self) -> tuple[OrderRecord, ...]:
        return (*self.past, *self.to_come, *self.under_way)


def about(email: str) -> About:
    """What has no date counts as to come while its customer's data would still be kept."""
    found: dict[str, list[OrderRecord]] = {"past": [], "to_come": [], "under_way": []}
    for record in last_performance(orders_of(email)).order_by("created_at"):
        found[_group(record)].append(record)
    return About(**{name: tuple(records) for name, records in found.items()})


def orders_of(email: str) -> QuerySet[OrderRecord]:
    return OrderRecord.objects.filter(buyer_email=plain(email), purged_at=None).exclude(buyer_email="")


def plain(email: str) -> str:
    """As orders keep it to be looked for, by whatever they do to it."""
    return str(order._found_by({"customer": {"email_address": email.replace(NUL, "")}})["buyer_email"])


def erase(email: str, *, also_to_come: bool, by: str) -> list[OrderRecord]:
    """Which orders it was. Those with performances to come only where that is wanted; references stay."""
    found = about(email)
    chosen = [*found.past, *(found.to_come if also_to_come else ())]
    for start in range(0, len(chosen), STEP):
        remove([record.pk for record in chosen[start : start + STEP]])
    for record in chosen:
        record.note("the customer's data was removed on request", detail=by)
    if len(chosen) == len(found.all):
        _erase_beside_orders(email)
    return chosen


def _group(record: OrderRecord) -> str:
    money = record.authorisations
    if record.state in UNDER_WAY or not record.is_release_certain or record.needs_staff:
        return "under_way"
    if money.open().exists() or money.for_staff().exists():
        return "under_way"
    if not record.is_bought:
        return "past"
    stands = record.items.filter(cancelled_at=None)
    now, kept = timezone.now(), timedelta(days=settings.CUSTOMER_DATA_DAYS)
    is_to_come = stands.filter(starts_at__gt=now).exists()
    is_undated = stands.filter(starts_at=None, purchased_at__gt=now - kept).exists()
    return "to_come" if is_to_come or is_undated else "past"


def _erase_beside_orders(email: str) -> None:
    for model, address, _moment in by_address():
        model._default_manager.filter(**{address: plain(email)}).delete()
    for session, said in typed_by(email):
        del said[details.KEY]
        Session.objects.filter(pk=session.pk).update(session_data=SessionStore().encode(said))


def typed_by(email: str) -> Iterator[tuple[Session, dict[str, object]]]:
    """Open sessions in whose checkout form this address was typed. Each has to be read."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator(500):
        said = session.get_decoded()
        typed = said.get(details.KEY)
        fields = typed.get("fields") if isinstance(typed, dict) else None
        if isinstance(fields, dict) and plain(str(fields.get("email", ""))) == plain(email):
            yield session, said

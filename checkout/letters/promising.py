"""Promises a letter in a row, where a buyer can be reached. However often, it is one letter."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from .. import failing, watching
from ..models import OF_THE_END, Letter, OrderRecord, State
from .kinds import has_gone_on

AGAIN = "again"  # how the occasion of each letter begins that is asked for once more
HEARD_WITHIN = timedelta(days=1)  # of a failure; nobody wants to hear of it later


def promise(
    record: OrderRecord, *, kind: str, occasion: str = "", facts: dict[str, Any] | None = None
) -> bool:
    """True for the promise that counts; any other one of the same kind and occasion changes nothing.

    `occasion`: up to 64 characters that say which change, or which message of staff, it is about.
    `cancelled` needs neither: it tells of the items that are cancelled and that no such letter has told of.
    """
    if not can_reach(record) or (kind == "confirmation" and record.is_confirmed_by_ingresso):
        return False
    if kind == "cancelled":
        return _promise_cancelled(record)
    return _promise(record, kind=kind, occasion=occasion, facts=facts or {})


def can_reach(record: OrderRecord) -> bool:
    return bool(record.customer.get("email_address"))


def promise_the_late(now: datetime) -> None:
    """Who left before the page could promise it is written to all the same."""
    since = now - timedelta(seconds=watching.LOOKED_INTO.after)
    late = OrderRecord.objects.filter(state__in=watching.WAITED_FOR, changed_at__lte=since)
    for record in late.exclude(letters__kind="settled"):
        promise(record, kind="settled")


def promise_the_unheard(now: datetime) -> None:
    """Of a failure hears who has not seen it on the page, and has not come back to try again."""
    until = now - timedelta(seconds=settings.FAILED_LETTER_AFTER_SECONDS)
    failed = OrderRecord.objects.filter(
        state__in=(State.FAILED, State.EXPIRED),
        changed_at__gt=until - HEARD_WITHIN,
        changed_at__lte=until,
        end_seen_at=None,
    )
    for record in failed.exclude(why_failed="").exclude(letters__kind__in=OF_THE_END):
        if failing.told(record) is not None and not has_gone_on(record):
            promise(record, kind="failed")


def end_is_seen(record: OrderRecord) -> None:
    """The buyer looks at the page that says why it was not bought."""
    if record.end_seen_at is None and failing.told(record) is not None:
        record.change(end_seen_at=timezone.now())


def _promise_cancelled(record: OrderRecord) -> bool:
    told = {number for letter in record.letters.filter(kind="cancelled") for number in letter.facts["items"]}
    cancelled = record.items.exclude(cancelled_at=None).values_list("number", flat=True)
    new = sorted(set(cancelled) - told)
    # By its lowest number: two that promise at once agree on it, even if one of them knows of more.
    return bool(new) and _promise(record, kind="cancelled", occasion=f"item {new[0]}", facts={"items": new})


def _promise(record: OrderRecord, *, kind: str, occasion: str, facts: dict[str, Any]) -> bool:
    known = {"record": record, "kind": kind, "occasion": occasion}
    return not Letter.objects.filter(**known).exists() and make(Letter(**known, facts=facts))


def make(letter: Letter) -> bool:
    """False where another process has promised the same, or has told of the same end otherwise."""
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:
        return False
    return True

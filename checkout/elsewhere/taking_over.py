"""Writes down what has changed: the transaction, its items, a row for each change, a letter. Or nothing."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from boxoffice.ticketing import Transaction, to_text

from .. import items, letters
from ..models import Change, NeedsStaff, OrderRecord, State, What
from ..payments import Taker, taker_of
from . import comparing
from .comparing import Found

CHANGED = "changed elsewhere"
ALL_CANCELLED = "cancelled elsewhere"
QUIET = frozenset({What.WALLETS, What.CANCELLING})  # the page says it; nobody need be written to
TOLD_SEPARATELY = frozenset({What.CANCELLED})
FOR_STAFF = frozenset({What.CALLED_OFF, What.WHEN})
# What comes with the tickets a little later than the purchase's answer is no change.
COMES_WITH_IT = timedelta(hours=1)
MOST_LETTERS_A_DAY = 3  # of changes of one order: what goes to and fro is told on its page


def take_over(record: OrderRecord, after: Transaction, *, request_id: str) -> bool:
    """False where somebody else has written meanwhile; then the next look sees it."""
    before, text = record.transaction, to_text(after)
    found = comparing.changes(before, after) if before else []
    with transaction.atomic():
        same = OrderRecord.objects.filter(pk=record.pk, kept_transaction=record.kept_transaction)
        if not same.update(kept_transaction=text, compared_at=timezone.now()):
            return False
        record.refresh_from_db()
        items.keep(record)
        if found:
            keep(record, found, request_id=request_id)
        if comparing.is_all_cancelled(after):
            record.move(State.CANCELLED, what=ALL_CANCELLED, request_id=request_id)
        _ask_staff(record, found, request_id=request_id)
    return True


def called_off(record: OrderRecord, numbers: Iterable[int]) -> bool:
    """The sales report says that the performances of these items do not take place. Said once."""
    with transaction.atomic():
        OrderRecord.objects.select_for_update().get(pk=record.pk)
        known = set(record.changes.filter(what=What.CALLED_OFF).values_list("item_number", flat=True))
        found = [Found(number, What.CALLED_OFF) for number in sorted(set(numbers) - known)]
        if found:
            keep(record, found, request_id="")
            _ask_staff(record, found, request_id="")
    return bool(found)


def keep(record: OrderRecord, found: Collection[Found], *, request_id: str) -> None:
    """A row for each, a step for all of them, and the letters."""
    occasion, now = _occasion(record, found), timezone.now()
    Change.objects.bulk_create(
        Change(
            record=record,
            item_number=one.item_number,
            what=one.what,
            before=one.before,
            after=one.after,
            occasion=occasion,
            found_at=now,
        )
        for one in found
    )
    record.note(CHANGED, request_id=request_id, detail="\n".join(map(_said, found)))
    if any(_is_loud(record, one) for one in found) and not _has_had_enough(record):
        letters.promise(record, kind="changed", occasion=occasion, facts={"changes": occasion})
    if any(one.what == What.CANCELLED for one in found):
        letters.promise(record, kind="cancelled")


def _occasion(record: OrderRecord, found: Collection[Found]) -> str:
    """The same for the same change; another one when it happens anew, as there and back and there again."""
    said = "\n".join(map(_said, found))
    return hashlib.sha256(f"{record.changes.count()}\n{said}".encode()).hexdigest()


def _said(found: Found) -> str:
    change = f": {found.before} → {found.after}" if found.before or found.after else ""
    return f"{found.item_number} {found.what.value}{change}"


def _is_loud(record: OrderRecord, found: Found) -> bool:
    if found.what in QUIET | TOLD_SEPARATELY:
        return False
    return not (found.is_new and timezone.now() < record.bought_at + COMES_WITH_IT)


def _has_had_enough(record: OrderRecord) -> bool:
    since = timezone.now() - timedelta(days=1)
    return record.letters.filter(kind="changed", promised_at__gt=since).count() >= MOST_LETTERS_A_DAY


def _ask_staff(record: OrderRecord, found: Collection[Found], *, request_id: str) -> None:
    """Where somebody has to act: to give back what this shop has taken, to speak with the buyer."""
    is_ours = taker_of(record) in {Taker.SHOP, Taker.PARTNER}
    is_wanted = any(one.what in FOR_STAFF or (one.what == What.CANCELLED and is_ours) for one in found)
    if is_wanted and record.needs_staff in {"", NeedsStaff.ELSEWHERE}:
        record.ask_staff(
            NeedsStaff.ELSEWHERE, what="changed elsewhere: staff must look", request_id=request_id
        )

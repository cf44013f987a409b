"""What staff may do about an open matter: have it looked up at once, or say that they have seen to it."""

from typing import Any

from django.db.models import QuerySet

from . import tasks
from .lease import OPEN
from .models import Fate, Letter, OrderRecord

ASKED_AGAIN = "staff ask again"
SEEN_TO = "staff have seen to it"


def can_be_asked(record: OrderRecord) -> bool:
    """Whether there is anybody to ask: a record that has ended is certain, once its money is."""
    is_settled = record.state not in OPEN and record.is_release_certain
    return not is_settled or any(rows.exists() for rows in _waiting(record))


def ask_again(record: OrderRecord, *, who: str) -> bool:
    """The worker looks at once instead of when it is due. False where there is nothing to ask."""
    if not can_be_asked(record):
        return False
    record.change(look_again_at=None)
    record.note_again(ASKED_AGAIN, detail=who)
    if record.state in OPEN:
        tasks.buy_after_commit(record)
    tasks.let_go_after_commit(record)
    if record.authorisations.open().update(look_again_at=None):
        tasks.take_after_commit(record)
    for cancellation in _at_once(record.cancellations.open()):
        tasks.cancel_after_commit(cancellation)
    for refund in _at_once(record.refunds.open()):
        tasks.give_back_after_commit(refund.pk)
    return True


def see_to(record: OrderRecord, *, who: str) -> bool:
    """Nothing is left for staff to do. False where nothing was asked of them, or another was quicker."""
    why = [word for rows in _for_staff(record) for word in rows.values_list("needs_staff", flat=True)]
    if record.needs_staff:
        why.append(record.needs_staff)
    mine = OrderRecord.objects.filter(pk=record.pk).exclude(needs_staff="")
    cleared = mine.update(needs_staff="", needs_staff_since=None)
    cleared += sum(rows.update(needs_staff="") for rows in _for_staff(record))
    if Letter.objects.undeliverable().filter(record=record).update(fate=Fate.WITHDRAWN):
        cleared, why = cleared + 1, [*why, "letter"]
    if not cleared:
        return False
    record.note(SEEN_TO, detail=f"{who}: {', '.join(sorted(why))}")
    return True


def needs_staff(record: OrderRecord) -> bool:
    has_letter = Letter.objects.undeliverable().filter(record=record).exists()
    return bool(record.needs_staff) or has_letter or any(rows.exists() for rows in _for_staff(record))


def _waiting(record: OrderRecord) -> tuple[QuerySet[Any], ...]:
    return record.authorisations.open(), record.cancellations.open(), record.refunds.open()


def _for_staff(record: OrderRecord) -> tuple[QuerySet[Any], ...]:
    return tuple(rows.for_staff() for rows in (record.authorisations, record.cancellations, record.refunds))


def _at_once(rows: QuerySet[Any]) -> list[Any]:
    rows.update(look_again_at=None)
    return list(rows)

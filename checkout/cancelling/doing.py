"""Has the box office cancel, once, and finds out what became of it. Run by the worker, never by a request.

Nothing in f13's reference says that a cancellation may be repeated. So the right to ask is taken by one
UPDATE, and a lost answer is looked up by the status of each item. `possible` is no answer while the lost
request may still be running; long after, it says that nothing was cancelled, and then it is asked once more,
and no more than that.
"""

import logging
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from boxoffice.ticketing import NotSent, TicketingError, Transaction, Trolley, get_service

from ..lease import drop_a_dead_connection
from ..models import (
    Cancellation,
    CancellationStanding,
    CancellationTrouble,
    WhyNotCancelled,
)
from .concluding import conclude, refuse

logger = logging.getLogger(__name__)

S = CancellationStanding
MOST_ASKS = 2
LONGEST_PAUSE = 60.0  # seconds
# What is uncertain after so many looks, an hour or so, waits for somebody to mend something.
MANY_LOOKS, LONG_PAUSE = 60, 600.0
ASKED = "the box office is asked to cancel"
LOST = "the answer to the cancellation is lost"
NOT_SENT = "the cancellation could not be sent"
NEVER_CANCELLED = "nothing was cancelled"
SETTLED = frozenset({"cancelled", "not_permitted", "tried_and_failed"})  # no running request changes these


def unsettled() -> list[uuid.UUID]:
    """Cancellations that wait for a worker."""
    return list(Cancellation.objects.due().values_list("pk", flat=True))


def run(cancellation_id: uuid.UUID) -> datetime | None:
    """Do what comes next; when to come back, while it is uncertain. Any number of calls, by any process."""
    cancellation = Cancellation.objects.due().select_related("record").filter(pk=cancellation_id).first()
    if cancellation is None or not _is_mine(cancellation):
        return None
    if cancellation.asked_at is None:
        _ask(cancellation)
    else:
        _look_up(cancellation)
    cancellation.refresh_from_db()
    return cancellation.look_again_at if cancellation.is_open else None


def _is_mine(cancellation: Cancellation) -> bool:
    """Whoever counts this look does it; the others come back when it is due again."""
    looks = cancellation.looks + 1
    pause = min(2.0 ** min(looks, 10), LONGEST_PAUSE) if looks <= MANY_LOOKS else LONG_PAUSE
    changes = {"looks": looks, "look_again_at": timezone.now() + timedelta(seconds=pause)}
    free = Cancellation.objects.open().filter(pk=cancellation.pk, looks=cancellation.looks)
    if not free.update(**changes):
        return False
    cancellation.change(**changes)
    return True


# Asking


def _ask(cancellation: Cancellation) -> None:
    record = cancellation.record
    numbers = _still_possible(cancellation)
    if not numbers:  # it has gone meanwhile, elsewhere; f13 would take no items for all of them
        _conclude_unasked(cancellation)
        return
    if not _takes_the_right_to_ask(cancellation):
        return
    try:
        answer = get_service(record.language).cancel(record.transaction_uuid or "", items=numbers)
    except TicketingError as error:
        drop_a_dead_connection()
        _explain(cancellation, error)
        return
    drop_a_dead_connection()
    if answer.must_be_asked_again:
        others = [order.item_number for order in answer.must_also_cancel if order.item_number is not None]
        refuse(cancellation, WhyNotCancelled.TOGETHER, must_also=sorted(others), request_id=answer.request_id)
    else:
        told = _status(cancellation)
        conclude(
            cancellation,
            told.trolley if told else answer.trolley,
            also=frozenset(answer.cancelled_item_numbers) & set(numbers),
            request_id=answer.request_id,
        )


def _still_possible(cancellation: Cancellation) -> list[int]:
    by_number = {order.item_number: order for order in cancellation.record.sold_orders}
    return [number for number in cancellation.numbers if by_number[number].can_be_cancelled]


def _conclude_unasked(cancellation: Cancellation) -> None:
    told = cancellation.record.transaction
    conclude(cancellation, told.trolley if told else Trolley())


def _takes_the_right_to_ask(cancellation: Cancellation) -> bool:
    """Once, unless it was given back; and with the step that says so."""
    free = Cancellation.objects.open().filter(pk=cancellation.pk, asked_at=None, asks=cancellation.asks)
    with transaction.atomic():
        if not free.update(asked_at=timezone.now(), asks=F("asks") + 1):
            return False
        cancellation.record.note(ASKED, detail=_named(cancellation.numbers))
    cancellation.refresh_from_db()
    return True


def _explain(cancellation: Cancellation, error: TicketingError) -> None:
    """An error instead of an answer: to be looked up, tried again, or the end of it."""
    logger.warning("Cancelling of %s: %s", cancellation.record_id, error)
    record = cancellation.record
    if isinstance(error, NotSent):
        record.note_again(NOT_SENT, request_id=error.request_id)
        _give_back_the_right(cancellation, asks=cancellation.asks - 1)
    elif error.may_have_happened:
        record.note(LOST, request_id=error.request_id, detail=type(error).__name__)
        cancellation.move(S.UNCERTAIN, request_id=error.request_id)
    else:
        refuse(
            cancellation,
            WhyNotCancelled.REFUSED,
            request_id=error.request_id,
            detail=type(error).__name__,
        )


def _give_back_the_right(cancellation: Cancellation, *, asks: int) -> None:
    mine = Cancellation.objects.open().filter(pk=cancellation.pk, asked_at=cancellation.asked_at)
    mine.update(asked_at=None, asks=asks)


# Looking up


def _look_up(cancellation: Cancellation) -> None:
    """What became of a request whose answer nobody has heard, or of a worker that died over it."""
    told = _status(cancellation)
    if told is None:
        _ask_staff_at_last(cancellation)
        return
    by_number = {order.item_number: order for order in told.orders}
    statuses = [
        by_number[number].cancellation_status if number in by_number else ""
        for number in cancellation.numbers
    ]
    if all(status in SETTLED for status in statuses):
        conclude(cancellation, told.trolley, request_id=told.request_id)
    elif not _is_long_ago(cancellation):
        cancellation.record.note_again(
            f"status says {', '.join(sorted(set(statuses)))}", request_id=told.request_id
        )
        cancellation.move(S.UNCERTAIN)
    elif "cancelled" in statuses:
        conclude(cancellation, told.trolley, request_id=told.request_id)
    elif set(statuses) - SETTLED != {"possible"}:
        _ask_staff_at_last(cancellation)
    elif cancellation.asks < MOST_ASKS:
        cancellation.record.note(f"{NEVER_CANCELLED}: it is asked once more", request_id=told.request_id)
        _give_back_the_right(cancellation, asks=cancellation.asks)
    else:
        refuse(cancellation, WhyNotCancelled.LOST, request_id=told.request_id)


def _status(cancellation: Cancellation) -> Transaction | None:
    record = cancellation.record
    try:
        return get_service(record.language).get_status(record.transaction_uuid or "")
    except TicketingError as error:
        record.note_again("no answer from status", request_id=error.request_id, detail=type(error).__name__)
        return None
    finally:
        drop_a_dead_connection()


def _is_long_ago(cancellation: Cancellation) -> bool:
    """Whether no request of ours can be running any more."""
    grace = timedelta(seconds=settings.CANCEL_GRACE_SECONDS)
    return cancellation.asked_at is not None and timezone.now() >= cancellation.asked_at + grace


def _ask_staff_at_last(cancellation: Cancellation) -> None:
    """It goes on being looked up; but by now somebody should know of it."""
    if _is_long_ago(cancellation) and not cancellation.needs_staff:
        cancellation.change(needs_staff=CancellationTrouble.DOUBT)
    cancellation.move(S.UNCERTAIN)


def _named(numbers: Collection[int]) -> str:
    return ", ".join(map(str, numbers))

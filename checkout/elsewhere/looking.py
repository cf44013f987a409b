"""Asks f13 how a purchase stands, and takes over what it says: all of it at once, or nothing.

Tickets are never lost by an answer. One that lacks some, or that denies the purchase, is for staff.
"""

import logging
import uuid

from django.utils import timezone

from boxoffice.ticketing import TicketingError, Transaction, TransactionStatus, get_service

from .. import cancelling
from ..models import NeedsStaff, OrderRecord
from . import comparing
from .filling import filled
from .taking_over import take_over
from .timing import STANDS

logger = logging.getLogger(__name__)

DENIED = frozenset({TransactionStatus.FAILED, TransactionStatus.RELEASED})


def look(record_id: uuid.UUID) -> None:
    """Once, whatever comes of it. What is being cancelled from here is no news from elsewhere."""
    record = OrderRecord.objects.filter(pk=record_id, state__in=STANDS).exclude(kept_transaction="").first()
    if record is None or cancelling.is_under_way(record):
        return
    try:
        found = get_service(record.language).get_status(record.transaction_uuid or "")
    except TicketingError as error:
        what, detail = "no answer when it was compared", type(error).__name__
        record.note_again(what, request_id=error.request_id, detail=detail)
    else:
        if not cancelling.is_under_way(record):  # it may have begun while f13 was being asked
            _take_in(record, found)


def _take_in(record: OrderRecord, found: Transaction) -> None:
    before = record.transaction
    if before is None or found.transaction_uuid != record.transaction_uuid:
        logger.error("Asked about %s, f13 told of another transaction", record.pk)
        record.note_again("status tells of another transaction", request_id=found.request_id)
        record.change(compared_at=timezone.now())
    elif found.status in DENIED:
        _contradicts(record, f"status says {found.status.value}", request_id=found.request_id)
    elif not found.is_purchased:
        said = found.status.value or "something new"
        record.note_again(f"status says {said}", request_id=found.request_id)
        record.change(compared_at=timezone.now())
    elif lacking := comparing.lacks(before, found):
        _contradicts(record, f"the answer is not whole: {lacking}", request_id=found.request_id)
    else:
        take_over(record, filled(before, found), request_id=found.request_id)


def _contradicts(record: OrderRecord, what: str, *, request_id: str) -> None:
    logger.error("Order %s is %s, and %s", record.pk, record.state, what)
    record.ask_staff(NeedsStaff.CONTRADICTION, what=f"{what}: staff must look", request_id=request_id)
    record.change(compared_at=timezone.now())

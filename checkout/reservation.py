"""From a trolley to held seats, and letting them go. Records are written before each call, settled after."""

import logging
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from boxoffice.ticketing import Reservation, TicketingError, get_service, to_text

from .models import OrderRecord, State
from .trolley import Kept

logger = logging.getLogger(__name__)


class StillHeld(Exception):
    """What the visitor held before could not be let go with certainty, so nothing new may be held."""


def reserve(mine: Kept, *, visitor: str, press: uuid.UUID, asked_total: str, language: str) -> OrderRecord:
    """Hold the trolley, once for each press. The record says how it went; only StillHeld is raised."""
    known = OrderRecord.objects.filter(pk=press).first()
    if known is not None:
        return known
    # Release first: this visitor may want the same seats back.
    release_all(visitor)
    try:
        with transaction.atomic():
            record = OrderRecord.objects.create(
                pk=press,
                visitor=visitor,
                language=language,
                payment=settings.PAYMENT,
                trolley_token=mine.token,
                asked_total=asked_total,
            )
    except IntegrityError:
        return OrderRecord.objects.get(pk=press)
    _ask(record, mine)
    return record


def release_all(visitor: str) -> None:
    """Let go whatever the visitor holds. Raises StillHeld unless that is certain."""
    for record in OrderRecord.objects.filter(visitor=visitor, state=State.RESERVED):
        release(record)
    if OrderRecord.objects.filter(visitor=visitor, is_release_certain=False).exists():
        raise StillHeld


def release(record: OrderRecord, *, to: State = State.RELEASED) -> bool:
    """Let the held seats go; False where there are none. The worker repeats it until it is certain."""
    if record.state == State.RESERVED and not record.move(to, what="release", is_release_certain=False):
        return False
    if record.is_release_certain:
        return False
    try:
        answer = get_service().release(record.transaction_uuid or "")
    except TicketingError as error:
        record.note("release is not certain", request_id=error.request_id)
        return True
    record.change(is_release_certain=answer.is_released)
    record.note("released" if answer.is_released else "release is not certain", request_id=answer.request_id)
    return True


def expire_lapsed(now: datetime) -> None:
    """Holds that ran out, and those of lost answers, end; f13 has freed their seats by itself."""
    for record in OrderRecord.objects.filter(state=State.RESERVED, hold_ends_at__lte=now):
        record.move(State.EXPIRED, what="the hold ran out")
    lost = now - timedelta(seconds=2 * settings.F13_READ_TIMEOUT + 10)
    for record in OrderRecord.objects.filter(state=State.RESERVING, created_at__lte=lost):
        record.move(State.LOST, what="the process that asked has died")


def _ask(record: OrderRecord, mine: Kept) -> None:
    asked_at = timezone.now()
    try:
        answer = get_service(record.language).reserve(mine.token, send_codes=mine.send_codes)
    except TicketingError as error:
        state = State.LOST if error.may_have_happened else State.NOT_RESERVED
        logger.warning("Reserve of %s: %s", record.pk, error)
        record.move(
            state, what="reserve had no good answer", request_id=error.request_id, detail=type(error).__name__
        )
        return
    if answer.is_held:
        _hold(record, answer, asked_at=asked_at)
    else:
        record.move(
            State.NOT_RESERVED,
            what="nothing was held",
            request_id=answer.request_id,
            kept_reservation=to_text(answer),
        )


def _hold(record: OrderRecord, answer: Reservation, *, asked_at: datetime) -> None:
    """The hold is counted from when it was asked for: the shop's clock may end early, never late."""
    minutes = answer.minutes_left if answer.minutes_left is not None else answer.trolley.minutes_left
    total = answer.trolley.total
    record.move(
        State.RESERVED,
        what="held in part" if answer.is_partial else "held",
        request_id=answer.request_id,
        transaction_uuid=answer.transaction_uuid,
        kept_reservation=to_text(answer),
        amount=total.amount if total else None,
        currency_code=total.currency.code if total else "",
        hold_ends_at=asked_at + timedelta(minutes=float(minutes or 0)),
    )

"""From a trolley to held seats, and letting them go. Records are written before each call, settled after.

What one visitor holds, and what happens to it: told by the record, never by the session.
"""

import logging
import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from boxoffice import live, numbers
from boxoffice.following import about
from boxoffice.ticketing import (
    Gone,
    NotAllowed,
    NotAuthenticated,
    Refused,
    Reservation,
    TicketingError,
    get_service,
    to_text,
)

from . import fair_share, outcomes, payments, rebuilding
from .fair_share import TooManyHeld
from .kept import Kept
from .models import OrderRecord, State, is_to_be_looked_at

logger = logging.getLogger(__name__)

SHORTEST_HOLD = Decimal(5)  # minutes: what is counted on where f13 does not say how long it holds
LONGEST_HOLD = Decimal(24 * 60)
LONGEST_PAUSE = 60.0  # seconds until a release that is not certain is asked for once more
NOT_ASKED = "the seats held before are not certain to be free"
TOO_MANY = "more tickets than may be held at once"
NEVER_ASKED = (NOT_ASKED, TOO_MANY)
RAN_OUT = "the hold ran out"


class StillHeld(Exception):
    """What the visitor held before could not be let go with certainty, so nothing new may be held."""


def reserve(
    mine: Kept,
    *,
    visitor: str,
    press: uuid.UUID,
    asked_total: str,
    language: str,
    network: str = "",
    again_of: OrderRecord | None = None,
) -> OrderRecord:
    """Hold the trolley: once for each press, and once at a time for each visitor.

    The record says how it went; only StillHeld and TooManyHeld are raised.
    """
    known = _known(visitor, press=press)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            record = OrderRecord.objects.create(
                pk=press,
                visitor=visitor,
                language=language,
                payment=settings.PAYMENT,
                trolley_token=mine.token,
                kept_asked=to_text(mine),
                again_of=again_of,
                asked_total=asked_total,
                network=network,
                tickets=mine.tickets,
            )
    except IntegrityError:  # another tab was quicker, or this is the name of another visitor's record
        return _known(visitor, press=press) or reserve(
            mine,
            visitor=visitor,
            press=uuid.uuid4(),
            asked_total=asked_total,
            language=language,
            network=network,
            again_of=again_of,
        )
    _release_and_ask(record, mine)
    return record


def hold_again(record: OrderRecord, *, language: str) -> OrderRecord:
    """Hold the same once more, from what was asked. However often it is pressed, one record follows.

    Raises StillHeld and TooManyHeld as `reserve` does.
    """
    before = record.reservation
    total = record.asked_total if before.trolley.is_empty else outcomes.total_of(before, language=language)
    return reserve(
        replace(record.asked, lost=[]),
        visitor=record.visitor,
        press=_next_press(record),
        asked_total=total,
        language=language,
        network=record.network,
        again_of=record,
    )


def _next_press(record: OrderRecord) -> uuid.UUID:
    """The name of the record that follows; where f13 was asked nothing under it, of the one after that."""
    press = uuid.UUID(bytes=salted_hmac("checkout.again", str(record.pk)).digest()[:16])
    known = OrderRecord.objects.filter(pk=press, state=State.NOT_RESERVED, kept_reservation="").first()
    return _next_press(known) if known and known.steps.filter(what__in=NEVER_ASKED).exists() else press


def current(visitor: str) -> OrderRecord | None:
    """What the visitor holds now, as far as the shop's clock knows."""
    held = OrderRecord.objects.filter(visitor=visitor, state=State.RESERVED, hold_ends_at__gt=timezone.now())
    return held.order_by("created_at").last()


def standing(visitor: str) -> QuerySet[OrderRecord]:
    """That, and what was handed over to be paid elsewhere; the latest last."""
    is_held = Q(state=State.RESERVED, hold_ends_at__gt=timezone.now())
    own = OrderRecord.objects.filter(visitor=visitor)
    return own.filter(is_held | Q(state=State.HANDED_OVER)).order_by("created_at")


def accept(record: OrderRecord) -> bool:
    """The buyer agrees to what came otherwise; only while it is held, and once."""
    now = timezone.now()
    held = OrderRecord.objects.filter(pk=record.pk, state=State.RESERVED, hold_ends_at__gt=now)
    if not held.filter(accepted_at=None).update(accepted_at=now):
        return False
    record.accepted_at = now
    record.note("what came otherwise was accepted")
    return True


def expire(record: OrderRecord) -> None:
    """End the hold, if its time is over by the shop's clock."""
    if _is_only_held(record) and record.has_lapsed(timezone.now()):
        record.move(State.EXPIRED, what=RAN_OUT)


def _is_only_held(record: OrderRecord) -> bool:
    """Nothing is under way of which somebody could still hear. Of others' Stripe, the browser alone tells."""
    if record.state == State.AUTHORISING:
        return payments.way_of(record).is_browsers_word
    return record.state == State.RESERVED


def _known(visitor: str, *, press: uuid.UUID) -> OrderRecord | None:
    """What this press has made, or what another tab of the visitor's is just asking for."""
    own = OrderRecord.objects.filter(visitor=visitor)
    return own.filter(pk=press).first() or own.filter(state=State.RESERVING).first()


def _release_and_ask(record: OrderRecord, mine: Kept) -> None:
    """Release first: this visitor may want the same seats back, and meanwhile no other tab holds any."""
    about(record.pk)
    try:
        fair_share.check(record)
        release_all(record.visitor)
    except (StillHeld, TooManyHeld) as why:
        record.move(State.NOT_RESERVED, what=TOO_MANY if isinstance(why, TooManyHeld) else NOT_ASKED)
        raise
    _ask(record, mine)
    numbers.HOLDS.labels(record.state).inc()


def release_all(visitor: str) -> None:
    """Let go whatever the visitor holds. Raises StillHeld unless that is certain."""
    of_visitor = OrderRecord.objects.filter(visitor=visitor)
    for record in of_visitor.filter(Q(state=State.RESERVED) | Q(is_release_certain=False)):
        release(record)
    if of_visitor.filter(is_release_certain=False).exists():
        raise StillHeld
    just_now = timezone.now() - _margin()
    for record in of_visitor.filter(state=State.EXPIRED, hold_ends_at__gt=just_now):
        _free_what_ran_out(record)


def _free_what_ran_out(record: OrderRecord) -> None:
    """The shop's clock ends early: f13 may hold these seats for some seconds more, and not give them anew."""
    is_free, request_id = _release_upstream(record)
    record.note("released" if is_free else "ran out, and was not released", request_id=request_id)


def release_for(visitor: str, *, perf_id: str, seats: Collection[str]) -> OrderRecord | None:
    """Let go the visitor's own hold that has some of these seats, for somebody who wants them again."""
    for record in OrderRecord.objects.filter(visitor=visitor, state=State.RESERVED):
        orders = record.reservation.orders
        here = [order for order in orders if order.performance and order.performance.id == perf_id]
        if any(seat in seats for order in here for seat in order.seat_ids) and release(record):
            return record
    return None


def release(record: OrderRecord) -> bool:
    """Let the held seats go; False where there are none. The worker repeats it until it is certain."""
    is_held = record.state == State.RESERVED
    if is_held and not record.move(State.RELEASED, what="release", is_release_certain=False):
        return False
    if record.is_release_certain:
        return False
    is_free, request_id = _release_upstream(record)
    if not is_free and record.has_lapsed(timezone.now() - _margin()):
        is_free = True  # f13 frees by itself what was held for too long
    record.change(is_release_certain=is_free)
    record.note_again("released" if is_free else "release is not certain", request_id=request_id)
    return True


def not_certainly_free() -> list[uuid.UUID]:
    """Records whose seats are to be let go, and are due to be asked for once more."""
    return list(_uncertain().values_list("pk", flat=True))


def _uncertain() -> QuerySet[OrderRecord]:
    return OrderRecord.objects.filter(is_to_be_looked_at(), is_release_certain=False)


def release_again(record_id: uuid.UUID) -> datetime | None:
    """Ask once more, unless somebody has just done so; when to come back, while it stays uncertain."""
    record = _uncertain().filter(pk=record_id).first()
    if record is None:
        return None
    pause = timedelta(seconds=min(2.0 ** min(record.looks + 1, 10), LONGEST_PAUSE))
    record.change(looks=record.looks + 1, look_again_at=timezone.now() + pause)
    release(record)
    return None if record.is_release_certain else record.look_again_at


def _release_upstream(record: OrderRecord) -> tuple[bool, str]:
    """Whether f13 says that the seats are free, and its request id."""
    try:
        answer = get_service().release(record.transaction_uuid or "")
        live.forget()
    except Gone as error:
        return True, error.request_id
    except TicketingError as error:
        return False, error.request_id
    return answer.is_released, answer.request_id


def _margin() -> timedelta:
    """For how long after a call began its answer may still come."""
    return timedelta(seconds=2 * settings.F13_READ_TIMEOUT + 10)


def expire_lapsed(now: datetime) -> None:
    """Holds that ran out, and those of lost answers, end; f13 has freed their seats by itself."""
    states = (State.RESERVED, State.AUTHORISING)
    for record in OrderRecord.objects.filter(state__in=states, hold_ends_at__lte=now):
        if _is_only_held(record):
            record.move(State.EXPIRED, what=RAN_OUT)
    for record in OrderRecord.objects.filter(state=State.RESERVING, created_at__lte=now - _margin()):
        record.move(State.LOST, what="the process that asked has died")


def _ask(record: OrderRecord, mine: Kept) -> None:
    asked_at = timezone.now()
    try:
        answer = _asked(record, mine)
        live.forget()
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


def _asked(record: OrderRecord, mine: Kept) -> Reservation:
    """What f13 makes of the trolley; of a new one from what was chosen, where it does not take the token."""
    service = get_service(record.language)
    try:
        return service.reserve(mine.token, send_codes=mine.send_codes)
    except (NotAuthenticated, NotAllowed):  # trouble with the shop's account, not with the token
        raise
    except Refused as error:
        if error.may_have_happened:
            raise
        rebuilt = rebuilding.rebuild(mine, language=record.language)
        if rebuilt.kept.is_empty:
            raise
    new = replace(rebuilt.kept, lost=[known.said for known in rebuilt.gone])
    record.change(trolley_token=new.token, kept_asked=to_text(new))
    record.note("the trolley was built anew: f13 did not take its token")
    return service.reserve(new.token, send_codes=new.send_codes)


def _hold(record: OrderRecord, answer: Reservation, *, asked_at: datetime) -> None:
    """The hold is counted from when it was asked for: the shop's clock may end early, never late."""
    total = answer.trolley.total
    ends_at = asked_at + _length(answer)
    is_ours = record.move(
        State.RESERVED,
        what="held in part" if answer.is_partial else "held",
        request_id=answer.request_id,
        transaction_uuid=answer.transaction_uuid,
        hold_ends_at=ends_at,
        kept_reservation=to_text(answer),
        tickets=answer.trolley.quantity,
        payment=payments.name_for(answer),
        amount=total.amount if total else None,
        currency_code=total.currency.code if total else "",
    )
    if not is_ours:
        _let_go_what_came_too_late(record, transaction_uuid=answer.transaction_uuid, hold_ends_at=ends_at)


def _length(answer: Reservation) -> timedelta:
    said = answer.minutes_left if answer.minutes_left is not None else answer.trolley.minutes_left
    minutes = SHORTEST_HOLD if said is None else min(max(said, Decimal(0)), LONGEST_HOLD)
    return timedelta(minutes=float(minutes))


def _let_go_what_came_too_late(record: OrderRecord, **held: object) -> None:
    """The record was given up as lost meanwhile: nobody would buy these seats or let them go."""
    record.change(is_release_certain=False, **held)
    record.refresh_from_db()
    release(record)

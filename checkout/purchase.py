"""The only path from reserved to settled: claim, lease, ask, settle. Run by the worker, never by a request.

A purchase is asked for once, and so is what follows a callout. When an answer is lost, what became of it is
looked up until it is certain.

A worker may stand still for longer than its lease, and another goes on in its place. So the right to ask is
taken by one UPDATE that only the lease's holder can win, and whoever finds it taken only looks up.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from boxoffice import places
from boxoffice.following import keep_private
from boxoffice.ticketing import NotSent, Outcome, TicketingError, Unanswered, get_service

from . import authorising, callouts, payments
from .concluding import conclude, look_again, refuse
from .lease import drop_a_dead_connection, leased, waiting
from .models import CalloutStep, OrderRecord, State
from .pressing import WITHIN_SECONDS, Browser, authorised, not_authorised, press
from .returned import from_kept
from .settling import ASKED, settle

logger = logging.getLogger(__name__)

__all__ = ["Browser", "authorised", "kinds", "not_authorised", "press", "run", "unsettled"]

TOO_LATE = "the hold ran out before the purchase could start"
CALLED_BACK = "what came back is sent on"
TRIED_AGAIN_AFTER = 2.0  # seconds, where nothing could be sent


def run(record_id: uuid.UUID) -> datetime | None:
    """Do what comes next for this record; when to come back, while it is uncertain.

    Any number of calls, by any process: one purchase.
    """
    with leased(record_id) as record:
        if record is None:
            return None
        keep_private(record.customer.values())
        before = record.state
        DEEDS[State(record.state)](record)
    if before == State.AUTHORISING and record.state == State.ATTEMPTING:
        return run(record_id)  # under a lease of its own: a new attempt belongs to whoever is first
    return record.look_again_at if record.state in DEEDS else None


def kinds(record_id: uuid.UUID) -> places.Kinds:
    """Which places of a worker it needs: one of its suppliers', where the next deed may take minutes."""
    may_buy = (State.AUTHORISING, State.ATTEMPTING)
    record = OrderRecord.objects.filter(pk=record_id, state__in=may_buy).first()
    if record is None or (record.purchase_asked_at and callouts.to_send_on(record) is None):
        return places.deeds()
    codes = {bundle.source_code for bundle in record.reservation.trolley.bundles}
    return places.purchases(tuple(sorted(codes)))


def unsettled() -> list[uuid.UUID]:
    """Records that wait for a worker."""
    return list(waiting().values_list("pk", flat=True))


def _attempt(record: OrderRecord) -> None:
    step = callouts.to_send_on(record)
    if step is not None:
        _call_back(record, step)
    elif record.purchase_asked_at is not None:
        settle(record)
    elif _can_start(record):
        _ask(record)
    else:
        record.move(State.FAILED, what=TOO_LATE, why_failed="expired")


def _look_after(record: OrderRecord) -> None:
    """The buyer is out: has f13 heard of them? Or they are back, and whoever let them in died over it."""
    if not callouts.claim(record):
        settle(record)


DEEDS: dict[State, Callable[[OrderRecord], None]] = {
    State.AUTHORISING: authorising.look,
    State.ATTEMPTING: _attempt,
    State.CALLED_OUT: _look_after,
    State.HANDED_OVER: settle,
}


def _can_start(record: OrderRecord) -> bool:
    return not record.has_lapsed(timezone.now() + timedelta(seconds=WITHIN_SECONDS))


def _ask(record: OrderRecord) -> None:
    """See to the payment, then ask for the purchase, once."""
    way, service = payments.way_of(record), get_service(record.language)
    try:
        paid = way.pay(service, record)
    except payments.NotSure as error:
        record.note(str(error), request_id=error.request_id)
        look_again(record, seconds=TRIED_AGAIN_AFTER)
    except payments.NotPaid as error:
        why = {"": error.why}
        record.move(State.RESERVED, what=str(error), request_id=error.request_id, customer_errors=why)
    except TicketingError as error:
        _explain(record, error, is_begun=False)
    else:
        if _takes_the_right_to_ask(record):
            _say(
                record,
                lambda step: way.purchase(service, record, paid=paid, back=callouts.return_for(record, step)),
                give_back=lambda: record.change(purchase_asked_at=None),
            )


def _call_back(record: OrderRecord, step: CalloutStep) -> None:
    """Send on what the buyer came back with, once."""
    if not _takes_the_right_to_send_on(record, step):
        return
    service, brought = get_service(record.language), from_kept(step.returned)
    _say(
        record,
        lambda following: service.callback(
            step.token, following.token, parameters=brought, referer=step.referer
        ),
        give_back=lambda: step.change(sent_at=None),
    )


def _say(
    record: OrderRecord, deed: Callable[[CalloutStep], Outcome], *, give_back: Callable[[], None]
) -> None:
    """Do what nobody else does, with a step for the callout that may be the answer.

    `give_back`: the right to it, where it certainly was not sent.
    """
    following = CalloutStep.objects.create(record=record)
    try:
        outcome = deed(following)
    except NotSent as error:
        drop_a_dead_connection()
        following.delete()  # nobody has heard of it
        give_back()
        _explain(record, error, is_begun=False)
    except TicketingError as error:
        drop_a_dead_connection()
        is_begun = error.may_have_happened or record.callouts.exclude(sent_at=None).exists()
        _explain(record, error, is_begun=is_begun)
    else:
        drop_a_dead_connection()
        conclude(record, outcome)


def _takes_the_right_to_ask(record: OrderRecord) -> bool:
    """Once for each press, and only under the lease that the record was read with."""
    free = OrderRecord.objects.filter(
        pk=record.pk, state=State.ATTEMPTING, lease=record.lease, purchase_asked_at=None
    )
    record.purchase_asked_at, record.confirmation_by = timezone.now(), settings.CONFIRMATION_EMAIL
    with transaction.atomic():
        if not free.update(
            purchase_asked_at=record.purchase_asked_at, confirmation_by=record.confirmation_by
        ):
            return False
        record.note_again(ASKED)
    return True


def _takes_the_right_to_send_on(record: OrderRecord, step: CalloutStep) -> bool:
    """Once for each return, and only under the lease that the record was read with."""
    held = OrderRecord.objects.filter(pk=record.pk, state=State.ATTEMPTING, lease=record.lease)
    free = CalloutStep.objects.filter(pk=step.pk, sent_at=None, record__in=held)
    with transaction.atomic():
        if not free.update(sent_at=timezone.now()):
            return False
        record.note(CALLED_BACK)
    step.refresh_from_db()  # what came last is what is sent
    return True


def _explain(record: OrderRecord, error: TicketingError, *, is_begun: bool) -> None:
    """An error instead of an outcome: to be looked up, once more, or back to the form."""
    logger.warning("Purchase of %s: %s", record.pk, error)
    if is_begun:
        record.note("the answer is lost", request_id=error.request_id, detail=type(error).__name__)
        look_again(record, seconds=1)
    elif isinstance(error, (NotSent, Unanswered)):
        record.note_again("the purchase could not be sent", request_id=error.request_id)
        look_again(record, seconds=TRIED_AGAIN_AFTER)
    else:
        refuse(record, error)

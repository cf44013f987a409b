"""What became of a purchase whose answer is lost: looked up in one place after the other, till it is sure."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from boxoffice.ticketing import BadEmailAddress, Callout, SalesWanted, Service, TicketingError, get_service

from .concluding import conclude, finish, look_again, refuse
from .models import OrderRecord, State

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0
ASKED = "purchase is asked for"


def settle(record: OrderRecord) -> None:
    """Look up what became of it; what stays uncertain is looked up again. Settling twice changes nothing."""
    before, service = record.state, get_service(record.language)
    for place, look_up in PLACES.items():
        is_open = False
        try:
            is_open = bool(look_up(record, service))
        except TicketingError as error:
            record.note(f"no answer from {place}", request_id=error.request_id, detail=type(error).__name__)
        except Exception:  # a fault of ours in one place must not keep the others from being asked
            logger.exception("Looking %s up in %s", record.pk, place)
        if record.state != before:
            return
        if is_open:
            break
    record.change(looks=record.looks + 1)
    look_again(record, seconds=min(2.0 ** min(record.looks, 10), LONGEST_PAUSE))


def _from_archive(record: OrderRecord, service: Service) -> None:
    """The lost answer, verbatim. A refusal there may only mean that there is none."""
    if record.state != State.ATTEMPTING:
        return
    try:
        outcome = service.get_purchase(record.transaction_uuid or "")
    except BadEmailAddress as error:
        # It says what no missing answer says. Of a second attempt it might be the first one's answer.
        if record.steps.filter(what=ASKED).count() > 1:
            raise
        refuse(record, error)
    else:
        if not isinstance(outcome, Callout):  # it may be answered by now: status tells which one is pending
            conclude(record, outcome)


def _from_status(record: OrderRecord, service: Service) -> bool:
    """`reserved` is no answer yet: the lost request may still be running. True while f13 is still at it.

    A buyer may be out paying for longer than the hold lasted: f13 alone says when that is over.
    """
    found = service.get_status(record.transaction_uuid or "")
    if found.is_released:
        if record.state == State.HANDED_OVER:
            record.move(State.RELEASED, what="let go at the white label", request_id=found.request_id)
        else:
            finish(record, State.FAILED, found, request_id=found.request_id, why_failed="supplier")
    elif found.outcome is not None:
        conclude(record, found.outcome)
    else:
        record.note(f"status says {found.status.value or 'something new'}", request_id=found.request_id)
    return found.is_attempting


def _from_sales(record: OrderRecord, service: Service) -> None:
    """Long after the hold's end, a purchase that the sales report does not know did not happen."""
    grace = timedelta(seconds=settings.SETTLE_GRACE_SECONDS)
    if record.hold_ends_at is None or timezone.now() < record.hold_ends_at + grace:
        return
    sales = service.list_orders_sold(SalesWanted(transaction_uuid=record.transaction_uuid or ""))
    if any(order.purchase_succeeded is not False for order in sales):
        record.note("the sales report knows it: staff must look")
    elif record.state == State.HANDED_OVER:
        record.move(State.EXPIRED, what="never bought at the white label")
    else:
        record.move(State.FAILED, what="never bought", why_failed="unknown")


PLACES: dict[str, Callable[[OrderRecord, Service], bool | None]] = {
    "the archive": _from_archive,
    "status": _from_status,
    "the sales report": _from_sales,
}

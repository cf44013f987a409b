"""What became of a purchase whose answer is lost: looked up in one place after the other, till it is sure."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.utils import timezone

from boxoffice.ticketing import (
    BadData,
    BadEmailAddress,
    Callout,
    Gone,
    Outcome,
    PartlyPurchased,
    Purchased,
    SalesWanted,
    Service,
    SoldOrder,
    TicketingError,
    Transaction,
    get_service,
)

from .concluding import conclude, finish, look_again, refuse
from .models import NeedsStaff, OrderRecord, State

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0  # seconds
# What is uncertain after so many looks, an hour or so, waits for somebody to mend something.
MANY_LOOKS, LONG_PAUSE = 60, 600.0
ASKED = "purchase is asked for"
SALES = "the sales report"
NEVER_BOUGHT_THERE = "never bought at the white label"


def settle(record: OrderRecord) -> None:
    """Look up what became of it; what stays uncertain is looked up again. Settling twice changes nothing."""
    before, service = record.state, get_service(record.language)
    in_doubt = False
    for place, look_up in PLACES.items():
        in_doubt = _ask(record, place, partial(look_up, record, service))
        if record.state != before:
            return
    # Of the two, status is the last and knows best: while it is in doubt, absence elsewhere proves nothing.
    _ask(record, SALES, partial(_from_sales, record, service, in_doubt=in_doubt))
    if record.state == before:
        record.change(looks=record.looks + 1)
        look_again(record, seconds=_pause(record.looks))


def _pause(looks: int) -> float:
    return min(2.0 ** min(looks, 10), LONGEST_PAUSE) if looks <= MANY_LOOKS else LONG_PAUSE


def _ask(record: OrderRecord, place: str, look_up: Callable[[], bool]) -> bool:
    """Whether this place leaves open that it was bought: it says so, or it does not answer."""
    try:
        return look_up()
    except TicketingError as error:
        record.note_again(f"no answer from {place}", request_id=error.request_id, detail=type(error).__name__)
        return not isinstance(error, BadData | Gone)
    except Exception:  # a fault of ours in one place must not keep the others from being asked
        logger.exception("Looking %s up in %s", record.pk, place)
        return True


def _from_archive(record: OrderRecord, service: Service) -> bool:
    """The lost answer, verbatim. A refusal there may only mean that there is none."""
    if record.state != State.ATTEMPTING:
        return False
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
    return False


def _from_status(record: OrderRecord, service: Service) -> bool:
    """`reserved` is no answer yet: the lost request may still be running. Long after, it is one."""
    found = _status(record, service)
    if found.is_released:
        _ended_unbought(record, found)
    elif found.outcome is not None and not _is_paid_elsewhere(record, found.outcome):
        conclude(record, found.outcome)
    else:
        said = found.status.value or "something new"
        record.note_again(f"status says {said}", request_id=found.request_id)
    return not found.is_reserved


def _status(record: OrderRecord, service: Service) -> Transaction:
    """Who buys is asked only where somebody else has asked the buyer."""
    transaction_uuid = record.transaction_uuid or ""
    if record.state == State.HANDED_OVER:
        return service.get_status(transaction_uuid, customer=True)
    return service.get_status(transaction_uuid)


def _ended_unbought(record: OrderRecord, found: Transaction) -> None:
    """Nobody bought it, and its seats are free."""
    if record.state != State.HANDED_OVER:
        finish(record, State.FAILED, found, request_id=found.request_id, why_failed="away")
    elif record.has_lapsed(timezone.now()):
        record.move(State.EXPIRED, what=NEVER_BOUGHT_THERE, request_id=found.request_id)
    else:
        record.move(State.RELEASED, what="let go at the white label", request_id=found.request_id)


def _is_paid_elsewhere(record: OrderRecord, outcome: Outcome) -> bool:
    """The white label sends its buyers out and back by itself: its callouts are none of this shop's."""
    return record.state == State.HANDED_OVER and isinstance(outcome, Callout)


def _from_sales(record: OrderRecord, service: Service, *, in_doubt: bool) -> bool:
    """Long after the hold's end, a purchase that the sales report does not know did not happen."""
    grace = timedelta(seconds=settings.SETTLE_GRACE_SECONDS)
    if record.hold_ends_at is None or timezone.now() < record.hold_ends_at + grace:
        return True
    sales = service.list_orders_sold(SalesWanted(transaction_uuid=record.transaction_uuid or ""))
    sold = [order for order in sales if order.purchase_succeeded is not False]
    if sold:
        _from_transaction_id(record, service, sold)
    elif in_doubt:
        # A buyer may be out paying for longer than the hold lasted: f13 alone says when that is over.
        if record.state != State.CALLED_OUT:
            record.ask_staff(NeedsStaff.DOUBT, what="the sales report does not know it: staff must look")
    elif record.state == State.HANDED_OVER:
        record.move(State.EXPIRED, what=NEVER_BOUGHT_THERE)
    else:
        record.move(State.FAILED, what="never bought", why_failed="unknown")
    return bool(sold)


def _from_transaction_id(record: OrderRecord, service: Service, sold: Sequence[SoldOrder]) -> None:
    """The report is no proof of what was sold. It gives f13's reference, under which status may know more."""
    before = record.state
    own = [order for order in sold if order.transaction_uuid in {"", record.transaction_uuid}]
    transaction_id = next((order.transaction_id for order in own if order.transaction_id), "")
    if transaction_id:
        _ask(
            record,
            "status by transaction id",
            partial(_conclude_by_id, record, service, transaction_id=transaction_id),
        )
    if record.state == before:
        record.ask_staff(NeedsStaff.SALES, what="the sales report knows it: staff must look")


def _conclude_by_id(record: OrderRecord, service: Service, *, transaction_id: str) -> bool:
    """Only that it was bought can be learnt here: anything else contradicts the report."""
    found = service.get_status_by_id(transaction_id)
    is_ours = found.transaction_uuid == record.transaction_uuid
    if is_ours and isinstance(found.outcome, Purchased | PartlyPurchased):
        conclude(record, found.outcome)
    return True


PLACES: dict[str, Callable[[OrderRecord, Service], bool]] = {
    "the archive": _from_archive,
    "status": _from_status,
}

"""The only path from reserved to settled: claim, lease, ask, settle. Run by the worker, never by a request.

A purchase is asked for once. When its answer is lost, what became of it is looked up until it is certain.

A worker may stand still for longer than its lease, and another goes on in its place. So the right to ask is
taken by one UPDATE that only the lease's holder can win, and whoever finds it taken only looks up.
"""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error, close_old_connections, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from boxoffice.ticketing import (
    BadData,
    BadEmailAddress,
    Failed,
    NotSent,
    Outcome,
    PartlyPurchased,
    Purchased,
    SalesWanted,
    Service,
    TicketingError,
    Transaction,
    get_service,
    to_text,
)

from . import outcomes, payments
from .models import OrderRecord, State

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0
WITHIN_SECONDS = 2.0  # a purchase starts only while at least so much of the hold is left
ASKED = "purchase is asked for"


def press(record: OrderRecord, *, customer: Mapping[str, object], customer_ip: str | None) -> bool:
    """The buyer has pressed pay: True for the press that starts the purchase, False for every other one."""
    if record.state != State.RESERVED or record.has_lapsed(timezone.now()):
        return False
    if outcomes.of(record).needs_consent:
        return False
    return record.move(
        State.ATTEMPTING,
        what="pay was pressed",
        customer=dict(customer),
        customer_ip=customer_ip,
        customer_errors={},
        pressed_at=timezone.now(),
        purchase_asked_at=None,
        looks=0,
        look_again_at=None,
        # The worker that was refused may still be tidying up; this attempt need not wait for it.
        lease="",
        lease_ends_at=None,
    )


def run(record_id: uuid.UUID) -> datetime | None:
    """Buy what is held, or find out what became of it; when to come back, while that is uncertain.

    Any number of calls, by any process: one purchase.
    """
    with _lease(record_id) as record:
        if record is None:
            return None
        if record.purchase_asked_at is not None:
            settle(record)
        elif not _can_start(record):
            record.move(
                State.FAILED, what="the hold ran out before the purchase could start", why_failed="expired"
            )
        else:
            _ask(record)
        return record.look_again_at if record.state == State.ATTEMPTING else None


def settle(record: OrderRecord) -> None:
    """Look up what became of a purchase whose answer is lost; what stays uncertain is looked up again."""
    service = get_service(record.language)
    for place, look_up in PLACES.items():
        try:
            look_up(record, service)
        except TicketingError as error:
            record.note(f"no answer from {place}", request_id=error.request_id, detail=type(error).__name__)
        except Exception:  # a fault of ours in one place must not keep the others from being asked
            logger.exception("Looking %s up in %s", record.pk, place)
        if record.state != State.ATTEMPTING:
            return
    pause = min(2.0 ** min(record.looks + 1, 10), LONGEST_PAUSE)
    record.change(looks=record.looks + 1, look_again_at=timezone.now() + timedelta(seconds=pause))


def unsettled() -> list[uuid.UUID]:
    """Records that wait for a worker: never started, left behind by one that died, or due to be looked up."""
    return list(_waiting().values_list("pk", flat=True))


def _waiting() -> QuerySet[OrderRecord]:
    now = timezone.now()
    is_free = Q(lease_ends_at=None) | Q(lease_ends_at__lte=now)
    is_due = Q(look_again_at=None) | Q(look_again_at__lte=now)
    return OrderRecord.objects.filter(is_free, is_due, state=State.ATTEMPTING)


def _can_start(record: OrderRecord) -> bool:
    return not record.has_lapsed(timezone.now() + timedelta(seconds=WITHIN_SECONDS))


def _ask(record: OrderRecord) -> None:
    if not _takes_the_right_to_ask(record):
        return
    way = payments.WAYS[record.payment]
    try:
        outcome = way.purchase(get_service(record.language), record)
    except TicketingError as error:
        _drop_a_dead_connection()
        _explain(record, error)
    else:
        _drop_a_dead_connection()
        _conclude(record, outcome)


def _drop_a_dead_connection() -> None:
    """The call may have taken minutes, in which the database was restarted."""
    if not connection.in_atomic_block:
        close_old_connections()


def _takes_the_right_to_ask(record: OrderRecord) -> bool:
    """Once for each press, and only under the lease that the record was read with."""
    free = OrderRecord.objects.filter(
        pk=record.pk, state=State.ATTEMPTING, lease=record.lease, purchase_asked_at=None
    )
    record.purchase_asked_at = timezone.now()
    with transaction.atomic():
        if not free.update(purchase_asked_at=record.purchase_asked_at):
            return False
        record.note(ASKED)
    return True


def _explain(record: OrderRecord, error: TicketingError) -> None:
    """An error instead of an outcome: back to the form, once more, or to be looked up."""
    logger.warning("Purchase of %s: %s", record.pk, error)
    if error.may_have_happened:
        record.note("the answer is lost", request_id=error.request_id, detail=type(error).__name__)
        record.change(look_again_at=timezone.now() + timedelta(seconds=1))
    elif isinstance(error, NotSent):
        record.note("the purchase could not be sent", request_id=error.request_id)
        record.change(purchase_asked_at=None, look_again_at=timezone.now() + timedelta(seconds=2))
    else:
        _refuse(record, error)


def _refuse(record: OrderRecord, error: TicketingError) -> None:
    """Nothing was bought, the seats are still held: the buyer may put it right."""
    record.move(
        State.RESERVED,
        what="refused for the customer's data" if isinstance(error, BadData) else "refused",
        request_id=error.request_id,
        detail=type(error).__name__,
        customer_errors=_customer_errors(error),
    )


def _customer_errors(error: TicketingError) -> dict[str, str]:
    if isinstance(error, BadEmailAddress):
        return {"email": error.error_key or "addr_bad"}
    return {"": "data" if isinstance(error, BadData) else "refused"}


def _conclude(record: OrderRecord, outcome: Outcome) -> None:
    match outcome:
        case Purchased(bought):
            _finish(record, State.PURCHASED, bought, request_id=outcome.request_id)
        case PartlyPurchased(bought):
            _finish(record, State.PARTLY_PURCHASED, bought, request_id=outcome.request_id)
        case Failed(failed):
            why = "card" if outcome.is_card_refusal else "supplier"
            _finish(record, State.FAILED, failed, request_id=outcome.request_id, why_failed=why)
        case _:  # a callout for an account that is to pay on credit: nobody can answer it, so it lapses
            record.note(
                "a callout came, which this way of paying cannot answer", request_id=outcome.request_id
            )
            record.change(look_again_at=timezone.now() + timedelta(seconds=LONGEST_PAUSE))


def _finish(
    record: OrderRecord, to: State, bought: Transaction, *, request_id: str, why_failed: str = ""
) -> None:
    is_first = record.move(
        to,
        what=str(to.label),
        request_id=request_id,
        transaction_id=bought.transaction_id,
        kept_transaction=to_text(bought),
        why_failed=why_failed,
        look_again_at=None,
    )
    if not is_first:
        _compare(record, to, request_id=request_id)


def _compare(record: OrderRecord, to: State, *, request_id: str) -> None:
    """Another worker was quicker. That both have heard the same is the rule; anything else is for staff."""
    record.refresh_from_db()
    if record.state not in {to, State.CANCELLED}:
        logger.error("Order %s is %s, and another answer says %s", record.pk, record.state, to)
        record.note(f"another answer says {to.value}: staff must look", request_id=request_id)


def _from_archive(record: OrderRecord, service: Service) -> None:
    """The lost answer, verbatim. A refusal there may only mean that there is none."""
    try:
        outcome = service.get_purchase(record.transaction_uuid or "")
    except BadEmailAddress as error:
        # It says what no missing answer says. Of a second attempt it might be the first one's answer.
        if record.steps.filter(what=ASKED).count() > 1:
            raise
        _refuse(record, error)
    else:
        _conclude(record, outcome)


def _from_status(record: OrderRecord, service: Service) -> None:
    """`reserved` is no answer yet: the lost request may still be running."""
    found = service.get_status(record.transaction_uuid or "")
    if found.is_released:
        _finish(record, State.FAILED, found, request_id=found.request_id, why_failed="supplier")
    elif found.outcome is not None:
        _conclude(record, found.outcome)
    else:
        record.note(f"status says {found.status.value or 'something new'}", request_id=found.request_id)


def _from_sales(record: OrderRecord, service: Service) -> None:
    """Long after the hold's end, a purchase that the sales report does not know did not happen."""
    grace = timedelta(seconds=settings.SETTLE_GRACE_SECONDS)
    if record.hold_ends_at is None or timezone.now() < record.hold_ends_at + grace:
        return
    sales = service.list_orders_sold(SalesWanted(transaction_uuid=record.transaction_uuid or ""))
    if any(order.purchase_succeeded is not False for order in sales):
        record.note("the sales report knows it: staff must look")
    else:
        record.move(State.FAILED, what="never bought", why_failed="unknown")


PLACES: dict[str, Callable[[OrderRecord, Service], None]] = {
    "the archive": _from_archive,
    "status": _from_status,
    "the sales report": _from_sales,
}


@contextmanager
def _lease(record_id: uuid.UUID) -> Iterator[OrderRecord | None]:
    """The record, if it waits and nobody else works on it; the lease is renewed while the block runs."""
    lease, ended = uuid.uuid4().hex, threading.Event()
    if not _take(record_id, lease):
        yield None
        return
    renewing = threading.Thread(target=_renew, args=(record_id, lease, ended), daemon=True)
    renewing.start()
    try:
        yield OrderRecord.objects.get(pk=record_id)
    finally:
        ended.set()
        renewing.join()
        OrderRecord.objects.filter(pk=record_id, lease=lease).update(lease="", lease_ends_at=None)


def _take(record_id: uuid.UUID, lease: str) -> bool:
    ends_at = timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)
    return bool(_waiting().filter(pk=record_id).update(lease=lease, lease_ends_at=ends_at))


def _renew(record_id: uuid.UUID, lease: str, ended: threading.Event) -> None:
    """A database that is away for a moment costs one renewal, not the lease."""
    while not ended.wait(settings.LEASE_RENEWED_EVERY):
        ends_at = timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)
        try:
            OrderRecord.objects.filter(pk=record_id, lease=lease).update(lease_ends_at=ends_at)
        except Error as error:
            logger.warning("The lease of %s was not renewed: %s", record_id, type(error).__name__)
            connection.close()
    connection.close()

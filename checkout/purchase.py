"""The only path from reserved to settled: claim, lease, ask, settle. Run by the worker, never by a request.

A purchase is asked for once. When its answer is lost, what became of it is looked up until it is certain.
"""

import logging
import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from boxoffice.ticketing import (
    BadData,
    BadEmailAddress,
    Failed,
    NotSent,
    Outcome,
    PartlyPurchased,
    Purchased,
    TicketingError,
    Transaction,
    get_service,
    to_text,
)

from . import payments
from .models import OrderRecord, State

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 60.0
WITHIN_SECONDS = 2.0  # a purchase starts only while at least so much of the hold is left


def press(record: OrderRecord, *, customer: Mapping[str, object], customer_ip: str | None) -> bool:
    """The buyer has pressed pay: True for the press that starts the purchase, False for every other one."""
    if record.state != State.RESERVED or record.has_lapsed(timezone.now()):
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
    )


def run(record_id: uuid.UUID) -> None:
    """Buy what is held, or find out what became of it. Any number of calls, by any process: one purchase."""
    with _lease(record_id) as record:
        if record is None:
            return
        if record.purchase_asked_at is not None:
            settle(record)
        elif not _can_start(record):
            record.move(
                State.FAILED, what="the hold ran out before the purchase could start", why_failed="expired"
            )
        else:
            _ask(record)


def settle(record: OrderRecord) -> None:
    """Look up what became of a purchase whose answer is lost; what stays uncertain is looked up again."""
    service = get_service(record.language)
    for look_up in (_from_archive, _from_status, _from_sales):
        if look_up(record, service):
            return
    looks = record.looks + 1
    pause = min(2.0**looks, LONGEST_PAUSE)
    record.change(looks=looks, look_again_at=timezone.now() + timedelta(seconds=pause))


def unsettled() -> Iterator[uuid.UUID]:
    """Records that wait for a worker: never started, left behind by one that died, or due to be looked up."""
    now = timezone.now()
    is_free = Q(lease_ends_at=None) | Q(lease_ends_at__lte=now)
    is_due = Q(look_again_at=None) | Q(look_again_at__lte=now)
    waiting = OrderRecord.objects.filter(is_free, is_due, state=State.ATTEMPTING)
    yield from waiting.values_list("pk", flat=True)


def _can_start(record: OrderRecord) -> bool:
    return not record.has_lapsed(timezone.now() + timedelta(seconds=WITHIN_SECONDS))


def _ask(record: OrderRecord) -> None:
    record.change(purchase_asked_at=timezone.now())
    record.note("purchase is asked for")
    way = payments.WAYS[record.payment]
    try:
        outcome = way.purchase(get_service(record.language), record)
    except TicketingError as error:
        _explain(record, error)
    else:
        _conclude(record, outcome)


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
    record.move(
        to,
        what=str(to.label),
        request_id=request_id,
        transaction_id=bought.transaction_id,
        kept_transaction=to_text(bought),
        why_failed=why_failed,
        look_again_at=None,
    )


def _from_archive(record: OrderRecord, service) -> bool:
    """The lost answer, verbatim. A refusal there may only mean that there is none."""
    try:
        outcome = service.get_purchase(record.transaction_uuid)
    except TicketingError as error:
        record.note("no answer in the archive", request_id=error.request_id, detail=type(error).__name__)
        return False
    _conclude(record, outcome)
    return record.state != State.ATTEMPTING


def _from_status(record: OrderRecord, service) -> bool:
    """`reserved` is no answer yet: the lost request may still be running."""
    try:
        found = service.get_status(record.transaction_uuid)
    except TicketingError as error:
        record.note("no answer from status", request_id=error.request_id, detail=type(error).__name__)
        return False
    if found.is_purchased:
        is_partial = found.purchase_result is not None and found.purchase_result.is_partial
        state = State.PARTLY_PURCHASED if is_partial else State.PURCHASED
        _finish(record, state, found, request_id=found.request_id)
    elif found.is_failed or found.is_released:
        _finish(record, State.FAILED, found, request_id=found.request_id, why_failed="supplier")
    else:
        record.note(f"status says {found.status.value or 'something new'}", request_id=found.request_id)
    return record.state != State.ATTEMPTING


def _from_sales(record: OrderRecord, service) -> bool:
    """Long after the hold's end, a purchase that the sales report does not know did not happen."""
    grace = timedelta(seconds=settings.SETTLE_GRACE_SECONDS)
    if record.hold_ends_at is None or timezone.now() < record.hold_ends_at + grace:
        return False
    try:
        sales = service.list_orders_sold(transaction_uuid=record.transaction_uuid)
    except TicketingError as error:
        record.note(
            "no answer from the sales report", request_id=error.request_id, detail=type(error).__name__
        )
        return False
    if any(order.purchase_succeeded for order in sales):
        record.note("the sales report knows it: staff must look", request_id=sales.request_id)
        return False
    record.move(State.FAILED, what="never bought", request_id=sales.request_id, why_failed="unknown")
    return True


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
    now = timezone.now()
    with transaction.atomic():
        return bool(
            OrderRecord.objects.filter(Q(lease_ends_at=None) | Q(lease_ends_at__lte=now))
            .filter(pk=record_id, state=State.ATTEMPTING)
            .update(lease=lease, lease_ends_at=now + timedelta(seconds=settings.LEASE_SECONDS))
        )


def _renew(record_id: uuid.UUID, lease: str, ended: threading.Event) -> None:
    try:
        while not ended.wait(settings.LEASE_RENEWED_EVERY):
            ends_at = timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)
            OrderRecord.objects.filter(pk=record_id, lease=lease).update(lease_ends_at=ends_at)
    finally:
        connection.close()

"""What an answer means for the record, wherever it was found. Concluding twice changes nothing."""

import logging
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from boxoffice.ticketing import (
    BadData,
    BadEmailAddress,
    Callout,
    Failed,
    Outcome,
    PartlyPurchased,
    Purchased,
    TicketingError,
    Transaction,
    to_text,
)

from . import callouts, items, letters, reservation
from .models import BOUGHT, NeedsStaff, OrderRecord, State

logger = logging.getLogger(__name__)

ENDED = BOUGHT | {State.FAILED, State.EXPIRED, State.RELEASED}


def conclude(record: OrderRecord, outcome: Outcome) -> None:
    """Move the record on as f13's answer says."""
    match outcome:
        case Purchased(bought):
            finish(record, State.PURCHASED, bought, request_id=outcome.request_id)
        case PartlyPurchased(bought):
            finish(record, State.PARTLY_PURCHASED, bought, request_id=outcome.request_id)
        case Failed(failed):
            finish(record, State.FAILED, failed, request_id=outcome.request_id, why_failed=outcome.why)
        case Callout():
            callouts.go_out(record, outcome)


def finish(
    record: OrderRecord, to: State, bought: Transaction, *, request_id: str, why_failed: str = ""
) -> None:
    """The record has ended in this way, with this transaction."""
    customer: Mapping[str, object] = record.customer or _said_of_themselves(bought)
    with transaction.atomic():
        is_first = record.move(
            to,
            what=str(to.label),
            request_id=request_id,
            transaction_id=bought.transaction_id,
            kept_transaction=to_text(replace(bought, customer=None)),
            why_failed=why_failed,
            look_again_at=None,
            customer=dict(customer),
        )
        if is_first:
            items.keep(record)
        if is_first and record.is_bought:
            letters.promise(record, kind="confirmation")
    if not is_first:
        _compare(record, to, request_id=request_id)


def refuse(record: OrderRecord, error: TicketingError) -> None:
    """Nothing was bought, the seats are still held: the buyer may put it right."""
    is_held = record.move(
        State.RESERVED,
        what="refused for the customer's data" if isinstance(error, BadData) else "refused",
        request_id=error.request_id,
        detail=type(error).__name__,
        customer_errors=_customer_errors(error),
    )
    if is_held and _holds_something_else(record):
        reservation.release(record)


def look_again(record: OrderRecord, *, seconds: float) -> None:
    """Unless it has gone on meanwhile, as when its buyer came back: that is not to wait."""
    at = timezone.now() + timedelta(seconds=seconds)
    if OrderRecord.objects.filter(pk=record.pk, state=record.state).update(look_again_at=at):
        record.look_again_at = at


def _said_of_themselves(bought: Transaction) -> dict[str, object]:
    """Who bought, where it was not this shop that asked: as the white label has told f13."""
    said = asdict(bought.customer) if bought.customer else {}
    return {name: value for name, value in said.items() if value and name != "latin"}


def _customer_errors(error: TicketingError) -> dict[str, str]:
    if isinstance(error, BadEmailAddress):
        return {"email": error.error_key or "addr_bad"}
    return {"": "data" if isinstance(error, BadData) else "refused"}


def _holds_something_else(record: OrderRecord) -> bool:
    """While this was being bought, its buyer may have held other tickets. One hold is all they may have."""
    others = OrderRecord.objects.filter(visitor=record.visitor).exclude(pk=record.pk)
    return others.filter(state__in=(State.RESERVING, State.RESERVED)).exists()


def _compare(record: OrderRecord, to: State, *, request_id: str) -> None:
    """Another worker was quicker. That both have heard the same is the rule; anything else is for staff."""
    record.refresh_from_db()
    if record.state in ENDED and record.state not in {to, State.CANCELLED}:
        logger.error("Order %s is %s, and another answer says %s", record.pk, record.state, to)
        what = f"another answer says {to.value}: staff must look"
        record.ask_staff(NeedsStaff.CONTRADICTION, what=what, request_id=request_id)

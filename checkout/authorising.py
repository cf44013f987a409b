"""The buyer's card, by the shop's own Stripe: the intent before the browser confirms it."""

from typing import Any

from django.db import IntegrityError, transaction

from boxoffice.ticketing import Money

from . import pressing, taking
from .models import Authorisation, OrderRecord, Standing
from .payments import NotPaid, own_stripe, stripe_line
from .payments.stripe_line import Intent, StripeTrouble

ENOUGH = 3  # rows that may prove unfit, one after the other, before the buyer is told


def begin(record: OrderRecord) -> list[dict[str, Any]]:
    """What the browser is to confirm, for a record that has just been pressed (AUTHORISING).

    `is_confirmed`: nothing, the bank has said yes to an earlier try at the same price. Raises NotPaid, and
    then the record is RESERVED again, with the word for the page.
    """
    try:
        intent = _intent_for(record)
    except StripeTrouble as error:
        raise _not_begun(record, why=own_stripe.AWAY, request_id=error.request_id) from error
    if intent is None:
        raise _not_begun(record, why=own_stripe.NOT_GOOD)
    return [{"client_secret": intent.client_secret, "is_confirmed": intent.is_held}]


def _not_begun(record: OrderRecord, *, why: str, request_id: str = "") -> NotPaid:
    pressing.not_authorised(record, why=why, request_id=request_id)
    return NotPaid("the card could not be asked for", why=why, request_id=request_id)


def _intent_for(record: OrderRecord) -> Intent | None:
    """The intent of an earlier try where it will do, else a new one; its id is kept before it is used."""
    total = own_stripe.price_of(record.reservation)
    for _ in range(ENOUGH if total else 0):
        authorisation = _open_row(record, total)  # type: ignore[arg-type]  # a loop without a total does not run
        intent = _asked(authorisation)
        if intent is None:
            continue
        if _will_do(intent, authorisation):
            _get_ready(authorisation, intent)
            return intent
        taking.free(authorisation)
    return None


def _open_row(record: OrderRecord, total: Money) -> Authorisation:
    """The row comes first: an intent that nobody knows of would keep a buyer's money."""
    row = record.authorisations.open().first()
    if row is not None:
        return row
    amount, code = own_stripe.minor_units(total), total.currency.code.lower()
    try:
        with transaction.atomic():
            return Authorisation.objects.create(record=record, amount=amount, currency_code=code)
    except IntegrityError:  # another tab was quicker
        return record.authorisations.open().get()


def _asked(authorisation: Authorisation) -> Intent | None:
    """Its intent, made now or before. None where the row was given up while it was being made."""
    if authorisation.intent_id:
        return stripe_line.retrieve(authorisation.intent_id)
    intent = stripe_line.create(
        key=authorisation.key("create"),
        amount=authorisation.amount,
        currency=authorisation.currency_code,
        metadata=describing(authorisation.record),
    )
    if authorisation.name_intent(intent.id):
        authorisation.record.note("Stripe is asked", request_id=intent.request_id, detail=intent.id)
        return intent
    stripe_line.cancel(intent.id, key=authorisation.key("cancel"))
    return None


def describing(record: OrderRecord) -> dict[str, str]:
    """What Stripe's pages and lists say about it."""
    return {"transaction_uuid": record.transaction_uuid or "", "order": str(record.pk)}


def _will_do(intent: Intent, authorisation: Authorisation) -> bool:
    """Whether the buyer may go on with it: it waits for a card, or its bank has said yes to all of it."""
    is_same = (intent.amount, intent.currency) == (authorisation.amount, authorisation.currency_code)
    is_ours = intent.order == str(authorisation.record_id)
    is_whole = intent.is_held and intent.amount_capturable == intent.amount
    return is_same and is_ours and (intent.is_fresh or is_whole)


def _get_ready(authorisation: Authorisation, intent: Intent) -> None:
    if intent.is_held:
        authorisation.move(Standing.HELD, ends_at=taking.end_of(authorisation, intent))
    elif intent.failure != authorisation.known_failure:
        authorisation.change(known_failure=intent.failure)

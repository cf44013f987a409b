"""The payment intent of an order: its row first, then Stripe, then its id is kept; only then it is used."""

from django.db import IntegrityError, transaction

from boxoffice.ticketing import Money

from . import taking
from .models import Authorisation, OrderRecord, Standing
from .payments import own_stripe, stripe_line
from .payments.stripe_line import Intent

ENOUGH = 3  # rows that may prove unfit, one after the other, before the buyer is told


def intent_for(record: OrderRecord) -> Intent | None:
    """The intent of an earlier try where it will do, else a new one. Raises StripeTrouble."""
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


def describe_anew(authorisation: Authorisation, intent: Intent) -> Intent:
    """Tell Stripe for which order this is, where that has changed. Raises StripeTrouble."""
    record = authorisation.record
    if intent.order == str(record.pk) or not authorisation.was_carried_over:
        return intent
    key = authorisation.key(f"describe-{record.pk}")
    return stripe_line.describe(intent.id, key=key, metadata=describing(record))


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

"""A card on its way to a yes: begun for the browser, then looked at by the worker until the bank has decided.

The browser is never waited for, and nothing that it says is believed: Stripe is asked.
"""

import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from . import intents, late, pressing, taking
from .concluding import look_again
from .lease import drop_a_dead_connection
from .models import Authorisation, OrderRecord, Standing, State
from .payments import NotPaid, own_stripe, stripe_line
from .payments.stripe_line import Intent, StripeTrouble
from .reservation import RAN_OUT

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0  # seconds, where no webhook says that there is news
BEGUN_WITHIN = timedelta(seconds=60)  # whoever has made no intent by then has died
INTENT = "payment_intent"  # in `paid_with`, from when the browser is given it
DECLINED, NOT_CONFIRMED = "declined", "3ds"  # words for the page


def begin(record: OrderRecord) -> list[dict[str, Any]]:
    """What the browser is to confirm, for a record that has just been pressed (AUTHORISING).

    `is_confirmed`: nothing, the bank has said yes to an earlier try at the same price. Raises NotPaid, and
    then the record is RESERVED again, with the word for the page.
    """
    try:
        intent = intents.intent_for(record)
    except StripeTrouble as error:
        raise _not_begun(record, why=own_stripe.AWAY, request_id=error.request_id) from error
    if intent is None:
        raise _not_begun(record, why=own_stripe.NOT_GOOD)
    record.change(paid_with={INTENT: intent.id})
    return [{"client_secret": intent.client_secret, "is_confirmed": intent.is_held}]


def _not_begun(record: OrderRecord, *, why: str, request_id: str = "") -> NotPaid:
    pressing.not_authorised(record, why=why, request_id=request_id)
    return NotPaid("the card could not be asked for", why=why, request_id=request_id)


def hurry(record: OrderRecord) -> None:
    """There is news of this card: whoever comes by looks at once."""
    OrderRecord.objects.filter(pk=record.pk, state=State.AUTHORISING).update(look_again_at=None)


def look(record: OrderRecord) -> None:
    """How is it with the card? Leaves the record where it is, while that is open."""
    authorisation = record.authorisations.open().first()
    if record.payment != "stripe":
        _wait_for_the_browser(record)
    elif authorisation is None or not authorisation.intent_id:
        _wait_for_the_intent(record)
    else:
        _ask(record, authorisation)


def _ask(record: OrderRecord, authorisation: Authorisation) -> None:
    try:
        intent = stripe_line.retrieve(authorisation.intent_id or "")
        if intent.is_held:
            intent = intents.describe_anew(authorisation, intent)
    except StripeTrouble as error:
        drop_a_dead_connection()
        logger.warning("The card of %s: %s", record.pk, error)
        record.note("no answer from Stripe", request_id=error.request_id, detail=error.code)
        _wait(record, grace=timedelta(seconds=settings.BANK_GRACE_SECONDS))
    else:
        drop_a_dead_connection()
        _take_in(record, authorisation, intent)


def _take_in(record: OrderRecord, authorisation: Authorisation, intent: Intent) -> None:
    """What this means for the record."""
    if intent.is_held:
        _held(record, authorisation, intent)
    elif intent.is_at_the_bank:
        _wait(record, grace=timedelta(seconds=settings.BANK_GRACE_SECONDS))
    elif record.paid_with.get(INTENT) != intent.id:
        # News of an earlier try: whoever begins this one may be reading the same, or has let it go.
        _wait_for_the_intent(record)
    elif intent.is_fresh and intent.failure == authorisation.known_failure:
        _wait(record)
    elif intent.is_fresh:
        why = NOT_CONFIRMED if intent.has_failed_to_authenticate else DECLINED
        _refused(record, why=why, request_id=intent.request_id)
    else:
        taking.take_in(authorisation, intent, bought=0)
        _refused(record, why=own_stripe.NOT_GOOD, request_id=intent.request_id)


def _held(record: OrderRecord, authorisation: Authorisation, intent: Intent) -> None:
    """The bank has said yes. Only money that is wholly this order's starts a purchase."""
    authorisation.move(Standing.HELD, ends_at=taking.end_of(authorisation, intent))
    wrong = own_stripe.wrong_with(intent, authorisation=authorisation, record=record)
    if wrong:
        logger.error("The intent of order %s is not as it was made: %s", record.pk, wrong)
        _give_back(authorisation)
        _refused(record, why=own_stripe.NOT_GOOD, request_id=intent.request_id)
    elif record.has_lapsed(timezone.now() + timedelta(seconds=pressing.WITHIN_SECONDS)):
        late.hold_anew(record, authorisation)
    else:
        paid_with = {INTENT: intent.id}
        pressing.authorised(record, paid_with=paid_with, request_id=intent.request_id)


def _give_back(authorisation: Authorisation) -> None:
    try:
        taking.free(authorisation)
    except StripeTrouble as error:  # the next try, or the end of the hold, does it
        logger.warning("Freeing %s: %s", authorisation.pk, error)


def _refused(record: OrderRecord, *, why: str, request_id: str) -> None:
    """Back to the page, while the tickets are held."""
    if record.has_lapsed(timezone.now()):
        record.move(State.EXPIRED, what=RAN_OUT, request_id=request_id)
    else:
        pressing.not_authorised(record, why=why, request_id=request_id)


def _wait(record: OrderRecord, *, grace: timedelta = timedelta(0)) -> None:
    """Until the hold's end; `grace`: for how much longer, since a buyer may be at the bank's page."""
    if record.has_lapsed(timezone.now() - grace):
        record.move(State.EXPIRED, what=RAN_OUT)
        return
    record.change(looks=record.looks + 1)
    look_again(record, seconds=min(2.0 ** min(record.looks, 10), LONGEST_PAUSE))


def _wait_for_the_intent(record: OrderRecord) -> None:
    """Nobody has this try's secret yet: whoever was making it is at it, or has died."""
    is_dead = record.pressed_at is None or record.pressed_at < timezone.now() - BEGUN_WITHIN
    if is_dead and not record.has_lapsed(timezone.now()):
        pressing.not_authorised(record, why=own_stripe.AWAY)
    else:
        _wait(record)


def _wait_for_the_browser(record: OrderRecord) -> None:
    """Others take this money and are told by the browser alone; without it the hold runs out."""
    if record.hold_ends_at is None or record.has_lapsed(timezone.now()):
        record.move(State.EXPIRED, what=RAN_OUT)
    else:
        record.change(look_again_at=record.hold_ends_at)

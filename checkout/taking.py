"""What becomes of the money once it is known what was bought: taken as far as there are tickets, else freed.

While that is not known it is left alone. Answers may be lost: before anything is done, once more or for the
first time, Stripe is asked how things stand.
"""

import logging
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from .models import BOUGHT, Authorisation, OrderRecord, Standing, State, Trouble, is_to_be_looked_at
from .models.authorisation import Authorisations
from .payments import own_stripe, stripe_line
from .payments.stripe_line import Intent, Refused, StripeTrouble

logger = logging.getLogger(__name__)

LONGEST = timedelta(days=7)  # that a bank keeps money for, where the charge does not say
LONGEST_PAUSE = 3600.0
NOT_BOUGHT = frozenset({State.FAILED, State.EXPIRED, State.RELEASED, State.NOT_RESERVED, State.LOST})


def unsettled() -> list[uuid.UUID]:
    """Records that have ended, and whose money has not."""
    return list(_due().order_by().values_list("record_id", flat=True).distinct())


def is_due(record_id: uuid.UUID) -> bool:
    return _due().filter(record=record_id).exists()


def settle(record_id: uuid.UUID) -> datetime | None:
    """Take or free this record's money; when to come back, while that is not certain."""
    for authorisation in _due().filter(record=record_id).select_related("record"):
        if _is_mine(authorisation):
            _settle(authorisation)
    still = Authorisation.objects.open().filter(record=record_id).exclude(look_again_at=None).first()
    return still.look_again_at if still and still.record.state in BOUGHT | NOT_BOUGHT else None


def end_of(authorisation: Authorisation, intent: Intent) -> datetime:
    """When the bank lets go of the money by itself."""
    return intent.capture_before or authorisation.made_at + LONGEST


def free(authorisation: Authorisation) -> bool:
    """Let this money go whatever becomes of the record. Raises StripeTrouble."""
    authorisation.change(looks=authorisation.looks + 1)
    try:
        intent = _cancelled(authorisation)
    except Refused as error:
        if not error.is_of_another_state:
            raise
        intent = stripe_line.retrieve(authorisation.intent_id or "")
    return take_in(authorisation, intent, bought=0)


def take_in(authorisation: Authorisation, intent: Intent, *, bought: int) -> bool:
    """Write down how Stripe says that it ended; False while it has not. What does not fit is for staff."""
    if intent.is_taken:
        trouble = "" if intent.amount_received == bought else Trouble.OTHER_SUM
        is_news = authorisation.move(
            Standing.CAPTURED, captured=intent.amount_received, needs_staff=trouble, look_again_at=None
        )
    elif intent.is_cancelled:
        trouble = Trouble.GONE if bought else ""
        is_news = authorisation.move(Standing.FREED, needs_staff=trouble, look_again_at=None)
    else:
        return False
    if is_news:
        what = str(authorisation.get_standing_display())
        authorisation.record.note(f"money: {what}", request_id=intent.request_id, detail=intent.id)
    return True


def _due() -> Authorisations:
    return Authorisation.objects.open().filter(is_to_be_looked_at(), record__state__in=BOUGHT | NOT_BOUGHT)


def _is_mine(authorisation: Authorisation) -> bool:
    """Whoever counts this try does it; the others come back when it is due again."""
    looks = authorisation.looks + 1
    pause = timedelta(seconds=min(2.0 ** min(looks, 12), LONGEST_PAUSE))
    # No other table in this condition: PostgreSQL looks at it again once a quicker worker lets go of the row.
    free = Authorisation.objects.open().filter(pk=authorisation.pk, looks=authorisation.looks)
    changes = {"looks": looks, "look_again_at": timezone.now() + pause}
    if not free.update(**changes):
        return False
    authorisation.change(**changes)
    return True


def _settle(authorisation: Authorisation) -> None:
    bought = _bought(authorisation.record, authorisation)
    if bought is None:
        authorisation.change(needs_staff=Trouble.UNKNOWN_SUM)
    elif not authorisation.intent_id:  # nobody was ever given its secret
        authorisation.move(Standing.FREED, look_again_at=None)
    else:
        _see_to(authorisation, bought)


def _see_to(authorisation: Authorisation, bought: int) -> None:
    try:
        intent = stripe_line.retrieve(authorisation.intent_id or "")
        if not take_in(authorisation, intent, bought=bought):
            intent = _captured(authorisation, bought) if bought else _cancelled(authorisation)
            take_in(authorisation, intent, bought=bought)
    except StripeTrouble as error:
        _explain(authorisation, error)


def _explain(authorisation: Authorisation, error: StripeTrouble) -> None:
    """It is tried again; after some refusals staff are told, and it is still tried."""
    logger.warning("The money of %s: %s", authorisation.record_id, error)
    what = "Stripe refuses" if isinstance(error, Refused) else "no answer from Stripe"
    authorisation.record.note(what, request_id=error.request_id, detail=error.code)
    if isinstance(error, Refused) and authorisation.looks >= settings.CAPTURE_TRIES:
        authorisation.change(needs_staff=Trouble.REFUSED)


def _captured(authorisation: Authorisation, amount: int) -> Intent:
    key = authorisation.key("capture", attempt=authorisation.looks)
    return stripe_line.capture(authorisation.intent_id or "", key=key, amount=amount)


def _cancelled(authorisation: Authorisation) -> Intent:
    key = authorisation.key("cancel", attempt=authorisation.looks)
    return stripe_line.cancel(authorisation.intent_id or "", key=key)


def _bought(record: OrderRecord, authorisation: Authorisation) -> int | None:
    """What the tickets cost that there are, sending included, in minor units. None: f13 does not say."""
    if record.state in NOT_BOUGHT:
        return 0
    if record.state == State.PURCHASED:
        return authorisation.amount
    totals = [bundle.total for bundle in record.sold_bundles]
    known = [total for total in totals if total is not None]
    codes = {total.currency.code.lower() for total in known}
    if len(known) < len(totals) or not codes <= {authorisation.currency_code}:
        return None
    return min(sum(own_stripe.minor_units(total) for total in known), authorisation.amount)

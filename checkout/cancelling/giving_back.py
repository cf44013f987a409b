"""Gives money of the shop's own Stripe back, and sees what went back by itself. Run by the worker.

A key holds for a day only, so Stripe's list is looked at before every try, the first one included: what went
back is there, whether or not anybody has heard the answer. What staff give back in Stripe's dashboard gets a
row too, for no more may go back than was taken.
"""

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Sum
from django.utils import timezone

from ..models import Authorisation, Refund, RefundStanding, RefundTrouble, Standing
from ..models.refund import STRIPE
from ..payments import stripe_refunds
from ..payments.stripe_line import Refused, StripeTrouble
from ..payments.stripe_refunds import Returned

logger = logging.getLogger(__name__)

S = RefundStanding
LONGEST_PAUSE = 3600.0  # seconds
NOTHING_TAKEN = "nothing was taken, so nothing goes back"
GIVEN_BACK = "money: given back"
SENT_BACK = "money: the bank has sent back what was given back"
BY_HAND = "money was given back in Stripe's dashboard"


def unsettled() -> list[uuid.UUID]:
    """Refunds that wait for a worker."""
    return list(Refund.objects.due().values_list("pk", flat=True))


def of_record(record_id: uuid.UUID) -> list[uuid.UUID]:
    return list(Refund.objects.due().filter(record=record_id).values_list("pk", flat=True))


def settle(refund_id: uuid.UUID) -> datetime | None:
    """Give it back; when to come back, while that is not certain."""
    found = Refund.objects.due().select_related("authorisation", "record").filter(pk=refund_id).first()
    if found is None or not _is_mine(found):
        return None
    if found.authorisation.standing == Standing.FREED:
        if found.move(S.FAILED):
            found.record.note(NOTHING_TAKEN, detail=str(found.pk))
    elif found.authorisation.standing == Standing.CAPTURED:
        _see_to(found)
    found.refresh_from_db()
    return found.look_again_at if found.is_open else None


def _is_mine(one: Refund) -> bool:
    """Whoever counts this try does it; the others come back when it is due again."""
    looks = one.looks + 1
    pause = timedelta(seconds=min(2.0 ** min(looks, 12), LONGEST_PAUSE))
    changes = {"looks": looks, "look_again_at": timezone.now() + pause}
    if not Refund.objects.open().filter(pk=one.pk, looks=one.looks).update(**changes):
        return False
    one.change(**changes)
    return True


def _see_to(one: Refund) -> None:
    intent_id = one.authorisation.intent_id or ""
    try:
        _take_in(one.authorisation, stripe_refunds.list_returned(intent_id))
        one.refresh_from_db()
        if not one.is_open or one.refund_id is not None:
            return
        if one.amount > _room_for(one):
            if one.move(S.FAILED, needs_staff=RefundTrouble.SHORT):
                one.record.note("less is left than should come back", detail=str(one.pk))
        else:
            about = {"order": str(one.record_id), "transaction_uuid": one.record.transaction_uuid or ""}
            _take_in(
                one.authorisation,
                [stripe_refunds.give_back(intent_id, key=str(one.pk), amount=one.amount, metadata=about)],
            )
    except StripeTrouble as error:
        _explain(one, error)


def _room_for(one: Refund) -> int:
    """What was taken, less all else that has gone back or is going."""
    others = one.authorisation.refunds.that_count().exclude(pk=one.pk)
    return one.authorisation.captured - (others.aggregate(sum=Sum("amount"))["sum"] or 0)


def _explain(one: Refund, error: StripeTrouble) -> None:
    """It is tried again; after some refusals staff are told, and it is still tried."""
    logger.warning("A refund of %s: %s", one.record_id, error)
    is_no = isinstance(error, Refused)
    what = "Stripe refuses to give money back" if is_no else "no answer from Stripe"
    one.record.note_again(what, request_id=error.request_id, detail=error.code)
    if is_no:
        mine = Refund.objects.open().filter(pk=one.pk)
        mine.update(refusals=F("refusals") + 1)
        mine.filter(refusals__gte=settings.REFUND_TRIES).update(needs_staff=RefundTrouble.REFUSED)


# Looking


def look(authorisation_id: uuid.UUID) -> None:
    """Something went back of this payment, or has come back: what Stripe's list says is written down."""
    authorisation = Authorisation.objects.select_related("record").filter(pk=authorisation_id).first()
    if authorisation is None or not authorisation.intent_id:
        return
    try:
        _take_in(authorisation, stripe_refunds.list_returned(authorisation.intent_id))
    except StripeTrouble as error:
        authorisation.record.note_again(
            "no answer from Stripe", request_id=error.request_id, detail=error.code
        )


def _take_in(authorisation: Authorisation, found: Iterable[Returned]) -> None:
    for returned in found:
        one = _row_of(authorisation, returned)
        if one is None:
            continue
        if one.refund_id is None:
            Refund.objects.filter(pk=one.pk, refund_id=None).update(refund_id=returned.id)
        if returned.is_done and one.move(S.DONE, needs_staff=""):
            one.record.note(GIVEN_BACK, request_id=returned.request_id, detail=returned.id)
        elif returned.has_failed and one.move(S.FAILED, needs_staff=RefundTrouble.FAILED):
            one.record.note(SENT_BACK, request_id=returned.request_id, detail=returned.id)


def _row_of(authorisation: Authorisation, returned: Returned) -> Refund | None:
    """The row of what Stripe has: by its id, by its key, or a new one for what was made there by hand."""
    rows = authorisation.refunds.select_related("record")
    return (
        rows.filter(refund_id=returned.id).first()
        or rows.filter(pk__in=_key_of(returned)).first()
        or _refused_here(authorisation, returned)
        or _made_there(authorisation, returned)
    )


def _key_of(returned: Returned) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(returned.key)]
    except ValueError:
        return []


def _refused_here(authorisation: Authorisation, returned: Returned) -> Refund | None:
    """Stripe refused to, and staff have given back the same amount by hand since: it is that."""
    if returned.key:
        return None
    waiting = authorisation.refunds.open().select_related("record")
    return waiting.filter(
        refund_id=None, refusals__gt=0, amount=returned.amount, made_at__lte=returned.at
    ).first()


def _made_there(authorisation: Authorisation, returned: Returned) -> Refund | None:
    if returned.has_failed:  # it came to nothing, and was never promised here
        return None
    try:
        with transaction.atomic():
            one = Refund.objects.create(
                record=authorisation.record,
                authorisation=authorisation,
                amount=returned.amount,
                currency_code=returned.currency,
                by=STRIPE,
                refund_id=returned.id,
                made_at=returned.at,
            )
    except IntegrityError:  # another worker was quicker
        return authorisation.refunds.select_related("record").filter(refund_id=returned.id).first()
    authorisation.record.note(BY_HAND, request_id=returned.request_id, detail=returned.id)
    return one

"""Letters to buyers are promised in steps, each whole or not at all: another worker goes on where one dies.

Pressed twice, it is sent once: one UPDATE moves the draft on. Each step holds the letter's row, so two
workers never write to one address from two orders.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from .. import letters
from ..models import Letter, Mailing, MailingStanding, OrderRecord
from . import buyers

KIND = "notice"
STEP = 50  # buyers


def send(mailing: Mailing, *, by: str) -> bool:
    """From now on it is on its way. False where it is already, or has no words."""
    if not mailing.texts.exists():
        return False
    now = timezone.now()
    sent = {"sent_at": now, "sent_by": by[:150]}
    return mailing.move(MailingStanding.SENDING, of=MailingStanding.DRAFT, **sent)


def stop(mailing: Mailing) -> bool:
    """What has not been sent is not sent any more."""
    return mailing.move(MailingStanding.STOPPED, of=MailingStanding.SENDING)


def unfinished() -> list[int]:
    """Those of which not all letters are promised."""
    waiting = Mailing.objects.filter(standing=MailingStanding.SENDING, is_complete=False)
    return list(waiting.values_list("pk", flat=True))


def promise(mailing_id: int) -> None:
    """All letters that are not promised yet, a step after the other."""
    while _promise_some(mailing_id):
        pass


def to_be_sent(mailing_id: int) -> list[int]:
    """Letters that nobody has tried to send yet."""
    mailing = Mailing.objects.get(pk=mailing_id)
    new = Letter.objects.filter(kind=KIND, occasion=mailing.occasion, sent_at=None, fate="", tries=0)
    return list(new.values_list("pk", flat=True))


def _promise_some(mailing_id: int) -> bool:
    """One step; whether there is another."""
    with transaction.atomic():
        locked = Mailing.objects.select_for_update().filter(pk=mailing_id)
        mailing = locked.filter(standing=MailingStanding.SENDING, is_complete=False).first()
        if mailing is None:
            return False
        left = buyers.of(mailing)
        if mailing.last_record:
            left = left.filter(pk__gt=mailing.last_record)
        records = list(left[:STEP])
        for record in records:
            _promise(record, mailing)
        is_complete = len(records) < STEP
        last = records[-1].pk if records else mailing.last_record
        Mailing.objects.filter(pk=mailing.pk).update(last_record=last, is_complete=is_complete)
    return not is_complete


def facts_of(mailing: Mailing, language: str) -> dict[str, Any]:
    """What the letter tells in that language, kept with it: it is sent as it was when it was pressed."""
    text = mailing.text_in(language)
    return {"mailing": mailing.pk, "subject": text.subject, "text": text.text} if text else {}


def _promise(record: OrderRecord, mailing: Mailing) -> None:
    same = Letter.objects.filter(kind=KIND, occasion=mailing.occasion, record__buyer_email=record.buyer_email)
    if not same.exists():
        facts = facts_of(mailing, record.language)
        letters.promise(record, kind=KIND, occasion=mailing.occasion, facts=facts)

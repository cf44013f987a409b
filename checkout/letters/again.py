"""A letter once more: because its buyer or staff ask for it, or because the address was a wrong one."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ..customer import emails
from ..models import OF_THE_END, Fate, Letter, OrderRecord
from ..models.letter import Letters
from .kinds import KINDS
from .promising import AGAIN, can_reach, make

CORRECTED = "staff correct the address for letters"
SENT_AGAIN = "a letter is sent again"


def promise_again(record: OrderRecord, *, kind: str, by: str) -> bool:
    """Send a letter of this kind once more; of several that there were, the last one.

    `by`: who of the staff, or "" for the buyer. False where nothing can be sent, or too much was of late.
    Where one is on its way, that is the one. This shop writes what is asked for again, whoever wrote first.
    """
    if kind not in KINDS or not can_reach(record) or (kind == "confirmation" and not record.is_bought):
        return False
    if _waiting(record, kind).exists():
        _hurry(record)
        return True
    if _has_had_enough(record):
        return False
    with transaction.atomic():
        is_first = _once_more(record, kind=kind, by=by)
        if is_first:
            _same(record, kind).undeliverable().update(fate=Fate.WITHDRAWN)
            record.note(SENT_AGAIN, detail=" ".join(filter(None, (kind, by))))
    _hurry(record)
    return is_first


def correct_address(record: OrderRecord, email: str, *, by: str) -> bool:
    """Letters go to this address from now on, and what the other one was to tell goes there once more.

    False where it is the address already. Raises ValidationError, with words, for what is none. Neither
    address is written into a step or the log. f13 and the venue keep what the purchase told them.
    """
    address = email.strip()
    emails.check(address)
    with transaction.atomic():
        known = OrderRecord.objects.select_for_update().values_list("customer", flat=True).get(pk=record.pk)
        if known.get("email_address") == address:
            return False
        record.change(customer={**known, "email_address": address})
        record.note(CORRECTED, detail=by)
        _redirect(record, by=by)
        if record.is_bought and not _waiting(record, "confirmation").exists():
            _once_more(record, kind="confirmation", by=by)
    _hurry(record)
    return True


def _redirect(record: OrderRecord, *, by: str) -> None:
    """What a worker may be sending to the other address at this moment, or could not send there."""
    is_under_way = Q(sent_at=None, fate="", tries__gt=0)
    for letter in record.letters.filter(is_under_way | Q(fate__in=(Fate.REFUSED, Fate.GIVEN_UP))):
        Letter.objects.filter(pk=letter.pk).update(fate=Fate.WITHDRAWN)
        _once_more(record, kind=letter.kind, by=by, like=letter)


def _once_more(record: OrderRecord, *, kind: str, by: str, like: Letter | None = None) -> bool:
    """The number makes two presses at the same moment one letter."""
    like = like or record.letters.filter(kind=kind).order_by("-pk").first()
    number = _again(record).count() + 1
    return make(
        Letter(
            record=record,
            kind=kind,
            occasion=f"{AGAIN} {number}",
            facts=like.facts if like else {},
            asked_by=by[:150],
        )
    )


def _waiting(record: OrderRecord, kind: str) -> Letters:
    return _same(record, kind).filter(sent_at=None, fate="")


def _same(record: OrderRecord, kind: str) -> Letters:
    """Letters of this kind; of a purchase's end any that tells of it."""
    same = OF_THE_END if kind in OF_THE_END else (kind,)
    return Letter.objects.filter(record=record, kind__in=same)


def _has_had_enough(record: OrderRecord) -> bool:
    now, asked = timezone.now(), _again(record)
    in_an_hour = asked.filter(promised_at__gt=now - timedelta(hours=1)).count()
    in_a_day = asked.filter(promised_at__gt=now - timedelta(days=1)).count()
    return in_an_hour >= settings.SEND_AGAIN_PER_HOUR or in_a_day >= settings.SEND_AGAIN_PER_DAY


def _again(record: OrderRecord) -> Letters:
    return Letter.objects.filter(record=record, occasion__startswith=AGAIN)


def _hurry(record: OrderRecord) -> None:
    from .. import tasks  # which runs what is promised here

    tasks.send_letters_after_commit(record)

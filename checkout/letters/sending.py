"""Sends what was promised: each letter by one worker, once; tried again while the mail server is away."""

import logging
import smtplib
import uuid
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from boxoffice.following import about, keep_private

from ..lease import drop_a_dead_connection
from ..models import Fate, Letter
from . import kinds, refusals, writing
from .kinds import When

logger = logging.getLogger(__name__)

TRIED_AGAIN_AFTER = 60.0  # seconds, doubled each time
LONGEST_PAUSE = 3600.0
MOST_TRIES = 60  # more than two days
TAKEN_FOR = timedelta(minutes=5)  # by the worker that sends it


def due(record_id: uuid.UUID | None = None) -> list[int]:
    """Letters that are to be looked at now: of this order, or of any."""
    if record_id is None:
        Letter.objects.waiting().filter(tries__gte=MOST_TRIES).update(fate=Fate.GIVEN_UP)
    waiting = Letter.objects.waiting().select_related("record")
    mine = waiting if record_id is None else waiting.filter(record_id=record_id)
    return [letter.pk for letter in mine if kinds.when(letter) is not When.LATER]


def send(letter_id: int) -> datetime | None:
    """Send it, unless another worker does; when to try again, where the mail server does not take it."""
    letter = _read(letter_id)
    when = kinds.when(letter) if letter else When.LATER
    if letter is None or when is When.LATER:
        return None
    if when is When.NEVER:
        Letter.objects.waiting().filter(pk=letter.pk).update(fate=Fate.WITHDRAWN)
        return None
    taken = _take(letter)
    return _deliver(taken) if taken else None


def _deliver(letter: Letter) -> datetime | None:
    keep_private(letter.record.customer.values())
    about(letter.record_id)
    message = writing.message(letter)
    try:
        message.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        drop_a_dead_connection()
        return _was_not_taken(letter, error)
    drop_a_dead_connection()
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), look_again_at=None)
    return None


def _was_not_taken(letter: Letter, error: Exception) -> datetime | None:
    """The log names the letter and the code: the server's own words may hold the address."""
    refusal = refusals.of(error)
    logger.warning("Letter %s was not sent: %s %s", letter.pk, type(error).__name__, refusal.answer)
    if refusal.is_final or (refusal.is_too_large and letter.is_without_files):
        Letter.objects.filter(pk=letter.pk).update(
            fate=Fate.REFUSED, answer=refusal.answer, look_again_at=None
        )
        letter.record.note("a letter cannot be delivered", detail=f"{letter.kind}: {refusal.answer}")
        return None
    if refusal.is_too_large:
        Letter.objects.filter(pk=letter.pk).update(is_without_files=True, look_again_at=None)
        return timezone.now()
    return _try_again(letter, answer=refusal.answer)


def _read(letter_id: int) -> Letter | None:
    return Letter.objects.select_related("record").filter(pk=letter_id).first()


def _take(letter: Letter) -> Letter | None:
    """The letter and its order as they are now, for the worker that gets it."""
    ends_at = timezone.now() + TAKEN_FOR
    free = Letter.objects.waiting().filter(pk=letter.pk, tries__lt=MOST_TRIES)
    return _read(letter.pk) if free.update(look_again_at=ends_at, tries=F("tries") + 1) else None


def _try_again(letter: Letter, *, answer: str) -> datetime:
    pause = min(TRIED_AGAIN_AFTER * 2.0 ** min(letter.tries - 1, 10), LONGEST_PAUSE)
    at = timezone.now() + timedelta(seconds=pause)
    Letter.objects.filter(pk=letter.pk).update(look_again_at=at, answer=answer)
    return at

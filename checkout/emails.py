"""Letters to buyers, in text and HTML, in the order's language: promised in a row, sent once by the worker.

A kind of letter is a line of KINDS and three templates of its name. Without a mail server, it is tried again.
"""

import logging
import smtplib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from boxoffice.context import SHOP_NAME

from . import watching
from .models import Letter, OrderRecord

logger = logging.getLogger(__name__)

TRIED_AGAIN_AFTER = 60.0  # seconds, doubled each time
LONGEST_PAUSE = 3600.0
MOST_TRIES = 60  # more than two days
TAKEN_FOR = timedelta(minutes=5)  # by the worker that sends it


@dataclass(frozen=True)
class Kind:
    """When a promised letter is sent. Its templates are `letters/<name>.txt`, `.html`, `_subject.txt`."""

    is_due: Callable[[OrderRecord], bool]


KINDS = {
    "settled": Kind(is_due=lambda record: not record.is_under_way),
}


def promise(record: OrderRecord, *, kind: str) -> None:
    """However often it is promised, it is one letter."""
    if can_reach(record) and not Letter.objects.filter(record=record, kind=kind).exists():
        Letter.objects.bulk_create([Letter(record=record, kind=kind)], ignore_conflicts=True)


def can_reach(record: OrderRecord) -> bool:
    return bool(record.customer.get("email_address"))


def promise_the_late(now: datetime) -> None:
    """Who left before the page could promise it is written to all the same."""
    since = now - timedelta(seconds=watching.LOOKED_INTO.after)
    late = OrderRecord.objects.filter(state__in=watching.WAITED_FOR, changed_at__lte=since)
    for record in late.exclude(letters__kind="settled"):
        promise(record, kind="settled")


def due(record_id: uuid.UUID | None = None) -> list[int]:
    """Letters that can be sent now: of this order, or of any."""
    waiting = _waiting().select_related("record")
    mine = waiting if record_id is None else waiting.filter(record_id=record_id)
    return [letter.pk for letter in mine if KINDS[letter.kind].is_due(letter.record)]


def send(letter_id: int) -> datetime | None:
    """Send it, unless another worker does; when to try again, where the mail server does not take it."""
    letter = Letter.objects.select_related("record").filter(pk=letter_id).first()
    if letter is None or not KINDS[letter.kind].is_due(letter.record) or not _take(letter):
        return None
    try:
        message(letter).send()
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("Letter %s was not sent: %s", letter.pk, type(error).__name__)
        return _try_again(letter)
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), look_again_at=None)
    return None


def message(letter: Letter) -> EmailMultiAlternatives:
    """The letter as it is sent. It names its buyer, and nothing else about them."""
    record = letter.record
    with translation.override(record.language):
        context = {"record": record, "shop_name": SHOP_NAME, "link": link(record)}
        subject, text, html = (
            render_to_string(f"checkout/letters/{letter.kind}{end}", context)
            for end in ("_subject.txt", ".txt", ".html")
        )
    headers = {"Message-ID": _message_id(letter), "Auto-Submitted": "auto-generated"}
    to = [str(record.customer["email_address"])]
    found = EmailMultiAlternatives(" ".join(subject.split()), text, to=to, headers=headers)
    found.attach_alternative(html, "text/html")
    return found


def link(record: OrderRecord) -> str:
    """Where its owner finds the order, everybody else nothing personal; in the language spoken now."""
    return f"{settings.SITE_URL}{reverse('checkout:progress', args=[record.pk])}"


def _waiting() -> QuerySet[Letter]:
    is_free = Q(look_again_at=None) | Q(look_again_at__lte=timezone.now())
    return Letter.objects.filter(is_free, sent_at=None, tries__lt=MOST_TRIES)


def _take(letter: Letter) -> bool:
    ends_at = timezone.now() + TAKEN_FOR
    return bool(_waiting().filter(pk=letter.pk).update(look_again_at=ends_at, tries=F("tries") + 1))


def _try_again(letter: Letter) -> datetime:
    pause = min(TRIED_AGAIN_AFTER * 2.0 ** min(letter.tries, 10), LONGEST_PAUSE)
    at = timezone.now() + timedelta(seconds=pause)
    Letter.objects.filter(pk=letter.pk).update(look_again_at=at)
    return at


def _message_id(letter: Letter) -> str:
    """The same each time: should a letter go out twice after all, mailboxes show it once."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    return f"<{letter.record_id}.{letter.kind}@{host}>"

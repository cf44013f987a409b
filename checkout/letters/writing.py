"""A letter as it is sent: its headers, its words in text and in HTML, its files."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import translation
from django.utils.text import Truncator

from boxoffice.context import shop_name

from .. import access, watching
from ..models import Letter
from . import enclosing, telling
from .enclosing import Enclosed
from .envelope import envelope
from .kinds import KINDS
from .promising import AGAIN
from .rendering import render
from .saying import in_one_line

LONGEST_SUBJECT = 120  # characters; phones show half of it


def message(letter: Letter) -> EmailMultiAlternatives:
    """The letter as it is sent: to its buyer's address, without a name, in the order's language."""
    record, kind = letter.record, KINDS[letter.kind]
    name = kind.template(record)
    with translation.override(record.language):
        is_with_files = kind.has_files and record.is_bought
        enclosed = enclosing.of(record, is_light=letter.is_without_files) if is_with_files else Enclosed()
        told = _told(letter, name, enclosed)
        subject, text, html = (render(f"{name}{end}", told) for end in ("_subject.txt", ".txt", ".html"))
    found = envelope(
        to=str(record.customer["email_address"]),
        subject=Truncator(in_one_line(subject)).chars(LONGEST_SUBJECT),
        text=_tidy(text),
        html=html,
        number=f"{letter.record_id}.{letter.pk}.{letter.kind}",
    )
    for file in enclosed.files:
        found.attach(file.name, file.content, file.type)
    return found


def _told(letter: Letter, name: str, enclosed: Enclosed) -> dict[str, Any]:
    """What each template may say. docs/letters.md tells partners of it."""
    record = letter.record
    return {
        "brand": settings.BRAND,
        "shop_name": shop_name(),
        "site_url": settings.SITE_URL,
        "record": record,
        "greeting": telling.greeting(record),
        "link": access.link_to(record) if record.is_bought else watching.link_of(record),
        "is_late": letter.kind == "settled",
        "is_again": letter.occasion.startswith(AGAIN),
        "enclosed": enclosed,
        **telling.TELLING[name](letter),
    }


def _tidy(text: str) -> str:
    """Without the blank lines that a template's conditions leave behind."""
    lines: list[str] = []
    for line in (one.strip() for one in text.splitlines()):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip() + "\n"

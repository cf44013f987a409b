"""What staff put at the foot of every page: links to legal pages, and a few words.

Each process keeps it for a moment, for all languages at once, so that of many pages one asks the database,
and asks it once. Whoever changes it forgets it here; other processes follow when their moment is over.
"""

import logging
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models import CharField, TextField, Value
from django.db.models.functions import Cast

from .models import ACCESSIBILITY, FooterText, LegalText

logger = logging.getLogger(__name__)

# Shorter than `pages` waits after a change before it keeps pages again: no older foot may be kept in one.
KEPT_SECONDS = 0.5
LEFT_ALONE = 5.0  # seconds for which a database that did not answer is not asked: it may cost a timeout
WORDS = ""  # in place of a slug: no page has an empty one

Row = tuple[int, str, str, str]  # order, slug, language, text


@dataclass(frozen=True)
class Link:
    slug: str
    title: str
    language: str


@dataclass(frozen=True)
class Footer:
    """In one language, or in the default one where staff said nothing in it; `language` tells which."""

    links: tuple[Link, ...] = ()
    words: str = ""
    language: str = ""


_kept: tuple[float, tuple[Row, ...]] = (float("-inf"), ())


def footer(language: str) -> Footer:
    """What the foot of a page in that language says. One query, or none."""
    rows = _rows()
    slugs = dict.fromkeys(slug for _order, slug, _language, _text in rows if slug != WORDS)
    links = [Link(slug, *_in(rows, slug=slug, language=language)) for slug in slugs]
    links += [link for link in _of_the_brand(language) if link.slug not in slugs]
    words, spoken = _in(rows, slug=WORDS, language=language)
    return Footer(tuple(links), words, spoken)


def _of_the_brand(language: str) -> list[Link]:
    """Its own pages, but for those that its columns lead to."""
    brand = settings.BRAND
    led_to = {link.to for column in brand.columns for link in column.links}
    unled = (page for slug, page in brand.pages.items() if f"/pages/{slug}/" not in led_to)
    spoken = ((page, page.language(language, usual=settings.LANGUAGE_CODE)) for page in unled)
    return [Link(page.slug, page.texts[code][0], code) for page, code in spoken]


def forget() -> None:
    """What is kept no longer holds."""
    global _kept
    _kept = float("-inf"), _kept[1]


def know(rows: tuple[Row, ...], *, seconds: float) -> None:
    """Keep these from now on, as a process does that has just asked."""
    global _kept
    _kept = time.monotonic() + seconds, rows


def _rows() -> tuple[Row, ...]:
    until, rows = _kept
    if time.monotonic() >= until:
        asked_at = time.monotonic()
        found = _asked()
        if found is None:
            know(rows, seconds=LEFT_ALONE)
        else:
            rows = found
            know(rows, seconds=asked_at + KEPT_SECONDS - time.monotonic())
    return rows


def _asked() -> tuple[Row, ...] | None:
    """What the database holds, if it answers. Pages that say that it does not have a foot too."""
    try:
        return _ask()
    except (InterfaceError, OperationalError) as error:
        logger.warning("The footer could not be read: %s", type(error).__name__)
        return None


def _ask() -> tuple[Row, ...]:
    others = LegalText.objects.exclude(page__slug=ACCESSIBILITY)  # the page of that name is linked anyway
    linked = others.filter(page__is_in_footer=True).values_list(
        "page__order", "page__slug", "language", Cast("title", TextField())
    )
    words = FooterText.objects.order_by().values_list(
        Value(0), Value(WORDS, output_field=CharField()), "language", Cast("text", TextField())
    )
    return tuple(sorted(linked.union(words, all=True)))


def _in(rows: tuple[Row, ...], *, slug: str, language: str) -> tuple[str, str]:
    """The text and its language: the one asked for, else the default one, else any."""
    said = {spoken: text for _order, one, spoken, text in rows if one == slug and text.strip()}
    chosen = next((code for code in (language, settings.LANGUAGE_CODE, *said) if code in said), "")
    return said.get(chosen, ""), chosen

"""What the event page's templates ask."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval
from django import template
from django.utils.html import strip_tags

from boxoffice import words
from boxoffice.ticketing import Content, Event, Performance, Review
from catalog.folding import fold

from ..dates_upstream import month_name
from .catalogue import ELSEWHERE_ON_THE_PAGE

register = template.Library()

register.filter("month_name", month_name)


@register.filter
def sections(told: Event) -> list[Content]:
    """The pieces of what the supplier says, each text once; the whole, where it comes in no pieces."""
    pieces = [piece for piece in told.content if piece.key not in ELSEWHERE_ON_THE_PAGE]
    if not any(piece.html.strip() for piece in pieces):
        pieces = [Content("", html=told.info_html)]
    pieces.append(Content("venue", html=told.venue_info_html))
    seen: set[str] = set()
    return [piece for piece in pieces if _is_new(piece.html, seen)]


@register.filter
def by_critics(reviews: tuple[Review, ...]) -> list[Review]:
    return [review for review in reviews if not review.is_by_visitor]


@register.filter
def by_visitors(reviews: tuple[Review, ...]) -> list[Review]:
    return [review for review in reviews if review.is_by_visitor]


@register.filter
def as_stars(percent: Decimal) -> Decimal:
    """80 per cent are four stars of five; to the half."""
    return Decimal(round(min(max(percent, Decimal(0)), Decimal(100)) / 10)) / 2


@register.filter
def web_address(address: str) -> str:
    """A supplier's address if it leads to the web, else nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in {"http", "https"} and parts.netloc else ""


@register.filter
def language_tag(said: str) -> str:
    """A language as a page may mark it, if it is one."""
    try:
        return str(Locale.parse(said, sep="-")).replace("_", "-") if said else ""
    except (UnknownLocaleError, ValueError):
        return ""


@register.filter
def map_address(told: Event) -> str:
    """The venue on OpenStreetMap, where f13 knows its place."""
    if told.latitude is None or told.longitude is None or not (told.latitude or told.longitude):
        return ""
    place = f"{told.latitude:.5f}", f"{told.longitude:.5f}"
    return "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=17/{0}/{1}".format(*place)


@register.filter
def is_named(performance: Performance, told: Event) -> bool:
    """Whether there is more to say of it than its day: a time that is to be shown, or a name."""
    shows_time = performance.starts and told.shows_performance_time and performance.has_time is not False
    return bool(shows_time or performance.name)


@register.filter
def on(when: Any) -> str:
    """`1 January 2027`"""
    return format_date(when, "long", locale=words.locale()) if when else ""


@register.filter
def run(told: Event) -> str:
    """`12 Jan - 3 Mar 2027`: from when until when it is on."""
    if not told.run_starts or not told.run_ends:
        return ""
    starts, ends = told.run_starts.date(), told.run_ends.date()
    return format_interval(starts, ends, "yMMMd", locale=words.locale()) if ends > starts else on(starts)


def _is_new(html: str, seen: set[str]) -> bool:
    """Whether it says something that was not said yet, in whatever markup."""
    said = fold(strip_tags(html))
    if not said or said in seen:
        return False
    seen.add(said)
    return True

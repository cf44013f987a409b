"""Words and parts that every page shares."""

import json
import re
from datetime import date, datetime
from typing import Any

import nh3
from django import template
from django.contrib.messages import ERROR
from django.utils.safestring import SafeString, mark_safe

from boxoffice import words

register = template.Library()

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
HARMLESS = {
    ord("<"): "\\u003C",
    ord(">"): "\\u003E",
    ord("&"): "\\u0026",
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}
ALLOWED_TAGS = {"p", "br", "ul", "ol", "li", "em", "strong", "b", "i", *HEADINGS, "blockquote", "a"}
ALLOWED_ATTRIBUTES = {"a": {"href"}}
ALLOWED_SCHEMES = {"http", "https", "mailto", "tel"}
A_SCHEME = re.compile(r"\s*[a-z]+:", re.IGNORECASE)
LONGEST_HTML = 50_000  # characters: no section that anybody reads to its end comes near


@register.filter
def has_error(messages: Any) -> bool:
    """Whether one of these messages says what was done wrongly: then the page begins with it."""
    return any(message.level >= ERROR for message in messages or ())


@register.filter
def is_about(messages: Any, field: str) -> bool:
    """Whether a message is about the field of this id."""
    return any(message.extra_tags == field for message in messages or ())


@register.filter
def day(when: date | datetime | None) -> str:
    return words.day(when) if when else ""


@register.filter
def clock(when: datetime | None) -> str:
    return words.clock(when) if when else ""


@register.filter
def month(when: Any) -> str:
    """The name of a month: of a date, or of anything with a year and a month."""
    return words.month(date(when.year, when.month, 1))


@register.filter
def number(value: Any) -> str:
    """A number to be read: `1,234.5`. Years, references and what programs read are none of these."""
    return words.number(value)


@register.filter
def percent(value: Any) -> str:
    """`15%`, of 15."""
    return words.percent(value)


@register.filter
def country(country: Any) -> str:
    """A country of f13's, by the name that the reader's language has for it."""
    return words.country(country.code, otherwise=country.name)


@register.filter
def clean_html(text: str) -> SafeString:
    """A supplier's HTML, harmless: a few tags, no styles, no scripts, links that say nofollow."""
    cleaned = nh3.clean(
        text[:LONGEST_HTML],
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=ALLOWED_SCHEMES,
        attribute_filter=_whole_addresses,
        link_rel="nofollow noopener",
    )
    # Whichever level the supplier began with, here its headings stand below an h2.
    cleaned = re.sub(r"<(/?)h[1-6]>", r"<\1h3>", cleaned)
    return mark_safe(cleaned)  # noqa: S308 -- nh3 has just made it so


def _whole_addresses(tag: str, attribute: str, value: str) -> str | None:
    """A link of a supplier's leads to its own site, never by a short form into ours."""
    return value if attribute != "href" or A_SCHEME.match(value) else None


@register.filter
def linked_data(thing: Any) -> SafeString:
    """A thing in JSON-LD: data that no browser runs, and that no text in it can break out of."""
    text = json.dumps(thing, ensure_ascii=False, separators=(",", ":")).translate(HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 -- escaped above


@register.inclusion_tag("_price.html")
def price(price: Any, *, each: bool = False, sending: Any = None) -> dict[str, Any]:
    """A price as it is shown everywhere: what will be paid first, its parts beside it."""
    return {"price": price, "each": each, "sending": sending}


@register.inclusion_tag("_from_price.html")
def from_price(price: Any, *, sending: Any = None) -> dict[str, Any]:
    """The cheapest price of several, all its fees in it. Beside it the cheapest sending, if none is free."""
    return {"price": price, "sending": sending}


@register.inclusion_tag("_seats.html")
def seats(seats: Any) -> dict[str, Any]:
    """Seats by name, what is to be known of each in words beside it."""
    return {"seats": seats}


@register.inclusion_tag("_performance.html")
def performance(performance: Any, event: Any, *, within_day: bool = False) -> dict[str, Any]:
    """A performance by day, time and name, as its event wants it named; under its day's heading, without it.

    Where no date is to be chosen, the one that f13 gives says nothing.
    """
    starts = performance.starts
    shows_time = bool(starts) and event.shows_performance_time and performance.has_time is not False
    shows_day = event.needs_performance and not within_day
    return {
        "name": performance.name,
        "day_text": (words.day(starts) if starts else performance.date_text) if shows_day else "",
        "time_text": words.clock(starts) if shows_time and event.needs_performance else "",
        "starts": (starts.isoformat() if shows_time else starts.date().isoformat()) if starts else "",
        "within_day": within_day,
    }

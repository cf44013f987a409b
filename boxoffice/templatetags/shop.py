"""Words and parts that every page shares."""

from datetime import date, datetime
from typing import Any

import nh3
from django import template
from django.utils.safestring import SafeString, mark_safe

from boxoffice import words

register = template.Library()

ALLOWED_TAGS = {"p", "br", "ul", "ol", "li", "em", "strong", "b", "i", "h3", "h4", "blockquote", "a"}
ALLOWED_ATTRIBUTES = {"a": {"href"}}
ALLOWED_SCHEMES = {"http", "https", "mailto", "tel"}


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
def clean_html(text: str) -> SafeString:
    """A supplier's HTML, harmless: a few tags, no styles, no scripts, links that say nofollow."""
    cleaned = nh3.clean(
        text,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=ALLOWED_SCHEMES,
        link_rel="nofollow noopener",
    )
    return mark_safe(cleaned)  # noqa: S308 -- nh3 has just made it so


@register.filter
def times(price: Any, number: int) -> Any:
    return price * number


@register.inclusion_tag("_price.html")
def price(price: Any, *, each: bool = False) -> dict[str, Any]:
    """A price as it is shown everywhere: what will be paid first, its parts beside it."""
    return {"price": price, "each": each}


@register.inclusion_tag("_performance.html")
def performance(performance: Any, event: Any) -> dict[str, Any]:
    """A performance by day, time and name, as its event wants it named."""
    shows_time = (
        bool(performance.starts) and event.shows_performance_time and performance.has_time is not False
    )
    return {"performance": performance, "shows_time": shows_time}


@register.filter
def picture(event: Any, name: str) -> Any:
    """The event's picture for that place, where there is one that a page may load."""
    media = event.picture(name)
    return media if media and media.url else None

"""What the catalogue's templates ask."""

import json
from decimal import Decimal
from typing import Any

from babel.units import format_unit
from django import template
from django.conf import settings
from django.utils import timezone

from boxoffice import words

from .. import company

register = template.Library()

FULL, HALF, EMPTY = "★", "½", "☆"
MOST_STARS = 5
ELSEWHERE_ON_THE_PAGE = {"address"}  # pieces of the description that stand among the facts


@register.filter
def has_fresh_price(event: Any) -> bool:
    """Whether a "from" price may be shown: f13 gave one, and lately."""
    is_known = event.costs is not None and event.costs.cheapest is not None
    return is_known and event.is_price_fresh(timezone.now(), seconds=settings.PRICE_FRESH_SECONDS)


@register.filter
def band_value(band: Any) -> str:
    """A band as one form value: area and band code, both opaque text."""
    return json.dumps([band.ticket_type_code, band.code])


address_lines = register.filter("address_lines", company.address_lines)


@register.filter
def duration(minutes: int) -> str:
    """`2 hours 15 minutes`, in the reader's language."""
    hours, rest = divmod(int(minutes), 60)
    parts = [(hours, "duration-hour"), (rest, "duration-minute")]
    return " ".join(format_unit(number, unit, locale=words.locale()) for number, unit in parts if number)


@register.simple_tag
def far(event: Any, *, from_point: Any) -> str:
    """How far it is to an event: `2 km`, in the reader's language."""
    kilometres = from_point.kilometres_to(event)
    if kilometres is None:
        return ""
    return format_unit(max(1, round(kilometres)), "length-kilometer", length="short", locale=words.locale())


@register.filter
def stars(rating: Decimal) -> str:
    """A rating as it is drawn: `★★★½☆`. To be hidden from those who hear it in words."""
    halves = round(min(max(rating, Decimal(0)), Decimal(MOST_STARS)) * 2)
    return (FULL * (halves // 2) + HALF * (halves % 2)).ljust(MOST_STARS, EMPTY)

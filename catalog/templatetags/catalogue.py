"""What the catalogue's templates ask."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.utils import timezone

register = template.Library()


@register.filter
def has_fresh_price(event: Any) -> bool:
    """Whether a "from" price may be shown: f13 gave one, and lately."""
    is_known = event.told.cost_range is not None and event.told.cost_range.cheapest is not None
    return is_known and event.is_price_fresh(timezone.now(), seconds=settings.PRICE_FRESH_SECONDS)


@register.filter
def band_value(band: Any) -> str:
    """A band as one form value: area and band code, both opaque text."""
    return json.dumps([band.ticket_type_code, band.code])

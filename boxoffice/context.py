"""What every template knows of the shop."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .languages import alternatives


def shop_name() -> str:
    """What the shop is called, wherever it is named."""
    return str(settings.BRAND.name)


def shop(request: HttpRequest) -> dict[str, object]:
    return {
        "brand": settings.BRAND,
        "shop_name": shop_name(),
        "site_url": settings.SITE_URL,
        "alternatives": SimpleLazyObject(partial(alternatives, request)),
    }

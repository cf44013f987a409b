"""What every template knows of the shop."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .languages import alternatives

SHOP_NAME = "Box office"


def shop(request: HttpRequest) -> dict[str, object]:
    return {
        "shop_name": SHOP_NAME,
        "site_url": settings.SITE_URL,
        "alternatives": SimpleLazyObject(partial(alternatives, request)),
    }

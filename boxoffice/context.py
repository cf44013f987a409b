"""What every template knows of the shop."""

from django.conf import settings
from django.http import HttpRequest

SHOP_NAME = "Box office"


def shop(request: HttpRequest) -> dict[str, object]:
    return {"shop_name": SHOP_NAME, "site_url": settings.SITE_URL}

"""What every template knows of the shop."""

from django.conf import settings
from django.http import HttpRequest


def shop(request: HttpRequest) -> dict[str, object]:
    return {"shop_name": "Box office", "site_url": settings.SITE_URL}

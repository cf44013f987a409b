"""`/robots.txt`: the catalogue is open; what is personal, and what asks suppliers, is not for robots."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from boxoffice import pages

from .about import absolute

CLOSED = ("performance", "trolley", "checkout", "order", "orders")


@require_safe
@pages.public
def robots(request: HttpRequest) -> HttpResponse:
    roots = ["/", *(f"/{code}/" for code, _name in settings.LANGUAGES[1:])]
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        *(f"Disallow: {root}{name}/" for root in roots for name in CLOSED),
        "",
        f"Sitemap: {absolute('/sitemap.xml')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")

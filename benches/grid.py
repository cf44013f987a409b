"""What a hall of 3,000 seats is measured against: as many checkboxes in a grid, and no script.

Its headers are the shop's: a browser that is asked to isolate a page begins a process for it.
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.gzip import gzip_page

ROWS, COLUMNS = 60, 50
HEAD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Grid</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/grid.css"><main>"""
STYLE = "main { display: grid; grid-template-columns: repeat(50, 28px); grid-auto-rows: 28px; }"

if not settings.configured:
    settings.configure(
        SECRET_KEY=os.urandom(20).hex(),
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        MIDDLEWARE=["django.middleware.security.SecurityMiddleware"],
    )


@gzip_page
def grid(request: HttpRequest) -> HttpResponse:
    """Written anew for each visitor, as the shop's page is."""
    cells = (
        f'<input type="checkbox" name="seat" value="{row}-{column}">'
        for row in range(1, ROWS + 1)
        for column in range(1, COLUMNS + 1)
    )
    return HttpResponse(f"{HEAD}{''.join(cells)}</main></html>")


def style(request: HttpRequest) -> HttpResponse:
    return HttpResponse(STYLE, content_type="text/css")


urlpatterns = [path("", grid), path("grid.css", style)]
application = get_wsgi_application()

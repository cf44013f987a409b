"""Pages that a browser fetches before anybody presses: those of the catalogue, and no others.

What may be fetched is said in static/ahead.rules, to browsers that know such rules. Here is the second line:
whatever asks ahead of time for a page that is somebody's own is refused, whoever told it to.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static

from . import following
from .pages.address import is_of_the_catalogue

RULES = "Speculation-Rules"
ROUTE = "ahead"  # so that whoever counts failures can tell these from them
# The first is the standard's; the others were said by browsers before it.
PURPOSES = ("Sec-Purpose", "Purpose", "X-Moz")
GUESSES = ("prefetch", "prerender", "preview")


class AheadMiddleware:
    """Before kept pages: a guess of the browser's asks neither f13 nor the database for what is personal.

    503 is what browsers throw away; the press then asks anew. Who saves data is not sent pages on a guess.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_a_guess(request) and not _may_be_guessed(request):
            return _refused()
        return self.get_response(request)


def is_a_guess(request: HttpRequest) -> bool:
    """Whether a browser asks that only supposes where its reader goes next."""
    said = [request.headers.get(name, "").lower() for name in PURPOSES]
    return any(guess in purpose for purpose in said for guess in GUESSES)


def offer(response: HttpResponse) -> None:
    """Let browsers fetch what this page leads to, as static/ahead.rules says."""
    if response.headers["Content-Type"].startswith("text/html"):
        response.headers[RULES] = f'"{static("ahead.rules")}"'


def _may_be_guessed(request: HttpRequest) -> bool:
    path = request.path_info
    if path.startswith(settings.STATIC_URL):
        return True
    saves_data = request.headers.get("Save-Data", "").lower() == "on"
    return is_of_the_catalogue(path) and not saves_data


def _refused() -> HttpResponse:
    if followed := following.current():
        followed.route = ROUTE
    answer = HttpResponse("Not before it is asked for.\n", content_type="text/plain", status=503)
    answer.headers["Cache-Control"] = "no-store"
    return answer

"""How many orders are in the trolley, as a number in a cookie that scripts may read.

Pages of the catalogue are the same for everyone, so that the count beside "Trolley" cannot be in them: the
browser that knows it writes it there (static/trolley.js). It is for show only; the kept trolley is the truth.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from . import trolley, visitor

COOKIE = "trolley"
LOOKS = {"checkout:trolley", "checkout:order"}  # these find out what has left it, and what was bought


class TrolleyCountMiddleware:
    """Behind the session: whoever posted something may have changed the count, and so may a look."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.accessed and _may_be_another(request):
            count = trolley.kept(visitor.known(request)).count
            # A session that lasts longer from now on takes the cookie with it.
            say(response, count, said=request.COOKIES.get(COOKIE), anew=request.session.modified)
        return response


def _may_be_another(request: HttpRequest) -> bool:
    match = request.resolver_match
    return request.method == "POST" or bool(match and match.view_name in LOOKS)


def say(response: HttpResponse, count: int, *, said: str | None, anew: bool = False) -> None:
    """Set the cookie where it says something else; an empty trolley has none."""
    if count and (anew or str(count) != said):
        response.set_cookie(
            COOKIE,
            str(count),
            max_age=settings.SESSION_COOKIE_AGE,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            samesite="Lax",
        )
    elif not count and said is not None:
        response.delete_cookie(COOKIE, samesite="Lax")

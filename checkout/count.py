"""How many orders are in the trolley, as a number in a cookie that scripts may read.

Pages of the catalogue are the same for everyone, so that the count beside "Trolley" cannot be in them: the
browser that knows it writes it there (static/trolley.js). It is for show only; the session is the truth.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from . import trolley

COOKIE = "trolley"


class TrolleyCountMiddleware:
    """Behind the session: whoever changed it may have changed the count."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.session.modified:
            say(response, trolley.kept(request.session).count, said=request.COOKIES.get(COOKIE))
        return response


def say(response: HttpResponse, count: int, *, said: str | None) -> None:
    """Set the cookie where it says something else; an empty trolley has none."""
    if count and str(count) != said:
        response.set_cookie(
            COOKIE,
            str(count),
            max_age=settings.SESSION_COOKIE_AGE,
            secure=bool(settings.SESSION_COOKIE_SECURE),
            samesite="Lax",
        )
    elif not count and said is not None:
        response.delete_cookie(COOKIE, samesite="Lax")

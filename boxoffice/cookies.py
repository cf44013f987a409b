"""A cookie with a NUL in it, which PostgreSQL cannot even look for, is none."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NUL = "\x00"


class CookieMiddleware:
    """Before whatever reads a cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if NUL not in value}
        return self.get_response(request)

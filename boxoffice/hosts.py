"""Who is asked by a name that is not the shop's answers 400, in a plain sentence and one line of the log."""

import logging
from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

LONGEST = 100  # characters of a name that are written down


class HostMiddleware:
    """Before whatever reads the host. Robots try every address there is: no page is made for them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            request.get_host()
        except DisallowedHost:
            logger.warning("Asked by another name than ALLOWED_HOSTS has: %r", _said(request))
            return HttpResponse("This shop has another name.\n", content_type="text/plain", status=400)
        return self.get_response(request)


def _said(request: HttpRequest) -> str:
    return str(request.META.get("HTTP_HOST") or request.META.get("SERVER_NAME", ""))[:LONGEST]

"""When something fails: one plain page with a way on. Suppliers' words and request ids only go to the log."""

import logging
import sys
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from boxoffice.ticketing import Busy, TicketingError

logger = logging.getLogger(__name__)

RETRY_AFTER = "15"
AWAY = (InterfaceError, OperationalError)  # of the database: it is restarted, or cannot be reached


class FailureMiddleware:
    """Turns what a view could not handle into a 503 page where trying again can help.

    What only forms use is, when it is looked at, a page that there is not: Django's own answer is empty.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if seconds := getattr(request, "seconds_to_wait", 0):
            return too_often(request, seconds=seconds)
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            allow, response = response["Allow"], _page(request, "404.html", status=405)
            response["Allow"] = allow
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, TicketingError):
            logger.warning("Not served: %r, request id %s", error, error.request_id)
            return unavailable(request, is_busy=isinstance(error, Busy))
        return _without_database(request, error)


def unavailable(request: HttpRequest, **why: bool) -> HttpResponse:
    """The supplier does not answer; or `is_busy`, or our own records are away (`is_restarting`)."""
    response = _page(request, "503.html", status=503, **why)
    response["Retry-After"] = RETRY_AFTER
    return response


def _without_database(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """A page that asks the database for nothing, if that is what is away."""
    if not isinstance(error, AWAY):
        return None
    logger.warning("Not served: the database did not answer, %s", type(error).__name__)
    return unavailable(request, is_restarting=True)


def too_often(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """Somebody tried more often than anybody needs to."""
    response = _page(request, "429.html", status=429, minutes=-(-seconds // 60))
    response["Retry-After"] = str(seconds)
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for too long, or cookies that are off."""
    return _page(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """What fails outside of views comes by here too: sessions are read and kept in the database."""
    page = _without_database(request, sys.exc_info()[1])
    return page or _page(request, "500.html", status=500)


def _page(request: HttpRequest, template: str, *, status: int, **more: object) -> HttpResponse:
    """Never kept: a stranger's "not found" must not be what an order's owner is shown from some cache."""
    # The address of a failed POST is no page to look at in another language.
    context = {} if request.method in {"GET", "HEAD"} else {"alternatives": ()}
    response = render(request, template, context | more, status=status)
    add_never_cache_headers(response)
    return response

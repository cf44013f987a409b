"""The first middleware: each request has its id, one line in the log, and is counted; `/metrics` is answered.

The line names the route, never the address: addresses hold tokens, and queries what people look for.
"""

import functools
import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation

from . import following, metrics, numbers, spans
from .following import Followed
from .languages import split
from .proxies import has_trusted_peer

logger = logging.getLogger("boxoffice.access")

HEADER = "X-Request-ID"
QUIET = {"health", "static", "metrics"}  # asked all the time, and of no interest while all goes well
MOST_KNOWN = 2_000  # addresses of kept pages whose route is remembered


class SeenMiddleware:
    """Before everything else, so that whatever is said about a request is said with its id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == metrics.PATH and settings.METRICS_TOKEN:
            return metrics.answer(request)
        is_believed = HEADER_IN in request.META and has_trusted_peer(request)
        followed = Followed(
            following.id_from(request.META[HEADER_IN] if is_believed else None), request=request
        )
        started = time.perf_counter()
        with following.following(followed), spans.page(_trace_of(request)) as span:
            response = self.get_response(request)
            _tell(request, response, followed, time.perf_counter() - started, span)
        response.headers[HEADER] = followed.id
        # Django would say once more what it was, with the address and without the id.
        response._has_been_logged = True  # type: ignore[attr-defined]
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], arguments: Any, named: dict[str, Any]
    ) -> None:
        """The page is known now, and whose order it is about."""
        followed = following.current()
        if followed and request.resolver_match:
            followed.route = request.resolver_match.view_name or request.resolver_match._func_path
            followed.request = request
            followed.order = str(named.get("record_id") or "")


HEADER_IN = "HTTP_X_REQUEST_ID"


def _tell(
    request: HttpRequest, response: HttpResponse, followed: Followed, seconds: float, span: spans.Span
) -> None:
    route, status = followed.route or _route_without_a_view(request, response), response.status_code
    numbers.PAGES.labels(route, status).observe(seconds)
    span.tell(name=route, route=route, status=status)
    level = logging.DEBUG if route in QUIET and status < 400 else logging.INFO
    if not logger.isEnabledFor(level):
        return
    facts = {
        "method": request.method if request.method in METHODS else "other",
        "route": route,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "bytes": _bytes(response),
        "calls": len(followed.asked),
    }
    message = "{method} {route} {status} {ms}ms {bytes}B calls={calls}".format_map(facts)
    logger.log(level, "%s", message, extra={"facts": facts, "is_plain": True})


METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _bytes(response: HttpResponse) -> int | None:
    """None where nobody knows before it is sent."""
    if said := response.headers.get("Content-Length"):
        return int(said)
    return None if response.streaming else len(response.content)


def _route_without_a_view(request: HttpRequest, response: HttpResponse) -> str:
    """What was answered before any view: by a name that stands for many addresses."""
    path = request.path_info
    if path.startswith("/health/"):
        return "health"
    if path.startswith(settings.STATIC_URL):
        return "static"
    return _route_of_kept(path) if response.status_code in (200, 304) else "none"


@functools.lru_cache(maxsize=MOST_KNOWN)
def _route_of_kept(path: str) -> str:
    """Which view has made this page; none is asked again."""
    try:
        with translation.override(split(path)[0]):
            return resolve(path).view_name
    except Resolver404:
        return "none"


def _trace_of(request: HttpRequest) -> dict[str, str] | None:
    said = request.META.get("HTTP_TRACEPARENT")
    return {"traceparent": said} if said and has_trusted_peer(request) else None

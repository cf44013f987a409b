"""What browsers report that the pages' policy has stopped: a count, and a line of the log that names nobody.

Anybody may post anything here, so nothing of it is believed or repeated as it came: a directive is one that
there is, what was stopped is an origin, and the page is told by its name, for its address may open an order.
"""

import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from . import numbers, paces

logger = logging.getLogger(__name__)

MOST_BYTES = 16 * 1024
MOST_REPORTS = 20  # of one post
LONGEST_HOST = 100
DIRECTIVES = frozenset(
    {
        *("base-uri", "child-src", "connect-src", "default-src", "font-src", "form-action"),
        "frame-ancestors",
        *("frame-src", "img-src", "manifest-src", "media-src", "object-src", "script-src", "script-src-attr"),
        *("script-src-elem", "style-src", "style-src-attr", "style-src-elem", "worker-src"),
    }
)
OTHER = "other"
WORDS = frozenset({"inline", "eval", "self", "data", "blob", "wasm-eval", "trusted-types-policy"})


@csrf_exempt  # browsers send reports without a token, and nothing here reads a cookie
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Always the same empty answer: whoever reports learns nothing."""
    answer = HttpResponse(status=204)
    if _length(request) > MOST_BYTES or paces.wait(paces.CSP_REPORT, request):
        return answer
    for report in _reports(request.body):
        directive = _directive(report)
        numbers.CSP_REPORTS.labels(directive).inc()
        logger.warning(
            "Policy %s stopped %s on %s", directive, _stopped(report), _page(report.get("document-uri"))
        )
    return answer


def _length(request: HttpRequest) -> int:
    """More than enough where it is not said, or not a number."""
    said = request.META.get("CONTENT_LENGTH") or ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else MOST_BYTES + 1


def _reports(body: bytes) -> Iterator[dict[str, Any]]:
    """In the words of `report-uri`, whichever of the two ways a browser has."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return
    for one in (said if isinstance(said, list) else [said])[:MOST_REPORTS]:
        if not isinstance(one, dict):
            continue
        old, new = one.get("csp-report"), one.get("body")
        if isinstance(old, dict):
            yield old
        elif isinstance(new, dict) and one.get("type") == "csp-violation":
            yield {
                "effective-directive": new.get("effectiveDirective"),
                "blocked-uri": new.get("blockedURL"),
                "document-uri": new.get("documentURL"),
            }


def _directive(report: dict[str, Any]) -> str:
    said = report.get("effective-directive") or report.get("violated-directive")
    first = said.partition(" ")[0] if isinstance(said, str) else ""
    return first if first in DIRECTIVES else OTHER


def _stopped(report: dict[str, Any]) -> str:
    """An origin, or a word of the policy's; nothing of a path or a query."""
    said = report.get("blocked-uri")
    if not isinstance(said, str) or said in WORDS:
        return said if isinstance(said, str) else OTHER
    try:
        address = urlsplit(said)
        host = address.hostname or ""
    except ValueError:
        return OTHER
    is_plain = host.isascii() and all(one.isalnum() or one in "-.:" for one in host)
    if address.scheme not in {"http", "https", "ws", "wss"} or not host or not is_plain:
        return OTHER
    return f"{address.scheme}://{host[:LONGEST_HOST]}"


def _page(said: Any) -> str:
    """The page's name, as `checkout:order`."""
    try:
        return resolve(urlsplit(said).path).view_name if isinstance(said, str) else OTHER
    except (Resolver404, ValueError):
        return OTHER

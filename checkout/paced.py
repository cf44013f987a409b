"""Views that somebody may only ask for so often: a page or, to scripts, a sentence says how long to wait."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _

from boxoffice import failures, paces
from boxoffice.paces import Pace

from . import visitor

View = Callable[..., HttpResponseBase]


def paced(pace: Pace) -> Callable[[View], View]:
    """Whoever posts to this view too often is told to wait. Looking at it is not counted."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            seconds = paces.wait(pace, request, visitor=visitor.known(request)) if _is_a_try(request) else 0
            return _too_often(request, seconds) if seconds else view(request, *arguments, **named)

        counted.pace = pace  # type: ignore[attr-defined]
        return counted

    return decorate


def _is_a_try(request: HttpRequest) -> bool:
    return request.method == "POST"


def _too_often(request: HttpRequest, seconds: int) -> HttpResponseBase:
    if "application/json" not in request.headers.get("Accept", ""):
        return failures.too_often(request, seconds=seconds)
    said = _("This was tried very often. Please wait a moment, and try again.")
    return JsonResponse({"said": said}, status=429, headers={"Retry-After": str(seconds)})

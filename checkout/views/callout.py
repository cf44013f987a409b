"""Where buyers come back from a debitor's page: by GET, by POST or both, with or without cookies.

Or not they: after a payment that was given up, f13 itself fetches this address, with nothing. So all that
is needed is found by the token in the path.
"""

from collections.abc import Iterator
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .. import callouts, tasks
from ..models import CalloutStep


@csrf_exempt  # the token in the path is what nobody else knows
@require_http_methods(["GET", "POST"])
@never_cache
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """Keep what came, verbatim, and show how the purchase goes on."""
    step = get_object_or_404(CalloutStep.objects.select_related("record"), token=token)
    referer = request.headers.get("Referer", "")
    if callouts.come_back(step, parameters=tuple(_sent(request)), referer=referer):
        tasks.buy_after_commit(step.record)
    return redirect("checkout:progress", step.record_id)


def _sent(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What stands in the address, then what was posted: repeats, blanks and order kept."""
    yield from parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    if request.method == "POST":
        yield from ((name, value) for name, values in request.POST.lists() for value in values)

"""The buyer's way out to a debitor's page, and back: by GET, by POST or both, with or without cookies.

Or not they come back: after a payment that was given up, f13 itself fetches this address, with nothing. So
all that is needed is found by the token in the path.
"""

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from boxoffice import headers

from .. import callouts, returned, tasks
from ..models import CalloutStep, OrderRecord
from ..way_out import WayOut


@csrf_exempt  # the token in the path is what nobody else knows
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """Keep what came, verbatim, and show how the purchase goes on."""
    step = get_object_or_404(CalloutStep.objects.select_related("record"), token=token)
    if request.method != "HEAD":
        try:
            parameters = returned.parameters_of(request)
        except returned.TooMuch:
            return render(request, "checkout/too_much.html", {"record": step.record}, status=413)
        except UnreadablePostError:  # whoever sent it is gone, and may come again
            return HttpResponse(status=400)
        if callouts.come_back(step, parameters=parameters, referer=request.headers.get("Referer", "")):
            tasks.buy_after_commit(step.record)
    return _to_progress(step.record)


def going_out(request: HttpRequest, record: OrderRecord) -> HttpResponse | None:
    """The page that sends its own buyer on to pay; None where there is nowhere to go.

    Browsers hold a page's policy against every redirect that follows its form. So forms of ours end on a
    page of ours, and this one alone may post elsewhere: to that one place.
    """
    step = callouts.pending(record)
    way_out = callouts.way_out(step) if step else None
    if step is None or way_out is None:
        return None
    bundles = record.reservation.trolley.bundles
    asking = next((bundle for bundle in bundles if bundle.source_code == step.source_code), None)
    context = {"record": record, "step": step, "way_out": way_out, "asking": asking}
    response = render(request, "checkout/going_out.html", context)
    _allow(response, way_out)
    return response


def _allow(response: HttpResponse, way_out: WayOut) -> None:
    if way_out.is_post:
        response[headers.POLICY] = headers.policy({"form-action": [way_out.origin]})


def _to_progress(record: OrderRecord) -> HttpResponse:
    """By GET, whatever it was; in the language in which the tickets were bought."""
    with translation.override(record.language):
        response = redirect("checkout:progress", record.pk)
    response.status_code = 303
    return response

"""What lets a buyer's device keep the tickets of one order: decision 23."""

import json
import uuid

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.http import require_safe

from .. import tickets
from ..access import bought_order_of, personal
from ..tickets import keeping


@require_safe
@personal
def worker(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """The service worker. Its own address is what it may serve at most: pages below this order."""
    bought_order_of(request, record_id)
    script = f"importScripts({json.dumps(static('tickets-worker.js'))});\n"
    return HttpResponse(script, content_type="text/javascript")


@require_safe
@personal
def listed(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """What the device is to keep; nothing once it has no more use."""
    record = bought_order_of(request, record_id)
    return JsonResponse(keeping.of_record(record, now=timezone.now()).as_json)


@require_safe
@personal
def kept(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """What is shown where another page of the order does not come: the tickets that the device keeps."""
    record = bought_order_of(request, record_id)
    mine = tickets.of_record(record)
    if not mine:
        raise Http404
    return render(request, "checkout/kept.html", {"record": record, "tickets": mine})

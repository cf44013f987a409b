"""The card for a bundle that is not paid yet, in the middle of a purchase: entered here, sent on later."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boxoffice import paces

from .. import cards, tasks, visitor
from ..models import OrderRecord
from ..paced import paced
from ..payments import NotPaid
from ..payments.parts import Part
from .reservation import allow_stripe


@paced(paces.PAY)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def missing_card(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Ask for the card that is missing; posted, the purchase goes on."""
    record = visitor.record_of(request, record_id)
    found = cards.wanted(record)
    if found is None:
        return redirect("checkout:progress", record.pk)
    step, part = found
    if request.method != "POST":
        return _show(request, record, part)
    try:
        if cards.answer(step, part, posted=request.POST):
            tasks.buy_after_commit(record)
    except NotPaid:
        return _show(request, record, part, is_wrong=True)
    return redirect("checkout:progress", record.pk)


def _show(request: HttpRequest, record: OrderRecord, part: Part, *, is_wrong: bool = False) -> HttpResponse:
    context = {
        "record": record,
        "part": part,
        "bundle": record.reservation.trolley.bundle(part.sources[0]),
        "cards": [part.card],
        "is_wrong": is_wrong,
        "script": settings.STRIPE_JS_URL,
    }
    response = render(request, "checkout/missing_card.html", context, status=422 if is_wrong else 200)
    allow_stripe(response)
    return response

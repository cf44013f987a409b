"""The progress page, which anybody with its link may watch, and the order, which is the visitor's own."""

import uuid
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import cards, reservation, tickets, visitor
from .. import trolley as trolleys
from ..late import follower_of
from ..models import OrderRecord, State

# Told on the checkout page: nothing is being bought.
BEFORE_BUYING = frozenset(
    {State.RESERVING, State.RESERVED, State.NOT_RESERVED, State.LOST, State.EXPIRED, State.RELEASED}
)


@require_safe
@never_cache
def progress(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """How the purchase goes, read from the row. Nothing personal: the link may be copied or scanned."""
    record = get_object_or_404(OrderRecord, pk=record_id)
    reservation.expire(record)
    is_own = record.visitor == request.session.get(visitor.KEY)
    if is_own and cards.wanted(record):
        return redirect("checkout:card", record.pk)
    if is_own and record.is_bought:
        return redirect("checkout:order", record.pk)
    follower = follower_of(record)
    if follower is not None:
        return redirect("checkout:progress", follower.pk)
    if is_own and record.state in BEFORE_BUYING:
        return redirect("checkout:checkout", record.pk)
    return render(request, "checkout/progress.html", {"record": record, "is_own": is_own})


@require_safe
@never_cache
def order(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """What was bought: references, seats, price, tickets."""
    record = visitor.record_of(request, record_id)
    if not record.is_bought:
        return redirect("checkout:checkout", record.pk)
    trolleys.take_out_bought(record.visitor)
    trolley = record.trolley
    bought = replace(trolley, bundles=tuple(bundle for bundle in trolley.bundles if bundle.is_purchased))
    context = {"record": record, "trolley": trolley, "bought": bought, "tickets": tickets.of(trolley)}
    return render(request, "checkout/order.html", context)


@require_safe
@never_cache
def barcode(request: HttpRequest, record_id: uuid.UUID, number: int) -> HttpResponse:
    """One ticket's barcode as SVG."""
    record = visitor.record_of(request, record_id)
    mine = tickets.of(record.trolley) if record.is_bought else ()
    if not 1 <= number <= len(mine) or not mine[number - 1].barcode:
        raise Http404
    svg = mine[number - 1].svg()
    if not svg:
        raise Http404
    return HttpResponse(svg, content_type="image/svg+xml")

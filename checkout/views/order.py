"""The progress page, which anybody with its link may watch, and the order, which is the visitor's own."""

import uuid

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .. import (
    access,
    cards,
    confirmation,
    elsewhere,
    late,
    letters,
    reservation,
    tasks,
    tickets,
    visitor,
    watching,
)
from .. import trolley as trolleys
from ..access import personal
from ..models import OrderRecord, State
from . import callout

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
    if is_own:
        letters.end_is_seen(record)
    if is_own and cards.wanted(record):
        return redirect("checkout:card", record.pk)
    if is_own and record.is_bought:
        return redirect("checkout:order", record.pk)
    follower = late.follower_of(record)
    if follower is not None:
        return redirect("checkout:progress", follower.pk)
    if is_own and record.state in BEFORE_BUYING:
        return redirect("checkout:checkout", record.pk)
    elsewhere = callout.going_out(request, record) if is_own else None
    if elsewhere is not None:
        return elsewhere
    seen = watching.Progress(record, timezone.now())
    if seen.is_looked_into:  # what the page says is so
        letters.promise(record, kind="settled")
    context = {
        "record": record,
        "progress": seen,
        "is_own": is_own,
        "link": watching.link_of(record),
        "is_written_to": letters.can_reach(record),
    }
    return render(request, "checkout/progress.html", context)


@require_safe
@never_cache
def progress_code(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """The progress page's address as a picture, for the camera of another device."""
    record = get_object_or_404(OrderRecord, pk=record_id)
    return HttpResponse(tickets.qr_code(watching.link_of(record)), content_type="image/svg+xml")


@require_safe
@personal
def order(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """What was bought: references, seats, price, tickets, and what to do next."""
    record = access.order_of(request, record_id)
    is_buyers = access.is_buyers(request, record)
    if not record.is_bought:
        return redirect("checkout:checkout" if is_buyers else "checkout:progress", record.pk)
    if is_buyers:
        trolleys.take_out_bought(record.visitor)
    if elsewhere.claim(record):
        tasks.compare_after_commit(record)
    prefetch_related_objects([record], "items", "cancellations__refunds")
    told = confirmation.of(record)
    context = {
        "record": record,
        "is_buyers": is_buyers,
        "confirmation": told,
        "tickets": [one for one in tickets.of_record(record) if one.order not in told.cancelled],
    }
    return render(request, "checkout/order.html", context)

"""Out to Ingresso's own checkout and back: nothing that comes back says how it ended."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice import paces

from .. import handing_over, payments, reservation, shown, tasks, visitor
from ..models import OrderRecord, State
from ..paced import paced
from .reservation import LOOK_AGAIN, browser_of, tell_of_release

TOO_LATE = _("There is not enough time left to pay for these tickets. Let them go, and hold them once more.")
NOT_LET_GO = _(
    "These tickets could not be let go: they may be being paid for at this moment. "
    "This page shows how it ends."
)


@paced(paces.PAY)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def hand_over(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Posted, the tickets are handed over; then this page leads on. A form may lead to no other host."""
    record = visitor.record_of(request, record_id)
    if request.method == "POST":
        return _handed_over(request, record)
    address = handing_over.address(record)
    if not address:
        return redirect("checkout:progress", record.pk)
    return render(request, "checkout/hand_over.html", {"record": record, "address": address})


@require_POST
def take_back(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """The buyer does not want to pay there: let the tickets go, unless they may be being bought."""
    record = visitor.record_of(request, record_id)
    if handing_over.take_back(record):
        tell_of_release(request, record)
        return redirect("checkout:trolley")
    if record.state == State.HANDED_OVER:
        messages.warning(request, NOT_LET_GO)
    return _look(record)


@require_safe
@never_cache
def back(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Where a buyer returns who left without having paid, or could not: the tickets stay held."""
    return _look(get_object_or_404(OrderRecord, pk=record_id))


@require_safe
@never_cache
def done(request: HttpRequest, transaction_uuid: str) -> HttpResponse:
    """Where a buyer returns who has paid. Others learn nothing here, not even whether it is an order."""
    record = handing_over.find(transaction_uuid)
    if record is not None and record.visitor == visitor.known(request):
        return _look(record)
    if record is not None and handing_over.look_now(record):
        tasks.buy_after_commit(record)
    return render(request, "checkout/done.html")


def _handed_over(request: HttpRequest, record: OrderRecord) -> HttpResponse:
    reservation.expire(record)
    if LOOK_AGAIN in request.POST:
        return redirect("checkout:checkout", record.pk)
    if shown.is_other(request.POST, record):
        messages.warning(request, shown.OTHER)
        return redirect("checkout:checkout", record.pk)
    way = payments.WAYS.get(record.payment)
    if way is None or way.hand_over is None or record.state not in {State.RESERVED, State.HANDED_OVER}:
        return redirect("checkout:checkout", record.pk)
    if record.state == State.RESERVED and not handing_over.hand_over(record, browser=browser_of(request)):
        if not record.is_under_way and record.seconds_left < handing_over.LEAST_SECONDS:
            messages.warning(request, TOO_LATE)
        return redirect("checkout:checkout", record.pk)
    return redirect("checkout:hand_over", record.pk)


def _look(record: OrderRecord) -> HttpResponse:
    """Ask how it stands, and show it in the language that the buyer had."""
    if handing_over.look_now(record):
        tasks.buy_after_commit(record)
    with translation.override(record.language):
        return redirect("checkout:progress", record.pk)

"""The trolley's page, and what can be done to it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from boxoffice.ticketing import Choice

from .. import reservation, trolley, visitor
from ..forms import ChoiceForm


@require_safe
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """What is in the trolley now, at which price."""
    try:
        contents = trolley.look(request.session)
    except trolley.NotPossible as reason:
        messages.warning(request, str(reason))
        return redirect("checkout:trolley")
    kept = trolley.kept(request.session)
    context = {"trolley": contents, "sending": kept.sending, "press": uuid.uuid4()}
    return render(request, "checkout/trolley.html", context)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put the chosen tickets into the trolley; what cannot be had is said on the page they were chosen on."""
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That choice could not be read. Please choose again."))
        return _back(request)
    chosen = form.cleaned_data
    area, band = chosen["band"]
    choice = Choice(
        chosen["perf_id"],
        area,
        band,
        chosen["quantity"],
        departure_date=chosen["departure"],
        duration=chosen["nights"],
    )
    try:
        discarded = trolley.add(request.session, choice, send_code=chosen["send"])
    except trolley.NotPossible as reason:
        messages.error(request, str(reason))
        return _back(request)
    for order in discarded:
        name = order.event.name if order.event else ""
        messages.warning(request, _("%(name)s could not stay in your trolley beside it.") % {"name": name})
    # Now, for two tabs that press at once later on would each give the visitor another name.
    visitor.name(request)
    return redirect("checkout:trolley")


@require_POST
def remove(request: HttpRequest, item_number: int) -> HttpResponse:
    try:
        trolley.remove(request.session, item_number)
    except trolley.NotPossible as reason:
        messages.warning(request, str(reason))
    return redirect("checkout:trolley")


@require_POST
def reserve(request: HttpRequest) -> HttpResponse:
    """Hold what is in the trolley, and go on to its checkout."""
    kept = trolley.kept(request.session)
    if kept.is_empty:
        messages.info(request, _("Your trolley is empty."))
        return redirect("checkout:trolley")
    try:
        press = uuid.UUID(request.POST.get("press", ""))
    except ValueError:
        press = uuid.uuid4()
    try:
        record = reservation.reserve(
            kept,
            visitor=visitor.name(request),
            press=press,
            asked_total=request.POST.get("asked_total", "").replace("\x00", "")[:200],
            language=get_language() or "en",
        )
    except reservation.StillHeld:
        messages.error(
            request,
            _("We could not yet let your earlier seats go, so nothing new is held. Please try again."),
        )
        return redirect("checkout:trolley")
    return redirect("checkout:checkout", record.pk)


def _back(request: HttpRequest) -> HttpResponse:
    """To the performance's page if the form names one that can be an address, else to the trolley."""
    perf_id = request.POST.get("perf_id", "")
    if perf_id and perf_id.isprintable() and len(perf_id) <= 200:
        stay = {name: request.POST[name] for name in ("departure", "nights") if request.POST.get(name)}
        return redirect(reverse("catalog:performance", args=[perf_id], query=stay))
    return redirect("checkout:trolley")

"""Paying by card: the page's script asks what it may confirm, and says how it went; so does the bank's page.

Nothing is believed that can be asked: with the shop's own Stripe, the worker does.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from boxoffice import paces

from .. import authorising, card, details, outcomes, payments, purchase, reservation, shown, tasks, visitor
from ..models import OrderRecord, State
from ..paced import paced
from .reservation import browser_of, show

# By way of paying: who makes what the browser confirms, and is asked how it went. Other ways bring it along.
BEGIN: dict[str, Callable[[OrderRecord], list[dict[str, Any]]]] = {"stripe": authorising.begin}
REASONS = frozenset({"declined", "3ds"})
OTHERWISE = "card"


@paced(paces.PAY)
@require_POST
@never_cache
def authorise(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """The buyer presses pay: what the script is to confirm, or the form where it is wrong, or where to go."""
    record = visitor.record_of(request, record_id)
    details.keep_typed(request)
    reservation.expire(record)
    if shown.is_other(request.POST, record):
        messages.warning(request, shown.OTHER)
        return _go(record)
    if not _may_begin(record):
        return _go(record)
    form = details.posted(request, record)
    if not form.is_valid():
        return show(request, record, outcomes.of(record), form=form)
    to = State.AUTHORISING
    if not purchase.press(record, customer=form.customer, browser=browser_of(request), to=to):
        return _go(record)
    try:
        begun = BEGIN[record.payment](record) if record.payment in BEGIN else []
    except payments.NotPaid:  # it is held as before, and the record says why
        record.refresh_from_db()
        return show(request, record, outcomes.of(record), form=details.form(request, record))
    return JsonResponse({"parts": begun, "return_url": _return_address(record)})


@require_POST
@never_cache
def not_confirmed(request: HttpRequest, record_id: uuid.UUID) -> HttpResponseBase:
    """The card was refused, or the buyer wants to enter another: the tickets are held as before."""
    record = visitor.record_of(request, record_id)
    _give_up(record, why=request.POST.get("why", ""))
    record.refresh_from_db()
    reservation.expire(record)
    if "application/json" not in request.headers.get("Accept", ""):
        return redirect("checkout:progress", record.pk)
    return JsonResponse({}) if record.state == State.RESERVED else _go(record)


@require_http_methods(["GET", "POST"])
@never_cache
def confirmed(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """The script is done, or the bank's page sends the buyer back, maybe to another browser."""
    record = get_object_or_404(OrderRecord, pk=record_id)
    said = request.POST if request.method == "POST" else request.GET
    is_buyer = record.visitor == visitor.known(request) or _knows_the_secret(record, said)
    if is_buyer and record.state == State.AUTHORISING:
        _take(record, said)
    return redirect("checkout:progress", record.pk)


def _may_begin(record: OrderRecord) -> bool:
    return (
        record.state == State.RESERVED
        and not card.is_closed(record)
        and card.of(record) is not None
        and not outcomes.of(record).needs_consent
    )


def _go(record: OrderRecord) -> JsonResponse:
    """Not to be paid here and now: another page says why."""
    page = "checkout:checkout" if record.state == State.RESERVED else "checkout:progress"
    return JsonResponse({"go": reverse(page, args=[record.pk])}, status=409)


def _return_address(record: OrderRecord) -> str:
    return f"{settings.SITE_URL}{reverse('checkout:confirmed', args=[record.pk])}"


def _take(record: OrderRecord, said: Mapping[str, str]) -> None:
    """Hand on what there is to buy with; where Stripe can be asked, only ask at once."""
    if record.payment in BEGIN:
        authorising.hurry(record)
    elif said.get("redirect_status") == "failed":
        _give_up(record, why="3ds")
        return
    elif not _collected(record, said):
        return
    tasks.buy_after_commit(record)


def _collected(record: OrderRecord, said: Mapping[str, str]) -> bool:
    try:
        paid_with = payments.way_of(record).collected(record, said)
    except payments.NotPaid as error:
        _give_up(record, why=error.why)
        return False
    return purchase.authorised(record, paid_with=paid_with)


def _give_up(record: OrderRecord, *, why: str) -> None:
    is_back = purchase.not_authorised(record, why=why if why in REASONS else OTHERWISE)
    if is_back and not why:
        record.change(customer_errors={})  # nobody refused anything: the buyer came back by themselves


def _knows_the_secret(record: OrderRecord, said: Mapping[str, str]) -> bool:
    """The bank's app may open another browser. Only the buyer's page and Stripe know of an intent."""
    given, intent = said.get("payment_intent_client_secret", ""), said.get("payment_intent", "")
    if record.payment in BEGIN:
        return record.authorisations.filter(intent_id=intent).exists()
    secrets = [part["client_secret"] for part in card.parts(record) if "client_secret" in part]
    return any(constant_time_compare(given, secret) for secret in secrets)

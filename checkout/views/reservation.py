"""The checkout page: held seats, countdown, customer. And letting the seats go."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from .. import details, payments, purchase, reservation, tasks, visitor
from ..customer import CustomerForm
from ..models import OrderRecord, State

NOT_HELD = {
    State.RESERVING: "checkout/holding.html",
    State.NOT_RESERVED: "checkout/not_held.html",
    State.LOST: "checkout/lost.html",
    State.RELEASED: "checkout/let_go.html",
    State.EXPIRED: "checkout/ran_out.html",
}
RELEASED = _("Your seats have been released.")
NOT_YET_RELEASED = _("We are letting your seats go. It may be a few minutes until others can have them.")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def checkout(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """What is held, for how long, and the form to buy it with; posted, the purchase starts."""
    record = visitor.record_of(request, record_id)
    if request.method == "POST":
        details.keep_typed(request)
    if record.state == State.RESERVED and record.has_lapsed(timezone.now()):
        record.move(State.EXPIRED, what="the hold ran out")
    if record.state in NOT_HELD:
        return render(request, NOT_HELD[State(record.state)], {"record": record})
    if record.state != State.RESERVED:
        return redirect("checkout:progress", record.pk)
    if request.method == "POST" and payments.is_possible(record.payment, record.reservation):
        return _pay(request, record)
    return _show(request, record, details.form(request, record))


@require_POST
def release(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Let the held seats go, and return to the trolley."""
    record = visitor.record_of(request, record_id)
    if reservation.release(record):
        messages.info(request, RELEASED if record.is_release_certain else NOT_YET_RELEASED)
    return redirect("checkout:trolley")


def _pay(request: HttpRequest, record: OrderRecord) -> HttpResponse:
    form = details.posted(request, record)
    if not form.is_valid():
        return _show(request, record, form)
    if purchase.press(record, customer=form.customer, customer_ip=request.META.get("REMOTE_ADDR")):
        tasks.buy_after_commit(record)
    return redirect("checkout:progress", record.pk)


def _show(request: HttpRequest, record: OrderRecord, form: CustomerForm) -> HttpResponse:
    kept = record.reservation
    context = {
        "record": record,
        "reservation": kept,
        "form": form,
        "can_pay": payments.is_possible(record.payment, kept),
        "price_changed": _price_changed(record),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "checkout/checkout.html", context, status=status)


def _price_changed(record: OrderRecord) -> bool:
    """Compared in the language in which it was asked for: this page may be read in another one."""
    with translation.override(record.language):
        total = " + ".join(map(str, record.reservation.trolley.totals))
    return bool(record.asked_total) and record.asked_total != total

"""The checkout page: what is held, what came otherwise, for how long; and letting the seats go."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boxoffice import headers, live, paces, worker
from boxoffice.visitors_address import address_of

from .. import (
    alternatives,
    card,
    details,
    letters,
    outcomes,
    payments,
    purchase,
    reservation,
    shown,
    tasks,
    visitor,
)
from ..customer import CustomerForm
from ..customer.asked import NAMES
from ..late import follower_of
from ..models import OrderRecord, State
from ..paced import paced

NOT_HELD = {
    State.RESERVING: "checkout/holding.html",
    State.NOT_RESERVED: "checkout/not_held.html",
    State.LOST: "checkout/lost.html",
    State.RELEASED: "checkout/let_go.html",
    State.EXPIRED: "checkout/ran_out.html",
}
MAY_BE_HELD_AGAIN = frozenset({State.NOT_RESERVED, State.RELEASED, State.EXPIRED, State.FAILED})
LOOK_AGAIN = "look_again"  # pressed where the page said that nothing can be sold at this moment
RELEASED = _("Your seats have been released.")
NOT_YET_RELEASED = _("We are letting your seats go. It may be a few minutes until others can have them.")
EARLIER_RELEASED = _("The tickets that you held before have been let go.")
STILL_HELD = _("We could not yet let your earlier seats go, so nothing new is held. Please try again.")
NO_LONGER_HELD = _("These tickets are not held any more, so there was nothing to agree to.")


@paced(paces.PAY)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def checkout(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """What is held, for how long, and the form to buy it with; posted, the purchase starts."""
    record = visitor.record_of(request, record_id)
    if request.method == "POST":
        details.keep_typed(request)
    elif record.state == State.RESERVED:
        visitor.renew(request, record)
    reservation.expire(record)
    follower = follower_of(record)
    if follower is not None:
        return redirect("checkout:progress", follower.pk)
    if record.state in NOT_HELD:
        return _show_what_is_not_held(request, record)
    if record.state != State.RESERVED:
        return redirect("checkout:progress", record.pk)
    outcome = outcomes.of(record)
    is_posted = request.method == "POST" and not outcome.needs_consent
    if is_posted and _is_paid_here(record):
        return _pay(request, record, outcome)
    return show(request, record, outcome, form=details.form(request, record))


@require_POST
def accept(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """The buyer agrees to what came otherwise than it was asked for."""
    record = visitor.record_of(request, record_id)
    reservation.expire(record)
    if not reservation.accept(record) and record.state in NOT_HELD:
        messages.info(request, NO_LONGER_HELD)
    return redirect("checkout:checkout", record.pk)


@require_POST
def release(request: HttpRequest, record_id: uuid.UUID) -> HttpResponseBase:
    """Let the held seats go, and return to the trolley, or to the page from which it was asked."""
    record = visitor.record_of(request, record_id)
    is_done = reservation.release(record)
    live.note_change(request.session)
    tasks.let_go_after_commit(record)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"is_released": is_done, "is_certain": record.is_release_certain})
    if is_done:
        tell_of_release(request, record)
    return redirect(_back(request) or "checkout:trolley")


@paced(paces.RESERVE)
@require_POST
def again(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """Hold the same once more, and go on to its checkout."""
    record = visitor.record_of(request, record_id)
    if any(name in request.POST for name in NAMES):
        details.keep_typed(request)
    reservation.expire(record)
    if not _may_be_held_again(record):
        return redirect("checkout:checkout", record.pk)
    live.note_change(request.session)
    try:
        record = reservation.hold_again(record, language=get_language() or "en")
    except reservation.StillHeld:
        messages.error(request, STILL_HELD)
    except reservation.TooManyHeld as said:
        messages.error(request, str(said))
    return redirect("checkout:checkout", record.pk)


@require_safe
@never_cache
def left(request: HttpRequest, record_id: uuid.UUID) -> JsonResponse:
    """How long it is still held, for countdowns. Nothing personal: whoever has the link may ask."""
    record = get_object_or_404(OrderRecord, pk=record_id)
    reservation.expire(record)
    is_held = record.state in {State.RESERVED, State.AUTHORISING}
    seconds = record.seconds_left if is_held else 0
    return JsonResponse({"state": record.state, "seconds": seconds})


def tell_of_release(request: HttpRequest, record: OrderRecord) -> None:
    live.note_change(request.session)
    messages.info(request, RELEASED if record.is_release_certain else NOT_YET_RELEASED)


def let_go(request: HttpRequest) -> None:
    """What the visitor holds is not what they want any more: let it go now, and say so."""
    known = request.session.get(visitor.KEY)
    record = reservation.current(known) if known else None
    if record is not None and reservation.release(record):
        tasks.let_go_after_commit(record)
        tell_of_release(request, record)


def _back(request: HttpRequest) -> str:
    """The page of this shop that asked; "" for none."""
    address = request.POST.get("next", "")
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours else ""


def _pay(request: HttpRequest, record: OrderRecord, outcome: outcomes.Outcome) -> HttpResponse:
    if LOOK_AGAIN in request.POST:
        return redirect("checkout:checkout", record.pk)
    if shown.is_other(request.POST, record):
        messages.warning(request, shown.OTHER)
        return redirect("checkout:checkout", record.pk)
    form = details.posted(request, record)
    # Cards are paid with by a script (views/card.py): whoever comes here without one is told so.
    if not form.is_valid() or card.is_by_card(record):
        return show(request, record, outcome, form=form)
    if purchase.press(record, customer=form.customer, browser=browser_of(request)):
        tasks.buy_after_commit(record)
    return redirect("checkout:progress", record.pk)


def browser_of(request: HttpRequest) -> purchase.Browser:
    """What a debitor may need to know of it."""
    return purchase.Browser(
        ip=address_of(request),
        user_agent=request.headers.get("User-Agent", ""),
        accept=request.headers.get("Accept", ""),
        site=request.get_host(),
    )


def show(
    request: HttpRequest, record: OrderRecord, outcome: outcomes.Outcome, *, form: CustomerForm
) -> HttpResponse:
    kept = record.reservation
    why_not = payments.why_not(record.payment, kept)
    can_pay, is_paid_here = not why_not, _is_paid_here(record)
    has_form = is_paid_here and not outcome.needs_consent
    by_card = card.of(record) if has_form else None
    context = {
        "record": record,
        "reservation": kept,
        "outcome": outcome,
        "form": form,
        "can_pay": can_pay,
        "why_not": why_not,
        "has_form": has_form,
        "is_handed_over": can_pay and not is_paid_here and not outcome.needs_consent,
        "has_worker": worker.is_alive,
        "card": by_card,
    }
    status = 422 if form.is_bound and form.errors else 200
    response = render(request, "checkout/checkout.html", context, status=status)
    if by_card and not by_card.is_closed:
        allow_stripe(response)
    return response


def allow_stripe(response: HttpResponse) -> None:
    """Its script and frames, on this page alone; a wallet may open a window of its own."""
    response[headers.POLICY] = headers.policy(card.policy())
    headers.may_pay(response, origin=card.origin())


def _is_paid_here(record: OrderRecord) -> bool:
    """In this shop, or beginning here; not on a page elsewhere that asks for everything."""
    is_possible = payments.is_possible(record.payment, record.reservation)
    return is_possible and payments.way_of(record).hand_over is None


def _show_what_is_not_held(request: HttpRequest, record: OrderRecord) -> HttpResponse:
    letters.end_is_seen(record)
    context = {
        "record": record,
        "outcome": outcomes.of(record),
        "elsewhere": alternatives.of(record),
        "may_be_held_again": _may_be_held_again(record),
    }
    return render(request, NOT_HELD[State(record.state)], context)


def _may_be_held_again(record: OrderRecord) -> bool:
    """What is held no more; or for too short a time to pay it by card."""
    is_closed = record.state == State.RESERVED and card.is_closed(record)
    return (record.state in MAY_BE_HELD_AGAIN or is_closed) and not record.asked.is_empty

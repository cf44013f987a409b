"""Cancelling what was bought: choose, see what it costs and what comes back, press, watch."""

import uuid
from collections.abc import Collection, Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import cancelling, tasks
from ..access import bought_order_of, personal
from ..cancelling import choices, offer
from ..cancelling.told import OfOrder, Told
from ..models import Cancellation, CancellationStanding, OrderRecord

LONGEST = 9  # digits of an item number
WATCHED_FOR = 180  # seconds, after which the page tells its reader not to wait
ITEMS = "items"  # what there is to choose from, on the pages
CHOOSE = _("Please choose what you want to cancel.")
NO_LONGER = _("This can no longer be cancelled. Here is how it stands.")
OTHERWISE = _("What comes back has changed since you looked. Please look at it, and press again.")


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def cancel(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """What can be cancelled, to choose from; pressed on the page that follows, it is asked for."""
    record = bought_order_of(request, record_id)
    if request.method == "POST":
        return _ask(request, record)
    under_way = _under_way(record)
    if under_way is not None:
        return redirect(under_way)
    return render(request, "checkout/cancel.html", {"record": record, "cancelling": OfOrder(record)})


@require_safe
@personal
def check(request: HttpRequest, record_id: uuid.UUID) -> HttpResponse:
    """What was chosen, what goes with it, what it costs and what comes back. Nothing is done by looking."""
    record = bought_order_of(request, record_id)
    under_way = _under_way(record)
    if under_way is not None:
        return redirect(under_way)
    numbers = frozenset(numbers_in(request.GET.getlist("item")))
    chosen = choices.with_others(record, numbers)
    if not chosen:
        _say_why_not(request, numbers)
        return redirect("checkout:cancel", record.pk)
    context = {
        "record": record,
        "chosen": [choice for choice in choices.items_of(record) if choice.number in chosen],
        "has_others": bool(chosen - numbers),
        "offer": offer.of(record, chosen),
    }
    return render(request, "checkout/cancel_check.html", context)


@require_safe
@personal
def cancellation(request: HttpRequest, record_id: uuid.UUID, cancellation_id: uuid.UUID) -> HttpResponse:
    """How it goes, and what became of it; a withdrawal's receipt."""
    record = bought_order_of(request, record_id)
    found = get_object_or_404(record.cancellations, pk=cancellation_id)
    seconds = (timezone.now() - found.made_at).total_seconds()
    context = {
        "record": record,
        "cancellation": found,
        "told": Told(record, found),
        "is_long": seconds >= WATCHED_FOR,
        "look_again_after": 15 if seconds >= WATCHED_FOR else 2,
    }
    return render(request, "checkout/cancellation.html", context)


def _ask(request: HttpRequest, record: OrderRecord) -> HttpResponse:
    """Pressed twice, in two tabs, or after going back: it leads to the one that there is."""
    numbers = numbers_in(request.POST.getlist("item"))
    before = _under_way(record) or _done_before(record, numbers)
    if before is not None:
        return redirect(before)
    if not numbers or choices.with_others(record, frozenset(numbers)) < frozenset(numbers):
        _say_why_not(request, numbers)
        return redirect("checkout:cancel", record.pk)
    if request.POST.get("offer") != str(offer.of(record, numbers)):
        messages.warning(request, OTHERWISE)
        return redirect(check_address(record, numbers))
    asked = cancelling.ask(record, numbers)
    if asked is None:
        messages.warning(request, NO_LONGER)
        return redirect("checkout:cancel", record.pk)
    tasks.cancel_after_commit(asked)
    return redirect(asked)


def _say_why_not(request: HttpRequest, numbers: Collection[int]) -> None:
    if numbers:
        messages.warning(request, NO_LONGER)
    else:
        messages.error(request, CHOOSE, extra_tags=ITEMS)


def check_address(record: OrderRecord, numbers: Iterable[int]) -> str:
    items = "&".join(f"item={number}" for number in numbers)
    return f"{reverse('checkout:cancel_check', args=[record.pk])}?{items}"


def _under_way(record: OrderRecord) -> Cancellation | None:
    return record.cancellations.open().by_choice().first()


def _done_before(record: OrderRecord, numbers: Collection[int]) -> Cancellation | None:
    """The one by which just these were cancelled."""
    ended = record.cancellations.filter(standing=CancellationStanding.DONE)
    return next((one for one in ended if set(one.cancelled) == set(numbers)), None)


def numbers_in(sent: Iterable[str]) -> list[int]:
    """Item numbers that a form sends, each once; what is none is passed over."""
    digits = (text for text in sent if text.isascii() and text.isdigit() and len(text) <= LONGEST)
    return sorted({int(text) for text in digits})

"""The trolley's page, and what can be done to it."""

import uuid
from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from boxoffice import live, paces

from .. import add_ons, addresses, choosing, fair_share, page, recheck, reservation, trolley, visitor
from ..choosing import Back, Put, Wanted
from ..forms import ChoiceForm
from ..models import OrderRecord
from ..paced import paced
from ..trolley import Kept, Left, NotPossible
from .reservation import EARLIER_RELEASED, STILL_HELD, let_go, tell_of_release

DESTINATION = "id-destination"  # the field on the page
NOT_SENT_THERE = gettext_lazy(
    "These tickets cannot be sent to your country in the way that you chose. Please choose another way."
)
SENT_OTHERWISE = gettext_lazy(
    "Some tickets cannot be sent in the way that you chose any more. Please look how they reach you now."
)


@require_safe
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    """What is in the trolley now, at which price."""
    if visitor.is_first_seen_today(request):
        trolley.stays(visitor.known(request))
    language, since = get_language() or "en", live.since(request.session)
    shown = page.look(visitor.known(request), language=language, since=since)
    tell_of(request, shown.seen.left)
    if shown.seen.is_sent_otherwise:
        messages.warning(request, SENT_OTHERWISE)
    context = {
        "page": shown,
        "trolley": shown.seen.trolley,
        "kept": shown.seen.kept,
        "sending": shown.seen.kept.sending,
        "press": uuid.uuid4(),
        "differences": recheck.kept(request.session),
        "offering": shown.offering,
    }
    return render(request, "checkout/trolley.html", context)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put the chosen tickets into the trolley; what keeps them out is said where they were chosen."""
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("That choice could not be read. Please choose again."))
        return redirect(addresses.performance(request.POST.get("perf_id", "")) or "checkout:trolley")
    wanted = form.wanted
    try:
        outcome = _put(request, wanted)
    except NotPossible as refused:
        messages.error(request, reason(request, refused, wanted.perf_id), extra_tags=refused.field)
        return redirect(page_with(wanted, Back()) or "checkout:trolley")
    if isinstance(outcome, Back):
        return lead_back(request, wanted, outcome)
    tell(request, outcome)
    visitor.stays(request)
    return redirect("checkout:trolley")


def reason(request: HttpRequest, refused: NotPossible, perf_id: str) -> str:
    """Why something was not put in."""
    language = get_language() or "en"
    return add_ons.reason(refused, visitor=visitor.known(request), perf_id=perf_id, language=language)


@paced(paces.RESERVE)
@require_POST
def reserve(request: HttpRequest) -> HttpResponse:
    """Hold what is in the trolley, and go on to its checkout."""
    try:
        kept = _ready(request)
    except NotPossible as reason:
        messages.error(request, str(reason), extra_tags=reason.field)
        return redirect("checkout:trolley")
    earlier = reservation.current(visitor.name(request))
    try:
        if _has_changed(request):
            _tell_of_earlier(request, earlier)
            return redirect("checkout:trolley")
    except reservation.StillHeld:
        messages.error(request, STILL_HELD)
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
            network=fair_share.network_of(request),
        )
    except reservation.StillHeld:
        messages.error(request, STILL_HELD)
        return redirect("checkout:trolley")
    except reservation.TooManyHeld as said:
        messages.error(request, str(said))
        return redirect("checkout:trolley")
    live.note_change(request.session)
    if record != earlier:
        _tell_of_earlier(request, earlier)
    return redirect("checkout:checkout", record.pk)


def _ready(request: HttpRequest) -> Kept:
    """The trolley, if nothing is to be asked before it can be held."""
    name, destination = visitor.known(request), request.POST.get("destination", "")
    trolley.take_out_bought(name)
    kept = trolley.kept(name)
    if kept.is_empty:
        raise NotPossible(_("Your trolley is empty."))
    if kept.lacks_a_way:
        raise NotPossible(_("Please choose how the tickets should reach you."))
    if kept.limits and destination:
        if destination not in kept.destinations:
            raise NotPossible(NOT_SENT_THERE, field=DESTINATION)
        trolley.go_to(name, destination)
        kept = trolley.kept(name)
    if kept.lacks_destination:
        raise NotPossible(_("Please say in which country the tickets shall arrive."), field=DESTINATION)
    if any(known.has_other_kinds for known in kept.choices.values()):
        raise NotPossible(
            _("Some tickets are not of the kind that you chose. Please say what to do about them.")
        )
    return kept


def _tell_of_earlier(request: HttpRequest, earlier: OrderRecord | None) -> None:
    if earlier is not None:
        messages.info(request, EARLIER_RELEASED)


def _has_changed(request: HttpRequest) -> bool:
    """Whether what was chosen some time ago is not so any more; the trolley's page will say it."""
    if not recheck.is_due(visitor.known(request)):
        return False
    # Release first: seats that this visitor holds would look as if somebody else had taken them.
    reservation.release_all(visitor.name(request))
    found = recheck.differences(visitor.known(request), language=get_language() or "en")
    recheck.keep(request.session, found)
    return bool(found)


def _put(request: HttpRequest, wanted: Wanted) -> Put | Back:
    """Into the trolley; seats that are not free because this visitor holds them are let go first."""
    outcome = choosing.put(visitor.name(request), wanted)
    if isinstance(outcome, Put):
        return outcome
    seats = {pick.seat for pick in wanted.picks.seats}
    record = reservation.release_for(visitor.name(request), perf_id=wanted.perf_id, seats=seats)
    if record is None:
        return outcome
    tell_of_release(request, record)
    return choosing.put(visitor.name(request), wanted)


def tell(request: HttpRequest, put: Put) -> None:
    """What came otherwise than it was asked for; and what is held is not what is in the trolley any more."""
    let_go(request)
    tell_of(request, put.left)
    if put.sent_as:
        said = _("The tickets of one supplier are sent together. Yours are sent as before: %(name)s.")
        messages.info(request, said % {"name": put.sent_as})


def tell_of(request: HttpRequest, left: Iterable[Left]) -> None:
    for one in left:
        messages.warning(request, one.sentence)


def lead_back(request: HttpRequest, wanted: Wanted, back: Back) -> HttpResponse:
    """To the page of the performance, which says what keeps it out: by what it asks after this press."""
    live.note_change(request.session)
    return redirect(page_with(wanted, back, at=addresses.CHOICE) or "checkout:trolley")


def page_with(wanted: Wanted, back: Back, *, at: str = "") -> str:
    """The page of the performance, with what was picked still picked."""
    return addresses.performance_with(
        wanted.perf_id,
        wanted.picks,
        send=wanted.send,
        stay=(wanted.departure, wanted.nights),
        instead=wanted.instead,
        beside=back.beside,
        promo_code=wanted.promo_code,
        at=at,
    )

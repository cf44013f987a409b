"""What can be done on the trolley's page to what is in it. Each press leads back there, with a sentence."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from boxoffice import live
from boxoffice.ticketing import SendMethod, ask_side_by_side
from catalog.seating.picks import BestAvailable, Picks, Unreadable, picks_from

from .. import choosing, reservation, trolley, visitor
from ..choosing import Back, Wanted
from ..kept import KeptChoice
from ..trolley import NOT_THERE, NotPossible
from .reservation import let_go
from .trolley import tell, tell_of


@require_POST
def change(request: HttpRequest, item_number: int) -> HttpResponse:
    """Other numbers of other kinds of ticket, of an order whose seats nobody picked."""
    known = trolley.kept(visitor.known(request)).choices.get(item_number)
    try:
        if known is None or known.choice.seats or known.choice.perf_id != request.POST.get("perf_id"):
            raise NotPossible(NOT_THERE)
        _put_instead(request, known, item_number)
    except NotPossible as reason:
        messages.error(request, str(reason), extra_tags=reason.field)
    return redirect("checkout:trolley")


@require_POST
def remove(request: HttpRequest, item_number: int) -> HttpResponse:
    """Take it out; a button on the page brings it back."""
    known = trolley.kept(visitor.known(request)).choices.get(item_number)
    try:
        if known and request.POST.get("perf_id", known.choice.perf_id) != known.choice.perf_id:
            raise NotPossible(NOT_THERE)  # another tab has put something else in its place
        removal = trolley.remove(visitor.known(request), item_number)
    except NotPossible as reason:
        messages.warning(request, str(reason))
        return redirect("checkout:trolley")
    visitor.stays(request)
    let_go(request)
    name = removal.choices[0].name
    messages.info(
        request, _("%(name)s is out of your trolley. You can bring it back below.") % {"name": name}
    )
    return redirect("checkout:trolley")


@require_POST
def bring_back(request: HttpRequest, number: int) -> HttpResponse:
    """What was removed, with what went with it."""
    try:
        added = trolley.bring_back(visitor.known(request), number)
    except NotPossible as reason:
        messages.warning(request, str(reason))
        return redirect("checkout:trolley")
    visitor.stays(request)
    let_go(request)
    tell_of(request, added.left)
    for order in added.orders[:1]:
        name = order.event.name if order.event else ""
        messages.info(request, _("%(name)s is back in your trolley.") % {"name": name})
    return redirect("checkout:trolley")


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send all tickets of one supplier in another way."""
    source_code = request.POST.get("source", "")
    try:
        method = _method(request, source_code, code=request.POST.get("send", ""))
        tell_of(request, trolley.send_by(visitor.known(request), source_code, method=method))
    except NotPossible as reason:
        messages.error(request, str(reason))
        return redirect("checkout:trolley")
    visitor.stays(request)
    let_go(request)
    return redirect("checkout:trolley")


@require_POST
def agree(request: HttpRequest, item_number: int) -> HttpResponse:
    """Keep the kinds of ticket that the box office gives in place of those asked for."""
    try:
        trolley.agree(visitor.known(request), item_number)
    except NotPossible as reason:
        messages.warning(request, str(reason))
    return redirect("checkout:trolley")


def _put_instead(request: HttpRequest, known: KeptChoice, item_number: int) -> None:
    choice, name = known.choice, visitor.known(request)
    band = (choice.ticket_type_code, choice.price_band_code)
    wanted = Wanted(
        choice.perf_id,
        Picks(best=BestAvailable(band, _numbers(request, item_number))),
        trolley.kept(name).send_codes.get(known.source_code, known.send),
        departure=choice.departure_date,
        nights=choice.duration,
        instead=(item_number,),
        promo_code=choice.promo_code,
    )
    outcome = choosing.put(name, wanted)
    if isinstance(outcome, Back) and _lets_go(request, perf_id=choice.perf_id):
        outcome = choosing.put(name, wanted)  # the visitor's own hold had taken them
    if isinstance(outcome, Back):
        raise NotPossible(outcome.sentence or _("These tickets cannot be had so. Please choose again."))
    visitor.stays(request)
    messages.info(request, _("Your tickets for %(name)s are changed.") % {"name": known.name})
    tell(request, outcome)


def _lets_go(request: HttpRequest, *, perf_id: str) -> bool:
    """Whether the visitor held tickets for that performance, which are free now."""
    held = reservation.current(visitor.known(request))
    orders = held.reservation.orders if held else ()
    is_here = any(one.performance and one.performance.id == perf_id for one in orders)
    if is_here:
        let_go(request)
    return is_here


def _numbers(request: HttpRequest, item_number: int) -> tuple[tuple[str, int], ...]:
    """How many of which kind, as the page's form says it."""
    try:
        picks = picks_from(request.POST, bands=[("", "band")])
    except Unreadable:
        raise NotPossible(_("That choice could not be read. Please choose again.")) from None
    numbers = picks.best.numbers if picks.best else ()
    if not numbers:
        raise NotPossible(
            _("Please choose at least one ticket, or remove them."), field=f"number-{item_number}-1"
        )
    return numbers


def _method(request: HttpRequest, source_code: str, *, code: str) -> SendMethod:
    """The one that is meant, if every performance of that supplier has it today."""
    choices = trolley.kept(visitor.known(request)).choices.values()
    performances = {known.choice.perf_id for known in choices if known.source_code == source_code}
    if not performances:
        raise NotPossible(NOT_THERE)
    language = get_language() or "en"
    told = ask_side_by_side(
        **{one: partial(live.list_send_methods, one, language=language) for one in performances}
    )
    methods = [{one.code: one for one in answer.required()} for answer in told.values()]
    if any(code not in each for each in methods):
        raise NotPossible(_("These tickets cannot be sent in that way. Please choose another."))
    return methods[0][code]

"""From the press of an add-on's button to an order in the trolley, or to the page where there is a choice."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from boxoffice.ticketing import Availability, AvailabilityBand, Event, Order, SendMethod, get_service
from catalog import company
from catalog.seating.orders import key_of, kinds_of
from catalog.seating.picks import NOTHING, BestAvailable, Picks

from . import choosing, extras, trolley
from .adding import NotHad, NotPossible
from .choosing import Back, Put, Wanted


@dataclass(frozen=True)
class Asked:
    """What was posted: an event, one of its performances where there is one to choose, and a number."""

    event_id: str
    perf_id: str = ""
    number: int = 1


@dataclass(frozen=True)
class Elsewhere:
    """There is more to choose than a number: on the performance's page. As far as it is known, `wanted`."""

    wanted: Wanted


def put(visitor: str, asked: Asked, *, language: str) -> tuple[Wanted, Put | Back] | Elsewhere:
    """Put it in beside what it goes with. Raises NotPossible, and TicketingErrors."""
    told = company.told(asked.event_id, language=language)
    if told is None or not told.is_add_on:
        raise NotPossible(_("That is not sold here any more."))
    parents = _parents(visitor, told)
    if not parents:
        raise NotPossible(alone(told))
    number = extras.number_of_tickets(parents) if told.is_auto_quantity_add_on else asked.number
    wanted = _wanted(visitor, asked.perf_id or _performance(told), number=number)
    if wanted.picks.is_empty or not wanted.send:
        return Elsewhere(wanted)
    return wanted, choosing.put(visitor, replace(wanted, follows=told.is_auto_quantity_add_on))


def alone(told: Event) -> str:
    """Why it cannot be had."""
    said = {"name": told.name}
    if told.is_time_matched_add_on:
        return _("%(name)s is only sold together with tickets for the same day and time.") % said
    if told.is_date_matched_add_on:
        return _("%(name)s is only sold together with tickets for the same day.") % said
    return _("%(name)s is not sold alone. Choose the tickets that it goes with first.") % said


def reason(refused: NotPossible, *, visitor: str, perf_id: str, language: str) -> str:
    """Why it was not put in; of an add-on without what it goes with, that."""
    if not isinstance(refused, NotHad):
        return str(refused)
    performance = get_service(language).get_performance(perf_id)
    told = company.told(performance.event_id, language=language) if performance else None
    if performance is None or told is None or not told.is_add_on:
        return str(refused)
    parents = _parents(visitor, told)
    is_in_its_place = parents and extras.matches(performance, add_on=told, parents=parents)
    return str(refused) if is_in_its_place else alone(told)


def _parents(visitor: str, told: Event) -> tuple[Order, ...]:
    """The orders in the trolley that it goes with."""
    belonging = company.parents([told.id]).get(told.id, frozenset())
    return extras.parents(trolley.peek(visitor).orders, of=belonging)


def _performance(told: Event) -> str:
    """The performance to take where none is to be chosen."""
    page = get_service().list_performances(told.id)
    if told.needs_performance or page.automatic is None:
        raise NotPossible(_("Please choose a date first."))
    return page.automatic.id


def _wanted(visitor: str, perf_id: str, *, number: int) -> Wanted:
    """As far as there is one way only: the one area and band, the one kind, and how it is sent."""
    availability, methods = choosing.asked(Wanted(perf_id, NOTHING, ""))
    send = _sending(methods, known=trolley.kept(visitor).send_codes.get(availability.source_code, ""))
    band = _only_band(availability)
    picks = Picks(best=BestAvailable(key_of(band), ((band.discount_code, number),))) if band else NOTHING
    return Wanted(perf_id, picks, send)


def _only_band(availability: Availability) -> AvailabilityBand | None:
    """The only area and band, where nobody picks seats and there is one kind of ticket."""
    bands = availability.bands
    if len(bands) != 1 or bands[0].has_seat_selection or len(kinds_of(bands[0])) > 1:
        return None
    return bands[0]


def _sending(methods: tuple[SendMethod, ...], *, known: str) -> str:
    """As the supplier's others in the trolley are sent; else the only way, or none yet."""
    codes = [method.code for method in methods]
    if known in codes:
        return known
    return codes[0] if len(codes) == 1 else ""

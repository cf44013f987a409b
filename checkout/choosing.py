"""From what was posted to orders in the trolley: all of it or nothing, and never what f13 would refuse."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from boxoffice import live, several, ticketing
from boxoffice.ticketing import Availability, Choice, Refused, SendMethod, Told, ask_side_by_side
from catalog.seating.orders import BandOrder, orders_from, unsaid_kinds
from catalog.seating.picks import Picks
from catalog.seating.verdict import objection

from . import trolley
from .trolley import NotPossible

FIRST_TICKETS, FIRST_WAY = "found-title", "send-1"  # what on the page is to be looked at
CANNOT_BE_SENT = gettext_lazy(
    "Tickets for this date can no longer reach you in time, so it cannot be sold here."
)


@dataclass(frozen=True)
class Wanted:
    """A posted choice for one performance. `instead`: items of the trolley that it replaces."""

    perf_id: str
    picks: Picks
    send: str
    departure: date | None = None
    nights: int | None = None
    instead: tuple[int, ...] = ()
    promo_code: str = ""
    follows: bool = False  # an add-on whose number is that of the tickets it goes with

    def choice(self, order: BandOrder) -> Choice:
        area, code = order.key
        return Choice(
            self.perf_id,
            area,
            code,
            len(order.tickets),
            seats=order.seat_ids,
            discounts=order.discounts,
            promo_code=self.promo_code,
            departure_date=self.departure,
            duration=self.nights,
        )


@dataclass(frozen=True)
class Put:
    """It is in the trolley. What left it for that, and how it is sent where that is not as was chosen."""

    left: tuple[trolley.Left, ...]
    sent_as: str = ""


@dataclass(frozen=True)
class Back:
    """Back to the page, which says by itself what there is to be said of these picks."""

    beside: tuple[int, ...] = field(default=())  # items of the trolley that they cannot be beside
    sentence: str = ""  # what that page would say, for one that does not say it


def put(visitor: str, wanted: Wanted) -> Put | Back:
    """Put it in, or say what keeps it out. Raises NotPossible, and TicketingErrors.

    Nobody is kept out by an answer that was asked for before they pressed: then it is asked anew.
    """
    if wanted.picks.is_empty:
        raise NotPossible(_("Please choose your tickets first."), field=FIRST_TICKETS)
    pressed_at = time.time()
    availability, methods = asked(wanted)
    orders = _orders(wanted, availability)
    if isinstance(orders, Back) and not availability.is_troubled:
        availability, methods = asked(wanted, since=pressed_at)
        orders = _orders(wanted, availability)
    if availability.is_troubled:
        return Back(
            sentence=_("The venue's ticket system cannot be reached just now. Please try again soon.")
        )
    if not methods:
        raise NotPossible(CANNOT_BE_SENT)
    method = next((method for method in methods if method.code == wanted.send), None)
    if not wanted.send:
        raise NotPossible(_("Please choose how the tickets should reach you."), field=FIRST_WAY)
    if method is None:
        raise NotPossible(
            _("Tickets for this date cannot be sent in that way. Please choose another."), field=FIRST_WAY
        )
    if isinstance(orders, Back):
        return orders
    return _put(visitor, wanted, orders, method=method, methods=methods, source=availability.source_code)


def _orders(wanted: Wanted, availability: Availability) -> Sequence[BandOrder] | Back:
    """What is wanted, by band, if it is free and may be ordered together."""
    picks, most = wanted.picks, availability.max_bundle_size
    orders = orders_from(picks, availability)
    found = None if wanted.follows else objection(picks, availability, most_bands=most)
    if found or not orders or unsaid_kinds(picks, availability):
        return Back(sentence=str(found.sentence) if found else "")
    return orders


def _put(
    visitor: str,
    wanted: Wanted,
    orders: Sequence[BandOrder],
    *,
    method: SendMethod,
    methods: Iterable[SendMethod],
    source: str,
) -> Put | Back:
    choices = [wanted.choice(order) for order in orders]
    codes = {one.code for one in methods}
    match trolley.add(
        visitor,
        choices,
        method=method,
        known_codes=codes,
        source_code=source,
        instead=wanted.instead,
        names={ticket.kind: ticket.kind_name for order in orders for ticket in order.tickets},
    ):
        case trolley.OneOnly(event_id):
            several.takes_one_only(event_id)
            return Back()
        case trolley.Beside(item_numbers):
            return Back(beside=item_numbers)
        case added:
            return Put(added.left, added.sent_as)


def asked(wanted: Wanted, *, since: float = 0.0) -> tuple[Availability, tuple[SendMethod, ...]]:
    """What is free now, and how it can be sent: asked side by side."""
    language = get_language() or "en"
    told = ask_side_by_side(
        methods=lambda: live.list_send_methods(wanted.perf_id, language=language),
        availability=lambda: live.get_availability(
            wanted.perf_id,
            language=language,
            departure=wanted.departure,
            nights=wanted.nights,
            promo_code=wanted.promo_code,
            since=since,
        ),
    )
    return _unless_refused(told["availability"]), _unless_refused(told["methods"])


def _unless_refused(told: Told) -> Any:
    try:
        return told.required()
    except ticketing.NotAuthenticated:
        raise
    except Refused as error:
        raise NotPossible(_("These tickets cannot be had. Please choose again.")) from error

"""What is offered for one performance: asked live, because a buyer asked, in one wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from boxoffice import live, several
from boxoffice.ticketing import (
    Availability,
    AvailabilityBand,
    Money,
    Performance,
    Refused,
    SendMethod,
    Told,
    ask_side_by_side,
    to_text,
)

from ..forms import Stay
from ..hall import Hall, hall_from
from ..models import Event
from ..seating.verdict import quantities
from .promo import NO_CODE, Promo, changes

NO_STAY = Stay()


@dataclass(frozen=True)
class Offered:
    """A performance with what can be had for it now."""

    performance: Performance
    event: Event
    availability: Availability
    send_methods: tuple[SendMethod, ...]
    stay: Stay = field(default=NO_STAY)
    most_bands: int | None = None  # areas and bands that one press may take; None: any number
    promo: Promo = field(default=NO_CODE)

    @cached_property
    def hall(self) -> Hall:
        """Where the seats that can be picked one by one stand."""
        return hall_from(self.availability)

    @property
    def bands(self) -> tuple[AvailabilityBand, ...]:
        """In the order of the page, numbered from 0."""
        return self.availability.bands

    @property
    def has_seats(self) -> bool:
        return self.availability.has_seat_selection

    @property
    def has_others(self) -> bool:
        """Whether there are bands whose seats nobody picks."""
        return any(not band.has_seat_selection for band in self.bands)

    @property
    def quantities(self) -> tuple[int, ...]:
        """Every number of tickets that some band may give together."""
        found = {number for band in self.bands for number in quantities(band, self.availability)}
        return tuple(sorted(found))

    @property
    def cheapest_sending(self) -> Money | None:
        """What sending costs at least; None where some way is free."""
        costs = [method.cost for method in self.send_methods if method.cost is not None]
        cheapest = min(costs, key=lambda cost: cost.amount, default=None)
        return cheapest or None

    @property
    def can_be_sent(self) -> bool:
        return bool(self.send_methods)

    @property
    def can_be_chosen(self) -> bool:
        return self.can_be_sent and bool(self.bands) and (self.has_seats or bool(self.quantities))


def look(
    perf_id: str, *, language: str, stay: Stay = NO_STAY, promo_code: str = "", since: float = 0.0
) -> Offered | None:
    """What is offered now, or None where nobody knows the performance. Raises TicketingErrors.

    `since`: no answer from before that does, as `live.since` says. With a promo code it is asked without it
    too, side by side: f13 does not say whether it knows a code.
    """
    asked = partial(
        live.get_availability,
        perf_id,
        language=language,
        departure=stay.departure,
        nights=stay.nights,
        since=since,
    )
    beside = {"with_code": partial(asked, promo_code=promo_code)} if promo_code else {}
    told = ask_side_by_side(
        availability=asked,
        **beside,
        send_methods=lambda: live.list_send_methods(perf_id, language=language),
        performance=lambda: live.get_performance(perf_id, language=language),
    )
    performance = told["performance"].required()
    event = performance and Event.objects.filter(event_id=performance.event_id, is_hidden=False).first()
    if event is None:
        return None
    availability, promo = with_code(told, promo_code=promo_code)
    send_methods = _unless_refused(told["send_methods"], otherwise=())
    most = several.most_bands(availability, event_id=event.event_id) if availability.has_seat_selection else 1
    offered = Offered(performance, event, availability, send_methods, stay, most, promo)
    if send_methods:
        _remember_sending(event, offered.cheapest_sending)
    return offered


def with_code(told: Mapping[str, Told], *, promo_code: str) -> tuple[Availability, Promo]:
    """What can be had with the code, where there is one and it does something; else what anybody can have."""
    if not promo_code or isinstance(told["with_code"].error, Refused):
        plain = _unless_refused(told["availability"], otherwise=Availability())
        return plain, Promo(promo_code, is_of_use=False)
    special = told["with_code"].required()
    plain = told["availability"].otherwise(None)
    if plain is None or special.is_troubled or plain.is_troubled:  # nothing to compare it with
        return special, Promo(promo_code, is_of_use=None)
    return special, Promo(promo_code, is_of_use=changes(special, plain))


def _unless_refused(told: Told, *, otherwise: Any) -> Any:
    """The answer. A performance that f13 knows and says no more about has nothing to offer."""
    return otherwise if isinstance(told.error, Refused) else told.required()


def _remember_sending(event: Event, cheapest: Money | None) -> None:
    """Lists and calendars say it beside their prices until somebody asks again. Written where it changed."""
    now_kept = to_text(cheapest) if cheapest else ""
    if event.kept_sending != now_kept:
        Event.objects.filter(pk=event.pk).exclude(kept_sending=now_kept).update(kept_sending=now_kept)

"""What a buyer may choose for one performance: asked live, because a buyer asked, in one wait."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from boxoffice import live
from boxoffice.ticketing import (
    Availability,
    Money,
    Performance,
    Refused,
    SendMethod,
    Told,
    ask_side_by_side,
    get_service,
    to_text,
)

from .forms import Stay
from .hall import Hall, hall_from
from .models import Event

MOST_TICKETS = 10  # offered where f13 names no quantities
NO_STAY = Stay()


@dataclass(frozen=True)
class Offered:
    """A performance with what can be had for it now."""

    performance: Performance
    event: Event
    availability: Availability
    send_methods: tuple[SendMethod, ...]
    stay: Stay = NO_STAY
    most_bands: int | None = None

    @cached_property
    def hall(self) -> Hall:
        """Where the seats that can be picked one by one stand."""
        return hall_from(self.availability)

    @property
    def quantities(self) -> tuple[int, ...]:
        """Every number of tickets that some band may give together."""
        most = max((band.number_available or MOST_TICKETS for band in self.availability.bands), default=0)
        allowed = self.availability.valid_quantities or tuple(range(1, most + 1))
        return tuple(quantity for quantity in allowed if quantity <= most)

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
        return self.can_be_sent and bool(self.availability.bands) and bool(self.quantities)


def look(perf_id: str, *, language: str, stay: Stay = NO_STAY) -> Offered | None:
    """What is offered now, or None where nobody knows the performance. Raises TicketingErrors."""
    service = get_service(language)
    told = ask_side_by_side(
        availability=lambda: live.get_availability(
            perf_id, language=language, departure=stay.departure, nights=stay.nights
        ),
        send_methods=lambda: service.list_send_methods(perf_id),
        performance=lambda: service.get_performance(perf_id),
    )
    performance = told["performance"].required()
    event = performance and Event.objects.filter(event_id=performance.event_id, is_hidden=False).first()
    if event is None:
        return None
    availability = _unless_refused(told["availability"], otherwise=Availability())
    send_methods = _unless_refused(told["send_methods"], otherwise=())
    offered = Offered(performance, event, availability, send_methods, stay)
    if send_methods:
        _remember_sending(event, offered.cheapest_sending)
    return offered


def _unless_refused(told: Told, *, otherwise: Any) -> Any:
    """The answer. A performance that f13 knows and says no more about has nothing to offer."""
    return otherwise if isinstance(told.error, Refused) else told.required()


def _remember_sending(event: Event, cheapest: Money | None) -> None:
    """Lists and calendars say it beside their prices until somebody asks again. Written where it changed."""
    now_kept = to_text(cheapest) if cheapest else ""
    if event.kept_sending != now_kept:
        Event.objects.filter(pk=event.pk).exclude(kept_sending=now_kept).update(kept_sending=now_kept)

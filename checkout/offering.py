"""What the trolley's page offers beside the trolley: add-ons to go with it, and further events.

All of it is asked side by side with the trolley, and given up soon: the trolley is shown without it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from boxoffice.ticketing import (
    Event,
    Include,
    Order,
    Performance,
    PerformancePage,
    Price,
    Service,
    Told,
    Trolley,
    ask_side_by_side,
    get_service,
)
from catalog import company

from . import extras
from .kept import Kept

PRICES = Include(cost_range=True, cost_range_details=True)
MOST_DATES = 12  # to choose between on the trolley's page
MOST_DAYS = 4  # of one trolley, that dated add-ons are looked for on


@dataclass(frozen=True)
class AddOn:
    """Something that is only sold together with what is in the trolley.

    `performances` are the dates to choose between; there is none where no date is to be chosen.
    """

    event: Event
    card: Any
    tickets: int  # of the orders that it goes with
    performances: tuple[Performance, ...] = ()

    @property
    def follows(self) -> bool:
        return self.event.is_auto_quantity_add_on

    @property
    def has_several_bands(self) -> bool:
        """Whether an area or band is to be chosen, as far as f13 has said: its own page is for that."""
        return len(self.event.cost_range_details) > 1

    @property
    def is_counted_here(self) -> bool:
        return not self.follows and not self.has_several_bands

    @property
    def is_of_one_day(self) -> bool:
        return len({one.day for one in self.performances}) == 1

    @property
    def perf_id(self) -> str:
        """The only one, where there is a date but none to choose."""
        return self.performances[0].id if len(self.performances) == 1 else ""

    @property
    def price(self) -> Price | None:
        return self.event.cost_range.cheapest if self.event.cost_range else None

    @property
    def has_one_price(self) -> bool:
        costs = self.event.cost_range
        return costs is not None and costs.cheapest == costs.dearest

    @property
    def numbers(self) -> range:
        """To choose from, where there is a choice."""
        return range(1, max(self.tickets, 10) + 1)


@dataclass(frozen=True)
class Offering:
    add_ons: tuple[AddOn, ...] = ()
    upsells: tuple[Any, ...] = ()  # cards


NOTHING = Offering()


@dataclass(frozen=True)
class _Candidate:
    """An add-on whose dates are still to be asked for."""

    event: Event
    card: Any
    parents: tuple[Order, ...]


def questions(mine: Kept, *, language: str) -> dict[str, Callable[[], Any]]:
    """What is to be asked beside the trolley itself."""
    if mine.is_empty:
        return {}
    service = get_service(language).aside()
    return {
        "add_ons": partial(service.list_add_ons, mine.token, send_codes=mine.send_codes, include=PRICES),
        "upsells": partial(service.list_upsells, mine.token, send_codes=mine.send_codes),
    }


def offering(trolley: Trolley, told: Mapping[str, Told], *, language: str) -> Offering:
    """What the answers come to, for a trolley as it is now."""
    if "add_ons" not in told:
        return NOTHING
    add_ons = _unique(told["add_ons"].otherwise(()))
    upsells = _unique(told["upsells"].otherwise(()))
    if trolley.is_empty or not (add_ons or upsells):
        return NOTHING
    cards = company.cards({*add_ons, *upsells}, language=language)
    candidates = _candidates(trolley, [one for id, one in add_ons.items() if id in cards], cards=cards)
    service = get_service(language).aside()
    return Offering(_dated(candidates, trolley, service=service), _upsells(trolley, upsells, cards=cards))


def _unique(events: Iterable[Event]) -> dict[str, Event]:
    return {event.id: event for event in events}


def _upsells(trolley: Trolley, ids: Iterable[str], *, cards: Mapping[str, Any]) -> tuple[Any, ...]:
    """What is neither in the trolley nor only sold with something else."""
    inside = {order.event.id for order in trolley.orders if order.event}
    found = (cards[id] for id in ids if id in cards and id not in inside)
    return tuple(card for card in found if not card.event.is_add_on)


def _candidates(trolley: Trolley, events: list[Event], *, cards: Mapping[str, Any]) -> tuple[_Candidate, ...]:
    """With what each goes with; without what is in the trolley already, unless it has dates to choose."""
    belonging = company.parents(event.id for event in events) if events else {}
    inside = {order.event.id for order in trolley.orders if order.event}
    found = []
    for event in events:
        parents = extras.parents(trolley.orders, of=belonging.get(event.id, ()))
        is_complete = event.id in inside and (not event.needs_performance or event.is_auto_quantity_add_on)
        if parents and not is_complete:
            found.append(_Candidate(event, cards[event.id], parents))
    return tuple(found)


def _dated(candidates: Iterable[_Candidate], trolley: Trolley, *, service: Service) -> tuple[AddOn, ...]:
    """With the dates on which each can be had, asked side by side; without those that cannot be had now."""
    wanted = {number: one for number, one in enumerate(candidates)}
    questions = {
        f"{number} {day}": partial(_performances, service, one.event, day)
        for number, one in wanted.items()
        for day in _days(one)
    }
    told = ask_side_by_side(**questions) if questions else {}
    pages: dict[int, list[PerformancePage]] = {}
    for name, answer in told.items():
        if answer.is_known:
            pages.setdefault(int(name.split()[0]), []).append(answer.value)
    offered = (_add_on(one, trolley, pages=pages.get(number, [])) for number, one in wanted.items())
    return tuple(one for one in offered if one is not None)


def _days(one: _Candidate) -> tuple[date, ...]:
    """For which days its performances are asked."""
    return extras.days_of(one.parents)[:MOST_DAYS] if one.event.needs_performance else ()


def _performances(service: Service, event: Event, day: date) -> PerformancePage:
    is_matched = event.is_date_matched_add_on or event.is_time_matched_add_on
    return service.list_performances(event.id, starts=day, ends=day if is_matched else None)


def _add_on(one: _Candidate, trolley: Trolley, *, pages: list[PerformancePage]) -> AddOn | None:
    event, tickets = one.event, extras.number_of_tickets(one.parents)
    if not event.needs_performance:
        return AddOn(event, one.card, tickets)
    inside = {order.performance.id for order in trolley.orders if order.performance}
    found = {
        performance.id: performance
        for page in pages
        for performance in page
        if performance.is_on_sale
        and performance.id not in inside
        and extras.matches(performance, add_on=event, parents=one.parents)
    }
    dates = tuple(found.values())[:MOST_DATES]
    return AddOn(event, one.card, tickets, dates) if dates else None

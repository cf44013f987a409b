"""What f13 is asked about an event's dates, and as much of its answers as pages show."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from boxoffice.ticketing import CostRange, Include, Month, Performance, get_service

PRICES = Include(cost_range=True, best_value_offer=True)
FEW_DAYS = 30  # so many days are asked for at once, whichever months they lie in
PAGE_LENGTH, MOST_PAGES = 1000, 4
UNDATED_LENGTH = 50

Slim = TypeVar("Slim", Month, Performance)


@dataclass(frozen=True)
class Months:
    """The months in which there is something."""

    months: tuple[Month, ...] = ()

    def listed(self, wanted: str) -> str:
        """The month whose performances are shown to those who want this one; "" where all are shown."""
        if sum(len(month.dates) for month in self.months) <= FEW_DAYS:
            return ""
        names = [month_name(month) for month in self.months]
        return wanted if wanted in names else names[0]


@dataclass(frozen=True)
class Listed:
    """The performances of a month; of all months where `month` is empty."""

    month: str = ""
    performances: tuple[Performance, ...] = ()


def month_name(month: Month) -> str:
    return f"{month.year:04}-{month.month:02}"


def ask_months(event_id: str, *, language: str) -> Months:
    """Raises TicketingErrors, as all here."""
    found = get_service(language).list_months(event_id, include=PRICES)
    return Months(tuple(_slim(month) for month in found if month.dates))


def ask_performances(event_id: str, *, month: str, language: str) -> Listed:
    """Those of the month, or all where it is empty."""
    return Listed(month, tuple(_slim(one) for one in _pages(event_id, month=month, language=language)))


def ask_for_the_one_to_take(event_id: str, *, language: str) -> Listed:
    """Where no date is to be chosen: the performance that f13 marks, or else the first."""
    page = get_service(language).list_performances(event_id, page_length=UNDATED_LENGTH, include=PRICES)
    return Listed("", (_slim(page.automatic),) if page.automatic else ())


def _pages(event_id: str, *, month: str, language: str) -> Iterator[Performance]:
    starts, ends = _bounds(month) if month else (None, None)
    for number in range(MOST_PAGES):
        page = get_service(language).list_performances(
            event_id, starts=starts, ends=ends, page=number, page_length=PAGE_LENGTH, include=PRICES
        )
        yield from page.performances
        if not page.paging.has_next:
            return


def _bounds(month: str) -> tuple[date, date]:
    first = date.fromisoformat(f"{month}-01")
    return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _slim(one: Slim) -> Slim:
    """With the cheapest price and the best offer alone: a month may hold hundreds."""
    return replace(one, cost_range=_cheapest(one.cost_range), cached_prices=())


def _cheapest(costs: CostRange | None) -> CostRange | None:
    if costs is None:
        return None
    return CostRange(cheapest=costs.cheapest, best_value_offer=costs.best_value_offer)

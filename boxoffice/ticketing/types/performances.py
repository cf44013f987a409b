"""When it is on: performances and the months that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from .events import CachedPrice, CostRange
from .shared import Paging


@dataclass(frozen=True, slots=True)
class Performance:
    """One time at which an event can be visited."""

    id: str
    event_id: str = ""
    starts: datetime | None = None  # with the venue's own offset: 19:30 there is 19:30 here
    date_text: str = ""
    time_text: str = ""
    name: str = ""  # to be shown wherever there is one
    has_time: bool | None = None
    has_pool_seats: bool = False
    is_limited: bool = False
    is_ghost: bool = False
    is_chosen_for_you: bool = False
    cached_max_seats: int | None = None
    running_time: int | None = None
    cost_range: CostRange | None = None
    cached_prices: tuple[CachedPrice, ...] = ()

    @property
    def is_on_sale(self) -> bool:
        return not self.is_ghost

    @property
    def day(self) -> date | None:
        """The day at the venue."""
        return self.starts.date() if self.starts else None


@dataclass(frozen=True, slots=True)
class PerformancePage:
    """Part of an event's list of performances."""

    performances: tuple[Performance, ...] = ()
    paging: Paging = field(default_factory=Paging)
    has_names: bool = False
    is_chosen_for_you: bool = False  # no choice to be made: take the performance that came

    def __iter__(self) -> Iterator[Performance]:
        return iter(self.performances)

    def __len__(self) -> int:
        return len(self.performances)

    @property
    def automatic(self) -> Performance | None:
        """The performance to take where none is to be chosen: the one marked, or else the first."""
        marked = (one for one in self.performances if one.is_chosen_for_you)
        return next(marked, self.performances[0] if self.performances else None)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month with performances."""

    year: int
    month: int
    name: str = ""
    dates: tuple[date, ...] = ()
    weekdays: frozenset[int] = frozenset()  # Monday is 0, as in Python
    cost_range: CostRange | None = None
    cached_prices: tuple[CachedPrice, ...] = ()

    def has_performance_on(self, day: date) -> bool:
        return day in self.dates

"""The performance's page as one address asks for it: what is offered, what is picked, what is looked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict

from ..forms import Finder, finder_from
from ..scripted_money import ScriptedMoney
from ..seating.orders import key_of, unsaid_kinds
from ..seating.picks import NOTHING, Picks, Unreadable, picks_from
from . import best, summary
from .best import BandRow
from .finding import Found, find
from .offered import Offered
from .summary import Summary

MOST_TOGETHER = 20  # offered to look for, where f13 names no numbers
LONGEST_CODE = 100


@dataclass(frozen=True)
class Page:
    """`instead` and `beside` are items of the trolley: that this choice replaces, and cannot be beside."""

    offered: Offered
    picks: Picks
    finder: Finder
    language: str
    send: str = ""
    instead: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @cached_property
    def summary(self) -> Summary:
        return summary.summary(self.offered, self.picks)

    @cached_property
    def money(self) -> ScriptedMoney | None:
        """How scripts write the totals of best available."""
        prices = [kind.price.total for row in self.rows for kind in row.kinds if kind.price]
        costs = [method.cost for method in self.offered.send_methods if method.cost is not None]
        currency = prices[0].currency if prices else None
        return ScriptedMoney.of([*prices, *costs], currency=currency) if currency else None

    @property
    def asks_kinds(self) -> bool:
        """Whether somebody has still to say for whom the tickets are."""
        return unsaid_kinds(self.picks, self.offered.availability)

    @cached_property
    def checked(self) -> tuple[str, ...]:
        """The values of the seats' checkboxes that come checked."""
        return tuple(one.value for one in self.summary.seats)

    @cached_property
    def rows(self) -> tuple[BandRow, ...]:
        return best.rows(self.offered, together=self.finder.together, best=self.picks.best)

    @cached_property
    def found(self) -> Found:
        return find(self.offered, self.finder, rows=self.rows, language=self.language)

    @property
    def numbers(self) -> tuple[int, ...]:
        """How many together can be looked for."""
        known = togethers(self.offered)
        return known if self.finder.together in known else tuple(sorted({*known, self.finder.together}))

    def parameters(
        self,
        *,
        picks: Picks | None = None,
        finder: Finder | tuple[()] | None = None,
        promo: str | None = None,
    ) -> list[tuple[str, str]]:
        """As the address of this page says it, with other picks, for another finder, or another code.

        () is no finder, and "" no code.
        """
        stay, asked = self.offered.stay, self.finder if finder is None else finder
        said = [("departure", stay.departure), ("nights", stay.nights), ("send", self.send)]
        said += [("promo", self.offered.promo.code if promo is None else promo)]
        found = [(name, str(value)) for name, value in said if value]
        if isinstance(asked, Finder) and asked.is_asked:
            found += asked.parameters
        found += (self.picks if picks is None else picks).parameters
        return found + [("instead", number) for number in self.instead]


def page_from(offered: Offered, query: QueryDict, *, language: str) -> Page:
    """What cannot be read in an address is passed over: the page shows what there is."""
    try:
        picks = picks_from(query, bands=[key_of(band) for band in offered.bands])
    except Unreadable:
        picks = NOTHING
    return Page(
        offered,
        picks,
        finder_from(query, quantities=togethers(offered)),
        language,
        send=query.get("send", "")[:LONGEST_CODE],
        instead=_numbers(query.getlist("instead")),
        beside=_numbers(query.getlist("beside")),
    )


def togethers(offered: Offered) -> tuple[int, ...]:
    """Every number of tickets that makes sense here."""
    availability = offered.availability
    if availability.must_select_whole_seat_block:
        return tuple(sorted({len(block) for band in availability.bands for block in band.seat_blocks}))
    if availability.valid_quantities:
        return tuple(sorted(availability.valid_quantities))
    if offered.has_seats:
        return tuple(range(1, min(MOST_TOGETHER, sum(len(band.seats) for band in offered.bands)) + 1))
    return offered.quantities


def _numbers(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(value for value in values[:50] if value.isascii() and value.isdecimal() and len(value) < 6)

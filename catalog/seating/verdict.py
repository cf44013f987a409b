"""Whether what was picked can be ordered now, and if not, why and what would do instead.

The page says it, and the press of its button says the same: both ask here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from boxoffice.ticketing import Availability, AvailabilityBand

from . import BandRules, Problem, Rule, kind_problem, problem
from .orders import BandOrder, orders_from
from .picks import BandKey, Picks

SEEN_ON_THE_MAP = {Rule.QUANTITY, Rule.APART, Rule.SINGLE, Rule.PART_OF_BLOCK}


@dataclass(frozen=True, slots=True)
class Objection:
    """A problem, in which band it is, and everything picked as it would do: `mended`, where that is known."""

    band: BandKey
    problem: Problem
    mended: Picks | None = None
    words: str = ""  # where they are not the problem's own

    @property
    def instead(self) -> tuple[str, ...]:
        """The seats that would do in that band."""
        return tuple(pick.seat for pick in self.mended.of(self.band)) if self.mended else ()

    @property
    def is_of_kinds(self) -> bool:
        return self.problem.rule is Rule.KIND

    @property
    def is_of_several(self) -> bool:
        return self.problem.rule is Rule.MIXED

    @property
    def is_seen_on_the_map(self) -> bool:
        """Whether scripts say it by themselves: it lies in where the chosen seats are."""
        return self.problem.rule in SEEN_ON_THE_MAP and not self.words

    @property
    def sentence(self) -> str | Promise:
        return self.words or self.problem.sentence


def objection(picks: Picks, availability: Availability, *, most_bands: int | None = None) -> Objection | None:
    """The first thing that is wrong with the picks; None where they can be ordered as they are."""
    return next(_objections(picks, availability, most_bands), None)


def _objections(picks: Picks, availability: Availability, most_bands: int | None) -> Iterator[Objection]:
    for key in dict.fromkeys(pick.band for pick in picks.seats):
        yield from _about_seats(picks, key, availability)
    orders = orders_from(picks, availability)
    if picks.best:
        yield from _about_number(picks, availability)
    for order in orders:
        found = kind_problem(order.band, order.kinds)
        if found:
            mended = picks.as_kinds(order.key, found.remedy) if found.remedy else None
            yield Objection(order.key, found, mended)
    if most_bands is not None and len(orders) > most_bands:
        yield _mixed(picks, orders, most_bands)


def _about_seats(picks: Picks, key: BandKey, availability: Availability) -> Iterator[Objection]:
    seats = tuple(pick.seat for pick in picks.of(key))
    band = availability.band(*key)
    rules = BandRules.from_availability(availability, band) if band else BandRules(blocks=(), rows=())
    found = problem(rules, seats)
    if found:
        yield Objection(key, found, _mended(picks, key, found))


def _mended(picks: Picks, key: BandKey, found: Problem) -> Picks | None:
    """The nearest that is lawful; where nothing is, at least without what is gone."""
    if found.remedy:
        return picks.taking(key, found.remedy)
    gone = [pick for pick in picks.of(key) if pick.seat in found.seats]
    return picks.without(gone) if found.rule is Rule.GONE else None


def _about_number(picks: Picks, availability: Availability) -> Iterator[Objection]:
    """Of any seats in a band, as many as f13 gives together."""
    best = picks.best
    if best is None:
        return
    band = availability.band(*best.band)
    allowed = quantities(band, availability) if band else ()
    count = sum(number for _code, number in best.numbers)
    if not allowed:
        words = _("These tickets are not to be had any more. Please choose others.")
        yield Objection(best.band, Problem(Rule.GONE), words=words)
    elif not count:
        yield Objection(best.band, Problem(Rule.QUANTITY), words=_("Please choose at least one ticket."))
    elif count not in allowed:
        yield Objection(best.band, Problem(Rule.QUANTITY), words=_number_words(allowed))
    elif band and band.has_seat_selection and not _is_together(count, band, availability):
        words = _("So many tickets cannot be had together here. Please choose another number, or seats.")
        yield Objection(best.band, Problem(Rule.QUANTITY), words=words)


def _is_together(count: int, band: AvailabilityBand, availability: Availability) -> bool:
    """Whether somewhere in the band so many neighbours may be taken."""
    rules = BandRules.from_availability(availability, band)
    starts = ((block, start) for block in rules.blocks for start in range(len(block) - count + 1))
    return any(problem(rules, block[start : start + count]) is None for block, start in starts)


def _number_words(allowed: Sequence[int]) -> str:
    """What numbers there are: a limit where all up to it, else each."""
    if allowed == tuple(range(1, len(allowed) + 1)):
        most = len(allowed)
        said = ngettext(
            "There is %(number)s ticket at a time here. Please choose fewer.",
            "At most %(number)s tickets can be had together here. Please choose fewer.",
            most,
        )
        return said % {"number": most}
    numbers = pgettext("between numbers of tickets", ", ").join(map(str, allowed))
    return _("Tickets come in these numbers here: %(numbers)s. Please choose one of them.") % {
        "numbers": numbers
    }


def quantities(band: AvailabilityBand, availability: Availability, *, otherwise: int = 10) -> tuple[int, ...]:
    """The numbers of tickets that best available gives of a band."""
    most = otherwise if band.number_available is None else band.number_available
    allowed: Sequence[int] = band.valid_quantities or availability.valid_quantities or range(1, most + 1)
    return tuple(number for number in allowed if 0 < number <= most)


def _mixed(picks: Picks, orders: Sequence[BandOrder], most_bands: int) -> Objection:
    """Of several bands, those that were picked first stay."""
    kept = {order.key for order in orders[:most_bands]}
    others = [pick for pick in picks.seats if pick.band not in kept]
    seats = tuple(pick.seat for pick in others)
    return Objection(orders[most_bands].key, Problem(Rule.MIXED, seats=seats), picks.without(others))

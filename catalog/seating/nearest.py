"""The lawful choice that is nearest to one that is not; and whether one may still become lawful.

As many seats as were chosen if possible, sharing as many of them as possible, then the nearest. Those who
chose neighbours stay neighbours where any are left. The result is lawful, or empty. Equal choices are told
apart by fixed rules (nearer the middle, first in the list), so static/seating.js finds the same.
"""

from collections.abc import Sequence

from .around import Around
from .breaches import breach, is_lawful
from .rules import BandRules, Rule, Seats

REACH = 12  # more tickets than were chosen, where any number is sold


def nearest_lawful(rules: BandRules, chosen: Sequence[str]) -> Seats:
    """What was chosen where that is lawful; () where nothing is."""
    if is_lawful(rules, chosen):
        return tuple(chosen)
    picked = dict.fromkeys(chosen)
    around = Around(rules, frozenset(picked))
    tries = (around.nearest(count) for count in numbers_near(rules, len(picked)))
    return next(filter(None, tries), ())


def could_become_lawful(rules: BandRules, chosen: Sequence[str]) -> bool:
    """Whether more seats can make it lawful, or it is already: until then nobody needs to complain."""
    found = breach(rules, chosen)
    if found is None or found[0] in {Rule.GONE, Rule.TWICE}:
        return found is None
    around = Around(rules, frozenset(chosen))
    more = (number for number in numbers_near(rules, len(chosen)) if number > len(chosen))
    return any(around.could_hold(number) for number in more)


def numbers_near(rules: BandRules, count: int) -> list[int]:
    """Numbers that could be sold, the nearest first; of two the larger, for then all keep a seat."""
    if not count:
        return []
    total = sum(map(len, rules.blocks))
    longest = max(map(len, rules.blocks), default=0)
    upper = min(longest if rules.contiguous_only else total, max(count + REACH, longest))
    numbers = rules.quantities or range(1, upper + 1)
    possible = {number for number in numbers if 0 < number <= total}
    return sorted(possible, key=lambda number: (abs(number - count), -number))

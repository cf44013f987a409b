"""Whether seats may be chosen like this: the same verdict as a supplier's, before anybody asks one."""

from collections.abc import Sequence

from .breaches import breach
from .nearest import nearest_lawful
from .problems import Problem
from .rules import BandRules, Rule


def problem(rules: BandRules, chosen: Sequence[str]) -> Problem | None:
    """The first rule that the choice breaks, with the nearest choice that breaks none. Nothing is lawful."""
    found = breach(rules, chosen)
    if found is None:
        return None
    rule, seats = found
    return Problem(rule, seats, nearest_lawful(rules, chosen), _numbers(rules, rule))


def _numbers(rules: BandRules, rule: Rule) -> tuple[int, ...]:
    return tuple(sorted(rules.quantities)) if rule is Rule.QUANTITY else ()

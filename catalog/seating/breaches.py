"""Which rule a choice of seats breaks, and which seats that is about. static/seating.js says the same."""

from collections import Counter
from collections.abc import Collection, Sequence

from .rules import BandRules, Rule, Seats

Breach = tuple[Rule, Seats]


def breach(rules: BandRules, chosen: Sequence[str]) -> Breach | None:
    """The first that applies, in the order of `Rule`. Nothing chosen breaks nothing."""
    if not chosen:
        return None
    picked = frozenset(chosen)
    return (
        _gone(rules, chosen)
        or _twice(chosen)
        or (None if rules.may_number(len(chosen)) else (Rule.QUANTITY, ()))
        or _apart(rules, chosen, picked)
        or _single(rules, picked)
        or _part_of_block(rules, picked)
    )


def is_lawful(rules: BandRules, chosen: Sequence[str]) -> bool:
    return bool(chosen) and breach(rules, chosen) is None


def left_alone(block: Seats, picked: Collection[str]) -> Seats:
    """The seats of a block that would stand alone, where something of it was picked."""
    free = [seat not in picked for seat in block]
    if all(free):
        return ()
    beside = [False, *free, False]
    return tuple(
        seat
        for place, seat in enumerate(block)
        if free[place] and not beside[place] and not beside[place + 2]
    )


def _gone(rules: BandRules, chosen: Sequence[str]) -> Breach | None:
    free = {seat for block in rules.blocks for seat in block}
    gone = tuple(dict.fromkeys(seat for seat in chosen if seat not in free))
    return (Rule.GONE, gone) if gone else None


def _twice(chosen: Sequence[str]) -> Breach | None:
    twice = tuple(seat for seat, number in Counter(chosen).items() if number > 1)
    return (Rule.TWICE, twice) if twice else None


def _apart(rules: BandRules, chosen: Sequence[str], picked: frozenset[str]) -> Breach | None:
    if not rules.contiguous_only:
        return None
    block = next(block for block in rules.blocks if not picked.isdisjoint(block))
    places = [place for place, seat in enumerate(block) if seat in picked]
    if len(places) == len(picked) and places[-1] - places[0] + 1 == len(places):
        return None
    return Rule.APART, tuple(chosen)


def _single(rules: BandRules, picked: frozenset[str]) -> Breach | None:
    """Where blocks are sold whole, a single seat is a part of one: that is then said instead."""
    if rules.whole_blocks or not rules.forbids_singles(len(picked)):
        return None
    alone = tuple(seat for block in rules.blocks for seat in left_alone(block, picked))
    return (Rule.SINGLE, alone) if alone else None


def _part_of_block(rules: BandRules, picked: frozenset[str]) -> Breach | None:
    if not rules.whole_blocks:
        return None
    touched = [block for block in rules.blocks if not picked.isdisjoint(block)]
    missing = tuple(seat for block in touched for seat in block if seat not in picked)
    return (Rule.PART_OF_BLOCK, missing) if missing else None

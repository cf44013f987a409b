"""Seats that need not be together: which of them are the cheapest to take, leaving none alone.

Within a block seat after seat, over all blocks one after the other. `static/seating.js` does the same in the
same order, so that of two that are equally good both take the same.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Places = tuple[int, ...]
Taking = tuple[int, Places]  # what it costs, and which places of the block
Takings = list[Taking | None]  # by how many are taken
Chain = tuple["Chain | None", int, Places]  # the block and its places that were taken last, after others


@dataclass(frozen=True, slots=True)
class Terms:
    """How seats may be taken: at most so many; leaving none alone; whole blocks."""

    most: int
    leaves_none_alone: bool
    whole_blocks: bool


def takings(costs: Sequence[int], *, terms: Terms, held: Sequence[bool] = ()) -> Takings:
    """For each number, the cheapest way to take so many seats of one block. Those `held` are in any case."""
    told = _whole(costs, terms.most) if terms.whole_blocks else _one_by_one(costs, terms, held)
    # Nothing taken leaves nothing alone that was not alone before.
    told[0] = None if any(held) else (0, ())
    return told


def _one_by_one(costs: Sequence[int], terms: Terms, held: Sequence[bool]) -> Takings:
    states: list[Taking | None] = [(0, ())] + [None] * (3 * terms.most + 2)  # three for each number taken
    for place, cost in enumerate(costs):
        states = _further(states, place, cost, terms, is_held=bool(held) and held[place])
    return [_better(states[3 * taken], states[3 * taken + 2]) for taken in range(terms.most + 1)]


def _further(
    states: list[Taking | None], place: int, cost: int, terms: Terms, *, is_held: bool
) -> list[Taking | None]:
    """One seat on. A state is how many are taken, and whether none, one or more are free since the last."""
    after: list[Taking | None] = [None] * len(states)
    for number, state in enumerate(states):
        if state is None:
            continue
        taken, free = divmod(number, 3)
        if not is_held:
            left = min(free + 1, 2) if terms.leaves_none_alone else 0
            after[3 * taken + left] = _better(after[3 * taken + left], state)
        if taken < terms.most and free != 1:
            more = (state[0] + cost, (*state[1], place))
            after[3 * taken + 3] = _better(after[3 * taken + 3], more)
    return after


def run_takings(length: int, *, terms: Terms, cost_of: Callable[[int, int], int]) -> Takings:
    """For each number, the cheapest neighbours in a block of which nothing was chosen."""
    told: Takings = [(0, ())]
    for count in range(1, terms.most + 1):
        best: Taking | None = None
        for start in range(length - count + 1):
            if may_run(length, start=start, count=count, terms=terms):
                best = _better(best, (cost_of(start, count), tuple(range(start, start + count))))
        told.append(best)
    return told


def may_run(length: int, *, start: int, count: int, terms: Terms) -> bool:
    """Whether these neighbours may be taken of a block that is whole."""
    if terms.whole_blocks:
        return count == length
    return not terms.leaves_none_alone or (start != 1 and length - start - count != 1)


def cheapest(blocks: Sequence[Takings], *, count: int) -> list[tuple[int, Places]] | None:
    """Exactly so many seats: which places of which blocks; None where it cannot be."""
    totals: list[tuple[int, Chain | None] | None] = [(0, None)] + [None] * count
    for number, told in enumerate(blocks):
        totals = [_total(totals, told, number, wanted) for wanted in range(count + 1)]
    found = totals[count]
    return None if found is None else list(_links(found[1]))[::-1]


def _total(
    totals: Sequence[tuple[int, Chain | None] | None], told: Takings, number: int, wanted: int
) -> tuple[int, Chain | None] | None:
    """The cheapest way to so many seats once the block of this number may be taken from too."""
    best = totals[wanted] if told[0] else None
    for taken in range(1, min(wanted, len(told) - 1) + 1):
        before, here = totals[wanted - taken], told[taken]
        if before and here and (best is None or before[0] + here[0] < best[0]):
            best = (before[0] + here[0], (before[1], number, here[1]))
    return best


def _links(chain: Chain | None) -> Iterator[tuple[int, Places]]:
    while chain is not None:
        chain, number, places = chain
        yield number, places


def _whole(costs: Sequence[int], most: int) -> Takings:
    told: Takings = [None] * (most + 1)
    if len(costs) <= most:
        told[len(costs)] = (sum(costs), tuple(range(len(costs))))
    return told


def _better(one: Taking | None, other: Taking | None) -> Taking | None:
    """The cheaper one; of two that cost the same the first."""
    if one is None or other is None:
        return one or other
    return other if other[0] < one[0] else one

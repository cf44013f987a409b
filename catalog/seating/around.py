"""Lawful choices of a given number of seats around those that were picked."""

from collections.abc import Iterator

from .rules import BandRules, Seats
from .spots import anchor_of, spots_of
from .spreading import Takings, Terms, cheapest, may_run, run_takings, takings

NEAR = 12  # blocks that nobody picked from: those farther off are looked at only where these do not do
# Sharing comes before nearness, and the block before other blocks.
OTHER_SEAT, OTHER_BLOCK = 10**8, 10**4
Run = tuple[int, int]  # which block, and where in it neighbours begin


class Around:
    """One search around one choice. Built once, asked for several numbers."""

    def __init__(self, rules: BandRules, picked: frozenset[str]) -> None:
        self._rules = rules
        self._spots = spots_of(rules)
        self._anchor = anchor_of(rules.blocks, self._spots, picked)
        self._held = [[seat in picked for seat in block] for block in rules.blocks]
        self._touched = [number for number, held in enumerate(self._held) if any(held)]

    def nearest(self, count: int) -> Seats:
        """So many seats, or () where that cannot be lawful. Neighbours stay neighbours where any are left."""
        found = self._together(count) if self._rules.contiguous_only or self._is_run() else ()
        return found if found or self._rules.contiguous_only else self._spread(count)

    def could_hold(self, count: int) -> bool:
        """Whether so many seats can be lawful with all that were picked among them."""
        if self._rules.contiguous_only:
            picked = sum(map(sum, self._held))
            return any(self._shared(run, count) == picked for run in self._runs(count))
        terms = self._terms(count)
        touched = [
            takings([0] * len(self._held[number]), terms=terms, held=self._held[number])
            for number in self._touched
        ]
        others = [self._run_takings(number, terms) for number in self._far_ones()]
        return cheapest(touched + others, count=count) is not None

    def _terms(self, count: int) -> Terms:
        return Terms(count, self._rules.forbids_singles(count), self._rules.whole_blocks)

    def _is_run(self) -> bool:
        """Whether those that are still there are neighbours."""
        if len(self._touched) != 1:
            return False
        held = self._held[self._touched[0]]
        first = held.index(True)
        return all(held[first : first + sum(held)])

    def _together(self, count: int) -> Seats:
        best = min(((self._distance(run, count), run) for run in self._runs(count)), default=None)
        if best is None:
            return ()
        number, start = best[1]
        return self._rules.blocks[number][start : start + count]

    def _runs(self, count: int) -> Iterator[Run]:
        """Every lawful choice of so many neighbours."""
        terms = self._terms(count)
        for number, block in enumerate(self._rules.blocks):
            for start in range(len(block) - count + 1):
                if may_run(len(block), start=start, count=count, terms=terms):
                    yield number, start

    def _distance(self, run: Run, count: int) -> tuple[int, int, int]:
        """The most shared first, then the nearest, then nearest the middle."""
        number, start = run
        spot = self._spots[number]
        away = self._anchor.away(spot, start=start, count=count)
        return -self._shared(run, count), away, abs(spot.across(start, count))

    def _shared(self, run: Run, count: int) -> int:
        number, start = run
        return sum(self._held[number][start : start + count])

    def _spread(self, count: int) -> Seats:
        """Seats anywhere, those that share the most; the nearest blocks first, all of them if need be."""
        terms = self._terms(count)
        blocks = [self._touched_takings(number, terms) for number in self._touched]
        far = self._far_ones()
        for others in (far[:NEAR], far) if len(far) > NEAR else (far,):
            known = blocks + [self._run_takings(number, terms) for number in others]
            found = cheapest(known, count=count)
            if found:
                numbers = self._touched + others
                return self._seats((numbers[one], places) for one, places in found)
        return ()

    def _seats(self, parts: Iterator[tuple[int, tuple[int, ...]]]) -> Seats:
        """In the order of the hall."""
        return tuple(
            self._rules.blocks[number][place] for number, places in sorted(parts) for place in places
        )

    def _far_ones(self) -> list[int]:
        """The blocks that nobody picked from, the nearest first."""
        others = [number for number, held in enumerate(self._held) if not any(held)]
        return sorted(others, key=lambda number: (self._away(number, 0, len(self._held[number])), number))

    def _away(self, number: int, start: int, count: int) -> int:
        return self._anchor.away(self._spots[number], start=start, count=count)

    def _touched_takings(self, number: int, terms: Terms) -> Takings:
        held = self._held[number]
        picked = [place for place, is_held in enumerate(held) if is_held]
        costs = [
            self._away(number, place, 1)
            if is_held
            else OTHER_SEAT + min(abs(place - other) for other in picked)
            for place, is_held in enumerate(held)
        ]
        return takings(costs, terms=terms)

    def _run_takings(self, number: int, terms: Terms) -> Takings:
        def cost_of(start: int, count: int) -> int:
            return count * OTHER_SEAT + OTHER_BLOCK + self._away(number, start, count)

        return run_takings(len(self._held[number]), terms=terms, cost_of=cost_of)

"""Where the seats of a band are towards each other, from blocks and the names of their rows alone.

Rows are in the order in which f13 lists them. Across, free seats are counted from the middle of their row in
steps of two, so that all of it is whole numbers: what browsers reckon, comes out the same.
"""

from collections.abc import Collection
from dataclasses import dataclass

from .rules import BandRules, Seats

ROW = 8  # from one row to the next is as far as two seats aside; a distance counts four for a seat


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one block is: the number of its row, and how far its first seat is from the row's middle."""

    row: int
    first: int

    def across(self, start: int, count: int) -> int:
        """Twice where the middle of so many neighbours is."""
        return 2 * self.first + 2 * (2 * start + count - 1)


@dataclass(frozen=True, slots=True)
class Anchor:
    """What nearness is reckoned from: the middle of what was chosen, as far as it is there."""

    row: int = 0
    across: int = 0

    def away(self, spot: Spot, *, start: int, count: int) -> int:
        return abs(spot.across(start, count) - self.across) + ROW * abs(spot.row - self.row)


def spots_of(rules: BandRules) -> list[Spot]:
    rows = _row_numbers(rules)
    widths: dict[int, int] = {}
    begins = []
    for block, row in zip(rules.blocks, rows, strict=True):
        begins.append(widths[row] + 1 if row in widths else 0)
        widths[row] = begins[-1] + len(block)
    return [Spot(row, 2 * begin - widths[row] + 1) for row, begin in zip(rows, begins, strict=True)]


def anchor_of(blocks: tuple[Seats, ...], spots: list[Spot], picked: Collection[str]) -> Anchor:
    """Of nothing that is there: the middle of the front."""
    known = [
        (spot.row, spot.first + 2 * place)
        for block, spot in zip(blocks, spots, strict=True)
        for place, seat in enumerate(block)
        if seat in picked
    ]
    if not known:
        return Anchor()
    across = [one for _row, one in known]
    return Anchor(known[len(known) // 2][0], min(across) + max(across))


def _row_numbers(rules: BandRules) -> list[int]:
    """Blocks of one name are in one row; those of no name are each a row."""
    seen: dict[str, int] = {}
    numbers: list[int] = []
    count = 0
    for name in rules.rows:
        if not name or name not in seen:
            seen[name] = count
            count += 1
        numbers.append(seen[name])
    return numbers

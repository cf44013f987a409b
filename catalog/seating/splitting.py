"""A party that cannot be together: nobody alone if that can be, in few pieces, near one another."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from .breaches import is_lawful
from .drawing import ROW, Drawing, Run
from .groups import ANYTHING, Group, Wishes, suitable, wished

if TYPE_CHECKING:
    from ..hall import Hall

MOST_PIECES = 4
OTHER_AREA = 100  # rows
Parts = tuple[int, ...]  # how many sit together in each piece, the most first
Split = tuple[Run, ...]
Rows = dict[tuple[int, int], tuple[list[int], list[Run]]]  # by area and row: where middles are, and whose
Worth = tuple[int, ...]  # how far the pieces are apart, how uneven they are, how good the first is


def best_split(
    hall: "Hall", count: int, wishes: Wishes = ANYTHING, *, several_bands: bool = False
) -> Group | None:
    """Pieces of one band, each and all of them lawful; of any bands where `several_bands` can go together.

    None where there is none. Whether so many can be together is `best`'s concern.
    """
    bands = wished(hall, wishes)
    sets = [bands] if several_bands else [[band] for band in bands]
    drawing = Drawing(hall)
    for ways in _partitions(count):
        for clear in [True] if wishes.clear else [True, False]:
            search = _Search(hall, drawing, replace(wishes, clear=clear))
            found = [split for some in sets for split in search.splits(some, ways)]
            if found:
                split = sorted(min(found, key=lambda one: one[0])[1], key=_as_drawn)
                return Group(tuple(place for run in split for place in run.places))
    return None


def _partitions(count: int) -> list[list[Parts]]:
    """All ways to part a party, the best first; ways that are equally good are looked at together."""
    ways: dict[tuple[int, int], list[Parts]] = defaultdict(list)
    for pieces in range(2, min(count, MOST_PIECES) + 1):
        for parts in _parts(count, pieces, count - 1):
            ways[parts.count(1), pieces].append(parts)
    return [ways[key] for key in sorted(ways)]


def _parts(count: int, pieces: int, most: int) -> Iterator[Parts]:
    if pieces == 1:
        if count <= most:
            yield (count,)
        return
    for first in range(min(count - pieces + 1, most), 0, -1):
        yield from ((first, *rest) for rest in _parts(count - first, pieces - 1, first))


class _Search:
    """Runs by where they are, for one set of wishes."""

    def __init__(self, hall: "Hall", drawing: Drawing, wishes: Wishes) -> None:
        self._hall, self._drawing, self._wishes = hall, drawing, wishes
        self._anywhere = replace(wishes, aisle=False)  # one of a party at an aisle will do

    def splits(self, bands: Sequence[int], ways: Iterable[Parts]) -> Iterator[tuple[Worth, Split]]:
        """Of each way to part the party the best split, if there is one."""
        for parts in ways:
            if len(bands) > 1 or self._may_be_apart(bands, sum(parts)):
                best = self._best(bands, parts)
                if best is not None:
                    yield best

    def _may_be_apart(self, bands: Sequence[int], count: int) -> bool:
        rules = [self._hall.rules[band] for band in bands]
        return all(one.may_number(count) and not one.contiguous_only for one in rules)

    def _best(self, bands: Sequence[int], parts: Parts) -> tuple[Worth, Split] | None:
        number = sum(parts) if len(bands) == 1 else 0
        rows = {size: self._rows(bands, size, number) for size in set(parts)}
        firsts = [run for runs in rows[parts[0]].values() for run in runs[1]]
        best: tuple[Worth, Split] | None = None
        for first in sorted(suitable(self._drawing, firsts, self._wishes), key=lambda run: run.rank):
            limit = best[0][0] if best else None
            if limit is not None and limit <= ROW * (len(parts) - 1):
                break  # as near as the next row: what follows is no nearer, and not as good
            found = self._around(first, parts, rows, limit)
            if found and (best is None or found[0] < best[0]) and self._is_lawful(found[1]):
                best = found
        return best

    def _rows(self, bands: Sequence[int], size: int, number: int) -> Rows:
        """The runs of each row by where their middle is."""
        runs = suitable(self._drawing, self._drawing.runs(size, bands=bands, number=number), self._anywhere)
        rows: dict[tuple[int, int], list[Run]] = defaultdict(list)
        for run in runs:
            rows[run.area, run.row].append(run)
        ordered = {key: sorted(some, key=lambda run: (run.across, run.rank)) for key, some in rows.items()}
        return {key: ([run.across for run in some], some) for key, some in ordered.items()}

    def _around(
        self, first: Run, parts: Parts, rows: dict[int, Rows], limit: int | None
    ) -> tuple[Worth, Split] | None:
        pieces, apart = [first], 0
        for size in parts[1:]:
            left = None if limit is None else limit - apart
            found = self._nearest(rows[size], pieces, left)
            if found is None:
                return None
            apart += found[0]
            pieces.append(found[1])
        return (apart, parts[0] - parts[-1], *map(int, first.rank)), tuple(pieces)

    def _nearest(self, rows: Rows, pieces: list[Run], limit: int | None) -> tuple[int, Run] | None:
        """The run nearest to the first piece that goes with all; none that is farther than the limit."""
        best: tuple[int, Run] | None = None
        first = pieces[0]
        for key in _rows_from(first, rows):
            away, (across, runs) = _rows_away(first, key), rows[key]
            most = best[0] - 1 if best else limit
            if most is not None and away > most:
                break
            for run in _from(first.across, across, runs):
                aside = abs(run.across - first.across)
                if most is not None and away + aside > most:
                    break
                if all(self._may_go_with(run, piece) for piece in pieces):
                    best = (away + aside, run)
                    break
        return best

    def _may_go_with(self, run: Run, piece: Run) -> bool:
        """Whether both are to be had at once, and leave no seat alone between them."""
        if run.band == piece.band and self._hall.rules[run.band].contiguous_only:
            return False
        if (run.band, run.block) != (piece.band, piece.block):
            return True
        return run.start > piece.end + 1 or piece.start > run.end + 1

    def _is_lawful(self, split: Split) -> bool:
        """Each band's seats are one order."""
        orders: dict[int, list[str]] = defaultdict(list)
        for run in split:
            orders[run.band] += run.seats
        return all(is_lawful(self._hall.rules[band], seats) for band, seats in orders.items())


def _as_drawn(run: Run) -> tuple[int, int, int]:
    return run.area, run.row, run.across


def _rows_from(first: Run, rows: Rows) -> Iterator[tuple[int, int]]:
    """The rows that have runs, the nearest first: those of the area, then those of others from the front."""
    last = max((row for area, row in rows if area == first.area), default=0)
    for aside in range(max(first.row, last - first.row) + 1):
        beside = dict.fromkeys([(first.area, first.row - aside), (first.area, first.row + aside)])
        yield from (key for key in beside if key in rows)
    yield from sorted((key for key in rows if key[0] != first.area), key=lambda key: key[::-1])


def _rows_away(first: Run, key: tuple[int, int]) -> int:
    area, row = key
    return ROW * (OTHER_AREA + row) if area != first.area else ROW * abs(row - first.row)


def _from(middle: int, across: Sequence[int], runs: Sequence[Run]) -> Iterator[Run]:
    """The runs of a row, those nearest to the middle first."""
    right = bisect_left(across, middle)
    left = right - 1
    while left >= 0 or right < len(runs):
        if right == len(runs) or (left >= 0 and middle - across[left] <= across[right] - middle):
            yield runs[left]
            left -= 1
        else:
            yield runs[right]
            right += 1

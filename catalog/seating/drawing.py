"""A hall as it is drawn: which neighbours may be taken, where they are, and how good that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .spreading import Terms, may_run

if TYPE_CHECKING:
    from ..hall import Hall, Place

ROW = 4  # a row farther back weighs as much as two seats aside, which are four halves
NEXT_ROWS = 2  # rows in front and behind that have an aisle where this one has


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbours of one band that may be taken, and where they are."""

    band: int
    area: int
    row: int
    places: "tuple[Place, ...]"
    across: int  # twice their middle, in columns
    aside: int  # in half columns, from the middle of the area
    is_restricted: bool
    block: int  # which of its band
    start: int  # where in the block it begins

    @property
    def end(self) -> int:
        """The place after the last."""
        return self.start + len(self.places)

    @property
    def rank(self) -> tuple[bool, int, int, int, int]:
        """The best first: an unrestricted view, then nearest the middle of the front, then as listed."""
        return self.is_restricted, ROW * self.row + self.aside, self.area, self.row, self.across

    @property
    def seats(self) -> tuple[str, ...]:
        return tuple(place.seat.id for place in self.places)


class Drawing:
    """A hall by what stands where, made once for all that is asked of it."""

    def __init__(self, hall: "Hall") -> None:
        self._hall = hall
        self._spots: dict[tuple[int, str], tuple[int, int, Place]] = {}
        self._columns: list[list[frozenset[int]]] = []
        for number, area in enumerate(hall.areas):
            self._columns.append([frozenset(place.column for place in row.places) for row in area.rows])
            for row_number, row in enumerate(area.rows):
                for place in row.places:
                    self._spots[place.band, place.seat.id] = (number, row_number, place)

    def runs(self, count: int, *, bands: Sequence[int], number: int = 0) -> Iterator[Run]:
        """Every lawful choice of so many neighbours in these bands. `number`: of all tickets, if more."""
        for band in bands:
            rules = self._hall.rules[band]
            terms = Terms(count, rules.forbids_singles(number or count), rules.whole_blocks)
            for block in range(len(rules.blocks)):
                yield from self._runs_of(band, block, terms)

    def is_at_aisle(self, run: Run) -> bool:
        """Whether one end has nobody beside it, neither in its row nor in those next to it.

        f13 does not say where aisles are, and a seat that is sold looks like one, but only in its own row.
        """
        ends = (run.places[0].column, run.places[-1].column)
        rows = self._columns[run.area][max(run.row - NEXT_ROWS, 0) : run.row + NEXT_ROWS + 1]
        beside = (min(ends) - 1, max(ends) + 1)
        return any(all(column not in row for row in rows) for column in beside)

    def _runs_of(self, band: int, number: int, terms: Terms) -> Iterator[Run]:
        count, rules = terms.most, self._hall.rules[band]
        block = rules.blocks[number]
        if len(block) < count:
            return
        spots = [self._spots[band, seat] for seat in block]
        area, row, _ = spots[0]
        middle = self._hall.areas[area].width - 1
        for start in range(len(block) - count + 1):
            if may_run(len(block), start=start, count=count, terms=terms):
                places = tuple(place for _area, _row, place in spots[start : start + count])
                across = places[0].column + places[-1].column
                is_restricted = any(place.seat.id in rules.restricted for place in places)
                aside = abs(across - middle)
                yield Run(band, area, row, places, across, aside, is_restricted, number, start)

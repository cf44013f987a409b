"""A hall as it is drawn, from seat blocks alone: areas towards the stage, rows in order, seats in columns.

Pure. Where seats can stand is told by nothing but their ids and the order in which f13 lists them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from boxoffice.ticketing import Availability, AvailabilityBand, Seat, TicketType

from .columns import columns
from .seating.rules import BandRules, rules_of

WIDEST_BOX = 8  # seats: a box in a theatre, a table
WIDEST_LINE = 24  # seats in a line, where no row is named
DIGITS = re.compile(r"(\d+)")
ROW_NAME = re.compile(r"\d+|\w{1,2}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one seat is drawn."""

    seat: Seat
    band: int  # which of the hall's bands
    column: int  # 0 is the leftmost of its area
    opens: bool = False  # the first of its block: not the neighbour of the place before


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the free seats of all bands, from left to right. Blocks stay together."""

    name: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """One area of the hall, front row first."""

    ticket_type: TicketType
    rows: tuple[Row, ...]
    width: int  # columns

    @property
    def has_boxes(self) -> bool:
        """Tables and boxes, that stand beside each other rather than one behind the other."""
        names = [row.name for row in self.rows]
        return self.width <= WIDEST_BOX and any(name and not ROW_NAME.fullmatch(name) for name in names)


@dataclass(frozen=True, slots=True)
class Hall:
    """Areas that have seats to choose, and all bands in the order of the page, numbered from 0."""

    areas: tuple[Area, ...]
    bands: tuple[AvailabilityBand, ...]
    rules: tuple[BandRules, ...]  # of each band

    @property
    def places(self) -> Iterator[Place]:
        return (place for area in self.areas for row in area.rows for place in row.places)

    @property
    def has_restricted_view(self) -> bool:
        return any(place.seat.is_restricted_view for place in self.places)

    @property
    def has_texts(self) -> bool:
        return any(place.seat.text for place in self.places)


@dataclass(frozen=True, slots=True)
class _Block:
    """Neighbours of one band in one row."""

    row: str
    band: int
    seats: tuple[Seat, ...]


def hall_from(availability: Availability) -> Hall:
    areas, first = [], 0
    for ticket_type in availability.ticket_types:
        blocks = list(_blocks(ticket_type, first))
        if blocks:
            areas.append(_area(ticket_type, blocks))
        first += len(ticket_type.bands)
    return Hall(tuple(areas), availability.bands, rules_of(availability))


def _blocks(ticket_type: TicketType, first: int) -> Iterator[_Block]:
    for number, band in enumerate(ticket_type.bands, start=first):
        for block in band.seat_blocks:
            if block.seats:
                yield _Block(block.row, number, block.seats)


def _area(ticket_type: TicketType, blocks: list[_Block]) -> Area:
    lines = [*_rows(blocks), *_lines(block for block in blocks if not block.row)]
    spots = columns([[_numbers(block) for block in line] for line in lines])
    rows = tuple(_row(line, where) for line, where in zip(lines, spots, strict=True))
    width = max(row.places[-1].column for row in rows) + 1
    return Area(ticket_type, rows, width)


def _numbers(block: _Block) -> list[str]:
    """Without a row, numbers say nothing of who sits behind whom."""
    return [seat.column if block.row else "" for seat in block.seats]


def _rows(blocks: list[_Block]) -> list[list[_Block]]:
    """The blocks of each named row, front row first."""
    rows: dict[str, list[_Block]] = {}
    by_band: dict[int, dict[str, None]] = {}
    for block in blocks:
        if block.row:
            rows.setdefault(block.row, []).append(block)
            by_band.setdefault(block.band, {})[block.row] = None
    return [rows[name] for name in _in_order([list(names) for names in by_band.values()])]


def _lines(blocks: Iterable[_Block]) -> list[list[_Block]]:
    """Blocks of no row that has a name, as many in a line as are seen at once."""
    lines: list[list[_Block]] = []
    for block in blocks:
        length = sum(len(other.seats) + 1 for other in lines[-1]) if lines else WIDEST_LINE
        if length + len(block.seats) > WIDEST_LINE:
            lines.append([])
        lines[-1].append(block)
    return lines


def _in_order(lists: Sequence[list[str]]) -> list[str]:
    """The rows of several bands as one list, in which each band's rows keep their order.

    Where that leaves a choice, A comes before B and 9 before 10, unless some band is listed otherwise.
    """
    if all(map(_is_falling, lists)):
        lists = [names[::-1] for names in lists]
    seen = list(dict.fromkeys(name for names in lists for name in names))
    is_natural = all(map(_is_rising, lists))
    rank = sorted(seen, key=_natural if is_natural else seen.index)
    before: dict[str, set[str]] = {name: set() for name in seen}
    for names in lists:
        for one, other in pairwise(names):
            before[other].add(one)
    told: dict[str, None] = {}
    while len(told) < len(seen):
        left = [name for name in rank if name not in told]
        # Bands that contradict each other leave nothing free to come next: then as listed.
        told[next((name for name in left if before[name] <= told.keys()), left[0])] = None
    return list(told)


def _natural(name: str) -> tuple[object, ...]:
    """9 before 10, Z before AA, Loge 9 before Loge 10."""
    if name.isalpha():
        return (1, len(name), name)
    parts = DIGITS.split(name)
    in_parts = ((int(part), part) if part.isdigit() else (0, part) for part in parts)
    return (0 if name.isdigit() else 2, *in_parts)


def _is_rising(names: list[str]) -> bool:
    return all(_natural(one) < _natural(other) for one, other in pairwise(names))


def _is_falling(names: list[str]) -> bool:
    return _is_rising(names[::-1])


def _row(blocks: list[_Block], spots: list[list[int]]) -> Row:
    """Blocks side by side, each whole; where two claim a column, the second moves on."""
    pieces = sorted(map(_from_the_left, blocks, spots), key=lambda piece: piece[0].column)
    places: list[Place] = []
    free = 0
    for place in (place for piece in pieces for place in piece):
        column = place.column if place.column >= free else free + place.opens
        places.append(place if column == place.column else replace(place, column=column))
        free = column + 1
    return Row(blocks[0].row, tuple(places))


def _from_the_left(block: _Block, spots: list[int]) -> list[Place]:
    """Neighbours stay neighbours: where their numbers leap about, they stand as they are listed."""
    seats = block.seats
    if all(one > other for one, other in pairwise(spots)):
        seats, spots = seats[::-1], spots[::-1]
    elif not all(one < other for one, other in pairwise(spots)):
        spots = list(range(min(spots), min(spots) + len(seats)))
    return [Place(seat, block.band, spot, seat is seats[0]) for seat, spot in zip(seats, spots, strict=True)]

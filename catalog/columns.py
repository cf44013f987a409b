"""Which column each seat of an area stands in, reckoned from the numbers alone: no chart tells it.

Pure. What comes in are rows of runs (seats that are neighbours, in order), of each seat the text that follows
its row. What goes out has the same shape, a whole number for each seat, the leftmost of the area 0.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

Run = Sequence[str]
Spots = list[list[list[int]]]  # of each row, of each run, the column of each seat

HUNDRED = 100  # in halls with odd numbers left and even ones right, the middle is numbered from here
MOST_EMPTY = 2  # columns: as wide as an aisle. More that nobody is offered says no more
ROWS_TO_TELL = 3  # fewer rows may differ in their numbers by chance


def columns(rows: Sequence[Sequence[Run]]) -> Spots:
    """By number where seats have numbers or single letters, else in the order in which they are listed."""
    numbers = [[[_number(text) for text in run] for run in row] for row in rows]
    known = [[[one for one in run if one is not None] for run in row] for row in numbers]
    if known != numbers:
        return _narrowed(_listed(rows))
    if _goes_on_from_row_to_row(known):
        return _narrowed(_each_row_by_itself(known))
    return _narrowed(_halves(known) or _plain(known))


def _number(text: str) -> int | None:
    if text.isascii() and text.isdigit():
        return int(text[-9:])
    return ord(text.lower()) if len(text) == 1 and text.isalpha() else None


def _listed(rows: Sequence[Sequence[Run]]) -> Spots:
    """One after the other, a gap between runs; shorter rows in the middle."""
    told: Spots = []
    for row in rows:
        next_one, line = 0, []
        for run in row:
            line.append([next_one + place for place in range(len(run))])
            next_one += len(run) + 1
        told.append(line)
    return _centred(told)


def _goes_on_from_row_to_row(rows: Spots) -> bool:
    """Whether each row begins where the one before has ended, or has a hundred of its own."""
    spans = [_span(row) for row in rows]
    up = all(one[1] < other[0] for one, other in pairwise(spans))
    down = all(one[0] > other[1] for one, other in pairwise(spans))
    return len(rows) >= ROWS_TO_TELL and (up or down)


def _each_row_by_itself(rows: Spots) -> Spots:
    hundreds = {number // HUNDRED for number in _all(rows)}
    if len(hundreds) == len(rows):
        return _plain([[[number % HUNDRED for number in run] for run in row] for row in rows])
    moved = [[[number - _span(row)[0] for number in run] for run in row] for row in rows]
    return _centred(_plain(moved))


def _plain(rows: Spots) -> Spots:
    """Side by side as numbered, in steps of two where only one half is here; mirrored if listed so."""
    steps = list(_steps(rows))
    step = 2 if _counts_by_two(steps) and len({n % 2 for n in _all(rows)}) == 1 else 1
    sign = -1 if sum(one < 0 for one in steps) > len(steps) / 2 else 1
    return [[[sign * (number // step) for number in run] for run in row] for row in rows]


def _halves(rows: Spots) -> Spots | None:
    """Odd numbers on one side, even ones on the other, hundreds in between; None where it is not so."""
    sides = [[[n for n in run if n < HUNDRED] for run in row] for row in rows]
    if not _counts_by_two(list(_steps(sides))) or len({n % 2 for n in _all(sides)}) < 2:
        return None
    middle = [n for n in _all(rows) if n >= HUNDRED]
    start, width = min(middle, default=0), max(middle, default=-1) - min(middle, default=0) + 1
    aisle = 1 if middle or not _crosses(sides) else 0
    evens = list(_steps([[[n for n in run if n % 2 == 0] for run in row] for row in sides]))
    is_turned = sum(step < 0 for step in evens) > len(evens) / 2

    def column(number: int) -> int:
        if number >= HUNDRED:
            return number - start
        from_the_middle = (number + 1) // 2
        if (number % 2 == 1) != is_turned:
            return -from_the_middle - (aisle if middle else 0)
        return width + aisle + from_the_middle - 1

    return [[[column(number) for number in run] for run in row] for row in rows]


def _crosses(rows: Spots) -> bool:
    """Whether odd and even seats are neighbours anywhere: then no aisle parts the halves."""
    return any(step % 2 for step in _steps(rows))


def _counts_by_two(steps: list[int]) -> bool:
    return sum(abs(step) == 2 for step in steps) > sum(abs(step) == 1 for step in steps)


def _steps(rows: Spots) -> Iterator[int]:
    return (after - before for row in rows for run in row for before, after in pairwise(run))


def _all(rows: Spots) -> Iterator[int]:
    return (number for row in rows for run in row for number in run)


def _span(row: list[list[int]]) -> tuple[int, int]:
    numbers = [number for run in row for number in run]
    return min(numbers, default=0), max(numbers, default=0)


def _centred(rows: Spots) -> Spots:
    """Each row in the middle of the widest."""
    spans = [_span(row) for row in rows]
    widest = max((last - first for first, last in spans), default=0)
    shifts = [(widest - (last - first)) // 2 - first for first, last in spans]
    return [[[n + shift for n in run] for run in row] for row, shift in zip(rows, shifts, strict=True)]


def _narrowed(rows: Spots) -> Spots:
    """Columns that are empty in every row are drawn as an aisle at most; the leftmost becomes 0."""
    used, moved, next_one = sorted(set(_all(rows))), {}, 0
    for place, column in enumerate(used):
        if place:
            next_one += min(column - used[place - 1], MOST_EMPTY + 1)
        moved[column] = next_one
    return [[[moved[n] for n in run] for run in row] for row in rows]

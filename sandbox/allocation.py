"""Which seats somebody gets: the best that are free, together, or the nearest to those that were asked for.

Pure: takes the runs of free neighbours, answers with seats. `blocks` are the band's seat blocks as built,
from the front: they say where the middle of a row is.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from sandbox.catalogue.model import Seat

Run = Sequence[Seat]


def leaves_single(run: Run, *, start: int, count: int) -> bool:
    """Whether taking `count` seats of a run from `start` leaves one seat alone on either side."""
    return start == 1 or len(run) - start - count == 1


def leave_single(runs: Sequence[Run], *, chosen: Collection[str]) -> bool:
    """Whether the chosen seats leave a seat alone that was not alone before."""
    for run in runs:
        marks = "".join("x" if seat.id in chosen else "." for seat in run)
        if len(run) > 1 and "x" in marks and "." in marks.split("x"):
            return True
    return False


def windows(runs: Sequence[Run], *, count: int) -> Iterator[tuple[Run, int]]:
    """Every choice of `count` neighbours: the run, and where in it they begin."""
    for run in runs:
        for start in range(len(run) - count + 1):
            yield run, start


def best(
    runs: Sequence[Run], *, count: int, blocks: Sequence[Run], leaving_singles: str, together: bool
) -> list[Seat]:
    """The best `count` seats: in one run where possible, else in as few as possible unless `together`."""
    house = _House(blocks)
    found = _best_window(runs, count, house, leaving_singles)
    if found or together:
        return found
    seats = _split(runs, count, house)
    alone = leaving_singles == "never" and leave_single(runs, chosen={seat.id for seat in seats})
    return [] if alone else seats


def nearest(
    free: Sequence[Run],
    *,
    wanted: Sequence[str],
    without: Collection[str],
    blocks: Sequence[Run],
    leaving_singles: str,
    together: bool,
) -> list[Seat]:
    """Seats for somebody whose wish cannot be met: what is free of it, and what is beside it.

    `without` are free seats that are not given out all the same.
    """
    runs, away = without_seats(free, without), _Around(blocks, wanted).away
    choices = [run[start : start + len(wanted)] for run, start in windows(runs, count=len(wanted))]
    choices.sort(key=lambda seats: sorted(map(away, seats)))
    if not together:
        single = sorted((seat for run in runs for seat in run), key=away)[: len(wanted)]
        choices = [single, *choices] if len(single) == len(wanted) else []
    if leaving_singles == "always":
        return list(choices[0]) if choices else []
    fair = (seats for seats in choices if not leave_single(free, chosen={seat.id for seat in seats}))
    last = choices[0] if choices and leaving_singles == "if_necessary" else []
    return list(next(fair, last))


def without_seats(runs: Sequence[Run], ids: Collection[str]) -> list[Run]:
    """The runs as if those seats were gone: what was beside them is no longer beside each other."""
    pieces: list[list[Seat]] = []
    for run in runs:
        pieces.append([])
        for seat in run:
            if seat.id in ids:
                pieces.append([])
            else:
                pieces[-1].append(seat)
    return [piece for piece in pieces if piece]


class _House:
    """Where front and middle are: rows in the order of the blocks, seats by their place in the row."""

    def __init__(self, blocks: Sequence[Run]) -> None:
        rows: dict[str, int] = {}
        places: Counter[str] = Counter()
        self._spots: dict[str, tuple[int, int, str]] = {}
        for block in blocks:
            for seat in block:
                row = rows.setdefault(seat.row, len(rows))
                self._spots[seat.id] = (row, places[seat.row], seat.row)
                places[seat.row] += 1
        self._places = places

    def distance(self, first: Seat, last: Seat) -> float:
        """How far from front and middle these neighbours are: two seats aside weigh as much as a row."""
        row, left, name = self._spots[first.id]
        right = self._spots[last.id][1]
        return row + abs((left + right) - (self._places[name] - 1)) / 4


class _Around:
    """How far seats are from those that were wanted: these first, then their block, then the front."""

    def __init__(self, blocks: Sequence[Run], wanted: Sequence[str]) -> None:
        self._spots = {
            seat.id: (number, place) for number, run in enumerate(blocks) for place, seat in enumerate(run)
        }
        self._wanted = [self._spots[id] for id in wanted if id in self._spots]

    def away(self, seat: Seat) -> tuple[bool, int]:
        block, place = self._spots[seat.id]
        here = [abs(place - other) for number, other in self._wanted if number == block]
        return (not here, min(here, default=block))


def _best_window(runs: Sequence[Run], count: int, house: _House, leaving_singles: str) -> list[Seat]:
    may_leave = leaving_singles == "always"
    choices = [
        (
            not may_leave and leaves_single(run, start=start, count=count),
            house.distance(run[start], run[start + count - 1]),
            number,
        )
        for number, (run, start) in enumerate(windows(runs, count=count))
    ]
    if leaving_singles == "never":
        choices = [choice for choice in choices if not choice[0]]
    if not choices:
        return []
    run, start = list(windows(runs, count=count))[min(choices)[2]]
    return list(run[start : start + count])


def _split(runs: Sequence[Run], count: int, house: _House) -> list[Seat]:
    """As few pieces as possible: the longest runs first, then the smallest that holds the rest."""
    if sum(len(run) for run in runs) < count:
        return []
    nearest_first = sorted(runs, key=lambda run: house.distance(run[0], run[-1]))
    seats: list[Seat] = []
    while rest := count - len(seats):
        enough = [run for run in nearest_first if len(run) >= rest]
        piece = min(enough, key=len) if enough else max(nearest_first, key=len)
        nearest_first.remove(piece)
        seats += piece[:rest]
    return seats

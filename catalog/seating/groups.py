"""The best seats together: nearest the middle of the front, by what the hall shows of itself."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from boxoffice.ticketing import AvailabilityBand, Money

from .drawing import Drawing, Run

if TYPE_CHECKING:  # a hall knows the rules of its bands, so it imports these
    from ..hall import Hall, Place


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a party would like besides being together."""

    price: Decimal | Money | None = None  # the most for each ticket, with its fees
    area: str = ""  # a ticket type's code; "": any
    clear: bool = False  # no restricted view
    aisle: bool = False  # somebody at an aisle
    limit: int = 12  # so many groups at most


@dataclass(frozen=True, slots=True)
class Group:
    """Seats that can be had as they are."""

    places: "tuple[Place, ...]"

    @property
    def bands(self) -> tuple[int, ...]:
        """Numbers of the hall's bands: mostly one."""
        return tuple(dict.fromkeys(place.band for place in self.places))

    @property
    def seats(self) -> tuple[str, ...]:
        return tuple(place.seat.id for place in self.places)


ANYTHING = Wishes()


def best(hall: "Hall", count: int, wishes: Wishes = ANYTHING) -> list[Group]:
    """Groups of so many neighbours, the best first; different enough to be a choice."""
    drawing = Drawing(hall)
    bands = [band for band in wished(hall, wishes) if count > 0 and hall.rules[band].may_number(count)]
    runs = sorted(suitable(drawing, drawing.runs(count, bands=bands), wishes), key=lambda run: run.rank)
    return [Group(run.places) for run in _different(runs, count, wishes.limit)]


def wished(hall: "Hall", wishes: Wishes) -> list[int]:
    """The numbers of the bands that are in the area, and cheap enough."""
    return [
        number
        for number, band in enumerate(hall.bands)
        if wishes.area in {"", band.ticket_type_code} and _is_within(band, wishes.price)
    ]


def suitable(drawing: Drawing, runs: Iterable[Run], wishes: Wishes) -> Iterable[Run]:
    return (
        run
        for run in runs
        if not (wishes.clear and run.is_restricted) and (not wishes.aisle or drawing.is_at_aisle(run))
    )


def _is_within(band: AvailabilityBand, most: Decimal | Money | None) -> bool:
    if most is None:
        return True
    amount = most.amount if isinstance(most, Money) else most
    return band.price is not None and band.price.total.amount <= amount


def _different(runs: Sequence[Run], count: int, limit: int) -> list[Run]:
    """The best of all, and of every band its share before any band has more: dear and cheap, near and far."""
    apart = _apart(runs, count, limit)
    share = max(limit // max(len({run.band for run in apart}), 1), 1)
    taken: Counter[int] = Counter()
    first: list[Run] = []
    rest: list[Run] = []
    for run in apart:
        taken[run.band] += 1
        (first if taken[run.band] <= share else rest).append(run)
    return sorted((first + rest)[:limit], key=lambda run: run.rank)


def _apart(runs: Iterable[Run], count: int, limit: int) -> list[Run]:
    """Of each band the best, so many at most, any two of which share less than half of their seats."""
    found: list[Run] = []
    taken: Counter[int] = Counter()
    holders: dict[tuple[int, str], list[int]] = defaultdict(list)
    for run in runs:
        if taken[run.band] < limit:
            seats = [(run.band, seat) for seat in run.seats]
            shared = Counter(holder for seat in seats for holder in holders.get(seat, ()))
            if all(2 * number < count for number in shared.values()):
                for seat in seats:
                    holders[seat].append(len(found))
                found.append(run)
                taken[run.band] += 1
    return found

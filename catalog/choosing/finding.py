"""So many together: the best groups of seats as a list; where there are none, what comes nearest to it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from boxoffice.ticketing import AvailabilityBand, Money, Performance, Seat

from .. import seating
from ..forms import Finder
from ..hall import Place
from ..seat_map import value
from ..seating.orders import sum_of_prices
from .best import BandRow
from .offered import Offered
from .otherwise import other_dates

MOST_GROUPS = 12


@dataclass(frozen=True)
class Piece:
    """Neighbours in one row and band."""

    area_name: str
    row: str
    band: AvailabilityBand
    seats: tuple[Seat, ...]


@dataclass(frozen=True)
class Group:
    """Seats that can be chosen with one press. `value` is what the form says of them."""

    value: str
    pieces: tuple[Piece, ...]
    total: Money | None  # with the cheapest way of sending

    @property
    def count(self) -> int:
        return sum(len(piece.seats) for piece in self.pieces)

    @property
    def is_split(self) -> bool:
        return len(self.pieces) > 1


@dataclass(frozen=True)
class Found:
    """What there is for a finder. Where nothing is, the rest says what would be."""

    groups: tuple[Group, ...] = ()
    split: Group | None = None
    fewer: Finder | None = None
    less_choosy: Finder | None = None
    dates: tuple[Performance, ...] = ()
    has_enough: bool = True  # so many can be together, here and now


def find(offered: Offered, finder: Finder, *, rows: Sequence[BandRow], language: str) -> Found:
    groups = _groups(offered, finder) if offered.has_seats else ()
    if groups or any(row.has_enough for row in rows):
        return Found(groups)
    return Found(
        split=_split(offered, finder) if offered.has_seats else None,
        fewer=_fewer(offered, finder, rows=rows),
        less_choosy=finder.less_choosy if finder.is_choosy and _groups(offered, finder.less_choosy) else None,
        dates=other_dates(offered, together=finder.together, language=language),
        has_enough=False,
    )


def _groups(offered: Offered, finder: Finder) -> tuple[Group, ...]:
    found = seating.best(offered.hall, finder.together, _wishes(finder))
    return tuple(_group(offered, one.places) for one in found)


def _split(offered: Offered, finder: Finder) -> Group | None:
    """Of one area and price if that can be; else of several, where nothing is known against it."""
    for several in (False, True) if offered.most_bands != 1 else (False,):
        found = seating.best_split(offered.hall, finder.together, _wishes(finder), several_bands=several)
        if found:
            return _group(offered, found.places)
    return None


def _fewer(offered: Offered, finder: Finder, *, rows: Sequence[BandRow]) -> Finder | None:
    """The nearest smaller number that can be together."""
    numbers = {number for row in rows for number in row.quantities}
    if offered.has_seats:
        numbers |= set(range(1, finder.together))
    for number in sorted((one for one in numbers if one < finder.together), reverse=True):
        smaller = finder.but(together=number, is_asked=True)
        if any(number in row.quantities for row in rows) or _groups(offered, smaller):
            return smaller
    return None


def _wishes(finder: Finder) -> seating.Wishes:
    return seating.Wishes(
        price=finder.under, area=finder.area, clear=finder.clear, aisle=finder.aisle, limit=MOST_GROUPS
    )


def _group(offered: Offered, places: Sequence[Place]) -> Group:
    values = [value(place.band, place.seat) for place in places]
    price = sum_of_prices(offered.bands[place.band].price for place in places)
    total = price.total if price else None
    if total is not None and offered.cheapest_sending:
        total = total + offered.cheapest_sending
    return Group(json.dumps(values, ensure_ascii=False), _pieces(offered, places), total)


def _pieces(offered: Offered, places: Sequence[Place]) -> tuple[Piece, ...]:
    pieces = []
    for (index, row), some in groupby(places, key=lambda place: (place.band, place.seat.row)):
        band = offered.bands[index]
        area = offered.availability.ticket_type(band.ticket_type_code)
        seats = tuple(place.seat for place in some)
        pieces.append(Piece(area.name if area else "", row, band, seats))
    return tuple(pieces)

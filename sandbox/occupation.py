"""What others bought before anybody came: pure, so that a hall looks the same whenever it is looked at."""

import random

from sandbox.catalogue.demo import EVENTS as DEMO
from sandbox.catalogue.model import Area, Band, Performance, Seat

# These are documented seat by seat, or number by number, and nobody was there before.
AS_DOCUMENTED = frozenset(event.id for event in DEMO)
# Nobody came yet: an arena with all of its 3,000 seats.
UNTOUCHED = AS_DOCUMENTED | {"TK03"}
HANDFUL = 20
PARTIES = (1, 2, 2, 2, 3, 4, 4)
TABLE = 8  # blocks up to this size are tables and boxes: they go as a whole


def sold_places(performance: Performance, *, area: Area, band: Band) -> int:
    """How many places of a band without seats are gone: of a handful, none."""
    if performance.event_id in UNTOUCHED or band.capacity < HANDFUL:
        return 0
    chance = _chance(performance, area, band)
    return int(band.capacity * _share(performance, chance))


def left_of_blocks(performance: Performance, *, area: Area, band: Band) -> tuple[tuple[Seat, ...], ...]:
    """The runs that are left of the band's seat blocks. Something always is."""
    if performance.event_id in UNTOUCHED:
        return band.blocks
    chance = _chance(performance, area, band)
    share = _share(performance, chance)
    left = [run for block in band.blocks for run in _left_of(block, share, chance)]
    return tuple(left) or band.blocks[:1]


def _chance(performance: Performance, area: Area, band: Band) -> random.Random:
    return random.Random(f"{performance.id}|{area.code}|{band.code}")


def _share(performance: Performance, chance: random.Random) -> float:
    """How much of the hall is sold."""
    return chance.uniform(0.86, 0.95) if performance.is_limited else chance.uniform(0.1, 0.7)


def _left_of(block: tuple[Seat, ...], share: float, chance: random.Random) -> list[tuple[Seat, ...]]:
    if len(block) <= TABLE:
        return [] if chance.random() < share else [block]
    runs: list[list[Seat]] = [[]]
    start = 0
    while start < len(block):
        party = block[start : start + chance.choice(PARTIES)]
        start += len(party)
        if chance.random() < share:
            runs.append([])
        else:
            runs[-1] += party
    return [tuple(run) for run in runs if run]

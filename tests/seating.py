"""Rules and halls for the tests of seating: written down, or drawn by chance; and as scripts have them."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from boxoffice.ticketing import (
    Availability,
    AvailabilityBand,
    Currency,
    LeavingSingles,
    Money,
    Price,
    Seat,
    SeatBlock,
    TicketType,
)
from catalog.hall import Hall, Place, hall_from
from catalog.seating import BandRules

CASES = json.loads((Path(__file__).parent / "catalog" / "seating_cases.json").read_text())
POUNDS = Currency("gbp", pre_symbol="£")
SCRIPT = Path(__file__).resolve().parent.parent / "static" / "seating.js"


def rules_from(told: dict[str, Any]) -> BandRules:
    """Rules as the cases write them, and as scripts have them."""
    blocks = tuple(map(tuple, told["blocks"]))
    return BandRules(
        blocks,
        tuple(told.get("rows") or [""] * len(blocks)),
        LeavingSingles(told.get("leaving", "always")),
        told.get("contiguous", False),
        told.get("whole", False),
        tuple(told.get("quantities", ())),
        frozenset(told.get("restricted", ())),
    )


def for_scripts(rules: BandRules) -> dict[str, Any]:
    return {
        "blocks": rules.blocks,
        "rows": rules.rows,
        "leaving": rules.leaving_singles.value,
        "contiguous": rules.contiguous_only,
        "whole": rules.whole_blocks,
        "quantities": rules.quantities,
        "restricted": sorted(rules.restricted),
    }


def hall_for_scripts(hall: Hall) -> dict[str, Any]:
    """As the map reads it off its checkboxes."""
    areas = [
        {
            "rows": [
                {
                    "places": [
                        {"id": one.seat.id, "band": one.band, "column": one.column} for one in row.places
                    ]
                }
                for row in area.rows
            ]
        }
        for area in hall.areas
    ]
    bands = [
        {"area": band.ticket_type_code, "amount": _amount(band), "rules": for_scripts(rules)}
        for band, rules in zip(hall.bands, hall.rules, strict=True)
    ]
    return {"areas": areas, "bands": bands}


def _place(place: Place) -> dict[str, Any]:
    return {"id": place.seat.id, "band": place.band, "column": place.column}


def _amount(band: AvailabilityBand) -> float | None:
    return float(band.price.total.amount) if band.price else None


def price(amount: int) -> Price:
    return Price(ticket=Money(Decimal(amount), POUNDS), fee=Money(Decimal(5), POUNDS))


@st.composite
def band_rules(draw: st.DrawFn, *, longest: int = 7, most: int = 5) -> BandRules:
    """A few blocks, in rows with and without names, under any rules at once."""
    lengths = draw(st.lists(st.integers(1, longest), min_size=1, max_size=most))
    ids = iter(range(sum(lengths)))
    blocks = tuple(tuple(f"{next(ids)}" for _ in range(length)) for length in lengths)
    rows = tuple(draw(st.sampled_from(["A", "B", ""])) for _ in blocks)
    return BandRules(
        blocks,
        rows,
        draw(st.sampled_from(LeavingSingles)),
        draw(st.booleans()),
        draw(st.sampled_from([False, False, False, True])),
        draw(st.sampled_from([(), (), (1, 2, 3, 4), (2, 4), (3,), (5, 6)])),
    )


@st.composite
def choices(draw: st.DrawFn, rules: BandRules) -> list[str]:
    """Seats of the band in any order; now and then one that is not there, or one twice."""
    seats = [seat for block in rules.blocks for seat in block] + ["gone"]
    twice = draw(st.sampled_from([True, True, True, True, False]))
    return draw(st.lists(st.sampled_from(seats), min_size=1, max_size=6, unique=twice))


@st.composite
def halls(draw: st.DrawFn) -> Hall:
    """An area or two of a few rows, with gaps, in a band or two."""
    types = []
    for area in ("STALLS", "CIRCLE")[: draw(st.integers(1, 2))]:
        bands = tuple(draw(_bands(area, code)) for code in ("A", "B")[: draw(st.integers(1, 2))])
        types.append(TicketType(area, area.title(), bands))
    whole = draw(st.sampled_from([False, False, True]))
    return hall_from(
        Availability(tuple(types), contiguous_only=draw(st.booleans()), must_select_whole_seat_block=whole)
    )


@st.composite
def _bands(draw: st.DrawFn, area: str, code: str) -> AvailabilityBand:
    rows = "ABCD" if code == "A" else "EFGH"
    blocks = []
    for row in rows[: draw(st.integers(1, 4))]:
        numbers = draw(st.lists(st.booleans(), min_size=3, max_size=14))
        blocks += list(_free(row, numbers, draw(st.sets(st.integers(1, 14), max_size=2))))
    quantities = draw(st.sampled_from([(), (), (2, 4)]))
    leaving = draw(st.sampled_from(LeavingSingles))
    return AvailabilityBand(
        code,
        ticket_type_code=area,
        seat_blocks=tuple(blocks),
        leaving_singles=leaving,
        valid_quantities=quantities,
    )


def _free(row: str, is_free: list[bool], restricted: set[int]) -> list[SeatBlock]:
    runs: list[list[Seat]] = [[]]
    for number, free in enumerate(is_free, start=1):
        if free:
            runs[-1].append(Seat(f"{row}{number}", row, str(number), "", number in restricted))
        else:
            runs.append([])
    return [SeatBlock(row, tuple(run)) for run in runs if run]

"""What test events are made to do when they are reserved, as tables. Which does what, the catalogue says.

The keys are those of the catalogue's `SCRIPTS`.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from sandbox.catalogue.model import Event, Performance, Seat

T = TypeVar("T")
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)

# Who asks for this seat, alone or with others, gets nothing.
FAILING_SEATS = {"h10_fails": "H10"}

# Who asks for this seat gets others of the same block.
MOVED_SEATS = {"d7_moves": "D7"}

# Performances on this weekday cannot be reserved.
FAILING_WEEKDAYS = {"fails_on_tuesdays": TUESDAY}

# On this weekday these tickets (the first is 0) have a restricted view, whichever seats they are.
RESTRICTED_TICKETS = {"restricted_on_thursdays": (THURSDAY, (1, 2))}

# Whatever is asked for, other seats come.
NEVER_AS_REQUESTED = frozenset({"got_none"})


def failure(event: Event, *, performance: Performance, wanted: Sequence[str]) -> str:
    """Why the reserve must fail, or nothing."""
    if performance.starts_at.weekday() in _values(FAILING_WEEKDAYS, event):
        return "This performance cannot be reserved."
    seats = [seat for seat in _values(FAILING_SEATS, event) if seat in wanted]
    return f"Seat {seats[0]} makes the reservation fail." if seats else ""


def withheld(event: Event, *, wanted: Sequence[str]) -> tuple[str, ...]:
    """Those of the wanted seats that the supplier keeps back, free or not."""
    if event.scripts & NEVER_AS_REQUESTED:
        return tuple(wanted)
    return tuple(seat for seat in _values(MOVED_SEATS, event) if seat in wanted)


def described(event: Event, *, performance: Performance, seats: Sequence[Seat]) -> list[Seat]:
    """The seats as the supplier describes them once they are held."""
    poor: set[int] = set()
    for weekday, tickets in _values(RESTRICTED_TICKETS, event):
        poor |= set(tickets) if performance.starts_at.weekday() == weekday else set()
    return [
        replace(seat, is_restricted_view=True) if number in poor else seat
        for number, seat in enumerate(seats)
    ]


def _values(table: dict[str, T], event: Event) -> list[T]:
    return [value for script, value in table.items() if script in event.scripts]

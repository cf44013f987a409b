"""Where else so many can be together: on other days and times, by the figures that their list came with.

Availability is never asked for them: it is asked for the performance that a buyer has opened, and no other.
"""

import logging
from datetime import date, datetime

from django.db import DatabaseError

from boxoffice.ticketing import Performance, TicketingError

from .. import timetable
from ..timetable import Wish
from .offered import Offered

logger = logging.getLogger(__name__)

MOST = 6
ONE = 1


def other_dates(offered: Offered, *, together: int, language: str) -> tuple[Performance, ...]:
    """The nearest others of the same event at which so many can probably be together, in order of time."""
    if not offered.event.told.needs_performance:
        return ()
    mine = offered.performance
    others = [
        one
        for one in _listed(offered, language=language)
        if one.id != mine.id and one.is_on_sale and (one.cached_max_seats or 0) >= together
    ]
    nearest = sorted(others, key=lambda one: _distance(one, mine))[:MOST]
    return tuple(sorted(nearest, key=_when))


def _listed(offered: Offered, *, language: str) -> tuple[Performance, ...]:
    """The performances of the same month, or all where they are few."""
    day = offered.performance.day
    wish = Wish(offered.event.event_id, language, f"{day:%Y-%m}" if day else "")
    try:
        return timetable.look(wish, known=timetable.known(wish), is_dated=True).listed.performances
    except (TicketingError, DatabaseError) as error:
        logger.warning("No other dates are shown: %s", type(error).__name__)
        return ()


def _distance(one: Performance, other: Performance) -> float:
    if one.starts is None or other.starts is None:
        return float("inf")
    return abs((one.starts - other.starts).total_seconds())


def _when(one: Performance) -> tuple[bool, datetime | date]:
    return (one.starts is None, one.starts or date.max)

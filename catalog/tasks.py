"""What the worker does for the catalogue. Refreshes give way to everything else."""

import logging

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task, on_startup

from boxoffice import places, shared
from boxoffice.ticketing import TicketingError

from . import mirror, timetable

logger = logging.getLogger(__name__)

LAST = 0  # priority: after deeds and letters


@db_periodic_task(crontab(), priority=LAST)
def refresh_regularly() -> None:
    shared.store.tidy()
    timetable.tidy()
    refresh()


@db_task(priority=LAST)
def refresh_at_first_start() -> None:
    refresh()


@on_startup()
def start() -> None:
    """Each thread of a worker comes by here; one of them looks."""
    if shared.store.claim("catalog.start", 5):
        refresh_at_first_start()


def refresh() -> None:
    """Without f13 the mirror stays as it is; the next round tries again."""
    with places.here.taken(places.refreshes()) as is_free:
        if is_free:
            _refresh()


def _refresh() -> None:
    try:
        mirror.refresh_what_is_due()
    except TicketingError as error:
        logger.warning("The mirror could not be refreshed: %s", error)

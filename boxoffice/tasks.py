"""What every worker does for itself."""

from typing import Any

from django.conf import settings
from huey import crontab
from huey.contrib.djhuey import HUEY, db_periodic_task, on_shutdown, on_startup, post_execute

from . import metrics
from .shared import leave_thread
from .staff import lockout
from .worker import heartbeat


@on_startup()
def say_that_it_is_there() -> None:
    """Each thread of a worker comes by here; the first one starts it."""
    heartbeat.start()
    if settings.METRICS_PORT:
        metrics.port.open(settings.METRICS_PORT)


@on_shutdown()
def say_that_it_stops() -> None:
    """Each thread comes by as it ends, the idle ones at once."""
    heartbeat.stop()


@post_execute()
def give_back_the_connection(_task: Any, _value: Any, _error: Any) -> None:
    """A worker has many threads, of which few work: those that wait are to keep none of PostgreSQL's."""
    if not HUEY.immediate:
        leave_thread()


@db_periodic_task(crontab(hour="4", minute="41"))
def tidy() -> None:
    """Who came in, and who could not, is kept for a while only."""
    lockout.tidy()

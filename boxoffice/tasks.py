"""What every worker does for itself."""

from huey.contrib.djhuey import on_shutdown, on_startup

from .worker import heartbeat


@on_startup()
def say_that_it_is_there() -> None:
    """Each thread of a worker comes by here; the first one starts it."""
    heartbeat.start()


@on_shutdown()
def say_that_it_stops() -> None:
    """Each thread comes by as it ends, the idle ones at once."""
    heartbeat.stop()

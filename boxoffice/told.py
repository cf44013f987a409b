"""Numbers that the project's own tables tell: the queue, workers, the breaker. A handful of questions."""

import time
from collections.abc import Iterator

from django.conf import settings
from django.db import connection
from huey.serializer import Serializer
from prometheus_client.core import GaugeMetricFamily

from . import following, numbers
from .standing import standing


def told() -> Iterator[GaugeMetricFamily]:
    """Raises the database's errors."""
    now = standing()
    open_lanes = now.open_lanes
    yield numbers.WORKERS.one(now.workers)
    yield numbers.BREAKER_FAILURES.of({(lane,): count for lane, count in now.failures.items()})
    yield numbers.BREAKER_OPEN.of({(lane,): float(lane in open_lanes) for lane in now.failures})
    length, age = queue(time.time())
    yield numbers.QUEUE_LENGTH.one(length)
    yield numbers.QUEUE_AGE.one(age)


def queue(now: float) -> tuple[int, float]:
    """How many tasks are due, and for how many seconds the oldest has been."""
    if settings.HUEY.get("immediate"):  # whoever asks does it
        return 0, 0.0
    prefix = "" if connection.vendor == "sqlite" else "huey_"
    if f"{prefix}task" not in connection.introspection.table_names():  # nobody has put anything into it yet
        return 0, 0.0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), min(id) FROM {prefix}task")  # noqa: S608 -- one of two names
        waiting, first = cursor.fetchone()
        cursor.execute(
            f"SELECT count(*), min(timestamp) FROM {prefix}schedule WHERE timestamp <= %s",  # noqa: S608 -- the same
            [now],
        )
        late, since = cursor.fetchone()
        message = None
        if first is not None:
            cursor.execute(f"SELECT data FROM {prefix}task WHERE id = %s", [first])  # noqa: S608 -- the same
            message = cursor.fetchone()
    moments = [since] if since is not None else []
    if message and (queued_at := _queued_at(bytes(message[0]))) is not None:
        moments.append(queued_at)
    return waiting + late, max(0.0, now - min(moments)) if moments else 0.0


def _queued_at(message: bytes) -> float | None:
    """When a task was put in, as its id says."""
    return following.queued_at(Serializer().deserialize(message).id)

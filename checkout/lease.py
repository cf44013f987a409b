"""One worker at a time on one record: a lease in the row, renewed while its block runs."""

import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import Error, close_old_connections, connection
from django.db.models import Q, QuerySet
from django.utils import timezone

from .models import OrderRecord, State, is_to_be_looked_at

logger = logging.getLogger(__name__)

# What somebody has to see to, until it has ended in one way or the other.
OPEN = (State.AUTHORISING, State.ATTEMPTING, State.CALLED_OUT, State.HANDED_OVER)


def waiting() -> QuerySet[OrderRecord]:
    """Records that wait for a worker: never started, left behind by one that died, or due to be looked up."""
    is_free = Q(lease_ends_at=None) | Q(lease_ends_at__lte=timezone.now())
    return OrderRecord.objects.filter(is_free, is_to_be_looked_at(), state__in=OPEN)


@contextmanager
def leased(record_id: uuid.UUID) -> Iterator[OrderRecord | None]:
    """The record, if it waits and nobody else works on it; the lease is renewed while the block runs."""
    lease, ended = uuid.uuid4().hex, threading.Event()
    if not _take(record_id, lease):
        yield None
        return
    renewing = threading.Thread(target=_renew, args=(record_id, lease, ended), daemon=True)
    renewing.start()
    try:
        yield OrderRecord.objects.get(pk=record_id)
    finally:
        ended.set()
        renewing.join()
        OrderRecord.objects.filter(pk=record_id, lease=lease).update(lease="", lease_ends_at=None)


def drop_a_dead_connection() -> None:
    """A call may have taken minutes, in which the database was restarted."""
    if not connection.in_atomic_block:
        close_old_connections()


def _take(record_id: uuid.UUID, lease: str) -> bool:
    ends_at = timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)
    return bool(waiting().filter(pk=record_id).update(lease=lease, lease_ends_at=ends_at))


def _renew(record_id: uuid.UUID, lease: str, ended: threading.Event) -> None:
    """A database that is away for a moment costs one renewal, not the lease."""
    while not ended.wait(settings.LEASE_RENEWED_EVERY):
        ends_at = timezone.now() + timedelta(seconds=settings.LEASE_SECONDS)
        try:
            OrderRecord.objects.filter(pk=record_id, lease=lease).update(lease_ends_at=ends_at)
        except Error as error:
            logger.warning("The lease of %s was not renewed: %s", record_id, type(error).__name__)
        finally:
            connection.close()  # PostgreSQL has only so many, and the next is wanted in a while

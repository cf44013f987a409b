"""An event's performances and months, kept for a minute; longer while one caller asks or f13 is away."""

import hashlib
import logging
import time
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache

from boxoffice import shared
from boxoffice.ticketing import Include, Month, Performance, PerformancePage, TicketingError, get_service

logger = logging.getLogger(__name__)

PRICES = Include(cost_range=True, best_value_offer=True)
STALE_FOR = 24 * 60 * 60
ONE_CALLER = 30.0
MOST_PER_MONTH = 1000

Answer = TypeVar("Answer")


def list_months(event_id: str, *, language: str) -> tuple[Month, ...]:
    """The months with performances. Raises TicketingErrors only when nothing older is known either."""
    return _kept(f"months:{language}:{event_id}", lambda: get_service(language).list_months(event_id))


def list_performances(event_id: str, *, starts: date, ends: date, language: str) -> tuple[Performance, ...]:
    """The performances of some days. Raises TicketingErrors only when nothing older is known either."""
    return _kept(
        f"performances:{language}:{event_id}:{starts}:{ends}",
        lambda: (
            get_service(language)
            .list_performances(event_id, starts=starts, ends=ends, page_length=MOST_PER_MONTH, include=PRICES)
            .performances
        ),
    )


def list_first(event_id: str, *, most: int, language: str) -> PerformancePage:
    """The first performances; the page says whether there are more. Raises TicketingErrors as the others."""
    return _kept(
        f"first:{language}:{event_id}:{most}",
        lambda: get_service(language).list_performances(event_id, page_length=most, include=PRICES),
    )


def performance_to_take(event_id: str, *, language: str) -> Performance | None:
    """The one to take where none is to be chosen."""
    return _kept(
        f"automatic:{language}:{event_id}",
        lambda: get_service(language).list_performances(event_id, page_length=50).automatic,
    )


def _kept(key: str, ask: Callable[[], Answer]) -> Answer:
    key = "catalog:" + hashlib.sha256(key.encode()).hexdigest()
    known: tuple[float, Answer] | None = shared.cached(lambda: cache.get(key), otherwise=None)
    is_fresh = known is not None and time.time() - known[0] < settings.PERFORMANCES_FRESH_SECONDS
    if known is not None and (is_fresh or not shared.store.claim(key, ONE_CALLER)):
        return known[1]
    try:
        answer = ask()
    except TicketingError as error:
        if known is None:
            raise
        logger.warning("Showing an older answer: %s", error)
        return known[1]
    shared.cached(lambda: cache.set(key, (time.time(), answer), STALE_FOR), otherwise=None)
    return answer

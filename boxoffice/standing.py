"""How what the shop stands on is: f13 as the breaker sees it, and workers. One question to the database."""

import time
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from .models import Shared
from .shared import TableStore, store
from .ticketing import LANES
from .worker import PREFIX


@dataclass(frozen=True)
class Standing:
    """`failures` in a row, by the breaker's lane; so many as `limit` open it."""

    workers: int
    failures: dict[str, int]
    limit: int

    @property
    def open_lanes(self) -> list[str]:
        return [lane for lane, count in self.failures.items() if count >= self.limit]


def standing() -> Standing:
    keys = {f"{lane}:failures": lane for lane in LANES}
    wanted = Q(key__startswith=PREFIX) | Q(key__in=keys)
    rows = dict(Shared.objects.filter(wanted, ends_at__gt=time.time()).values_list("key", "value"))
    if isinstance(store, TableStore):
        counts = {lane: int(rows.get(key, 0)) for key, lane in keys.items()}
    else:
        counts = {lane: int(store.get(key) or 0) for key, lane in keys.items()}
    return Standing(
        workers=sum(key.startswith(PREFIX) for key in rows),
        failures=counts,
        limit=settings.BREAKER_FAILURES,
    )

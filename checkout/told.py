"""Numbers that the tables of orders tell: how many are in which state, and what is open."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily

from boxoffice import numbers

from . import matters
from .models import MOVES, Letter, OrderRecord, State

LATELY = timedelta(days=1)  # of what has ended: all that ever did would be counted for ever
OPEN = [state for state in State if MOVES[state] and state not in (State.PURCHASED, State.PARTLY_PURCHASED)]


def told() -> Iterator[GaugeMetricFamily]:
    """Raises the database's errors."""
    yield numbers.ORDERS.of({(state.value,): count for state, count in by_state().items()})
    now = timezone.now()
    first, *others = matters.tallies()
    rows = first.union(*others, all=True)
    found = {name.removeprefix("matter "): (count, now - since) for name, count, since in rows if count}
    none = (0, timedelta())
    told_of = {kind.value: found.get(kind.value, none) for kind in matters.Kind}
    yield numbers.OPEN_MATTERS.of({(kind,): count for kind, (count, _age) in told_of.items()})
    yield numbers.OPEN_MATTERS_AGE.of({(kind,): age.total_seconds() for kind, (_, age) in told_of.items()})
    yield numbers.LETTERS_WAITING.one(Letter.objects.waiting().count())


def by_state() -> dict[State, int]:
    """Every state, with none where there is none."""
    records = OrderRecord.objects.order_by()
    since = timezone.now() - LATELY
    ended = [state for state in State if state not in OPEN]
    asked = (records.filter(state__in=OPEN), records.filter(state__in=ended, changed_at__gte=since))
    counted = {
        state: count for rows in asked for state, count in rows.values_list("state").annotate(Count("pk"))
    }
    return {state: counted.get(state.value, 0) for state in State}

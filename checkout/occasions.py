"""When what was bought takes place: a time, a day, several days, or any day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from boxoffice.ticketing import Event, Order, Performance

from .models import OrderRecord

LONGEST_STAY = timedelta(days=1000)  # nobody stays longer; and no date can overflow


@dataclass(frozen=True)
class Occasion:
    """One visit of an event with a date. Days are those at the venue; `last_day` still belongs to it.

    `starts` is None where only the day is known; `minutes`, where nobody says how long it takes.
    """

    first_day: date
    last_day: date
    starts: datetime | None = None
    minutes: int | None = None

    @property
    def ends(self) -> datetime | None:
        """The very moment, in UTC: clocks may be changed meanwhile."""
        if self.starts is None or not self.minutes:
            return None
        return self.starts.astimezone(UTC) + timedelta(minutes=self.minutes)


def occasion_of(record: OrderRecord, order: Order) -> Occasion | None:
    """None for what has no date: a souvenir, a ticket for any day."""
    performance, event = order.performance, order.event
    if performance is None or performance.starts is None or (event and not event.needs_performance):
        return None
    first_day = performance.starts.date()
    leaves = _leaves(record, order, first_day)
    if leaves is not None:
        return Occasion(first_day, leaves)
    if not _has_time(performance, event):
        return Occasion(first_day, first_day)
    return Occasion(first_day, first_day, performance.starts, _minutes(performance, event))


def _leaves(record: OrderRecord, order: Order, first_day: date) -> date | None:
    """The day on which a stay ends, as it was asked for; None for what is no stay."""
    known = record.asked.choices.get(order.item_number or 0)
    if known is None:
        return None
    departure, nights = known.choice.departure_date, known.choice.duration
    if departure is None and nights is not None:
        departure = first_day + timedelta(days=nights)
    is_a_stay = departure is not None and first_day < departure <= first_day + LONGEST_STAY
    return departure if is_a_stay else None


def _has_time(performance: Performance, event: Event | None) -> bool:
    return performance.has_time is not False and (event is None or event.shows_performance_time)


def _minutes(performance: Performance, event: Event | None) -> int | None:
    """The longer where two are told: better expected late than awaited early."""
    told = (performance.running_time, event and event.max_running_time, event and event.min_running_time)
    return next((minutes for minutes in told if minutes), None)

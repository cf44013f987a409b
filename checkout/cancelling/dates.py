"""Whether tickets are for a given date, and until when a buyer may withdraw from those that are not.

By the law of the European Union (Directive 2011/83/EU, Articles 9 to 16) and of the United Kingdom, whoever
buys at a distance may withdraw within fourteen days; not from leisure services on a given date or in a given
period (Article 16(l)). docs/decisions/0026 says how that is read from what f13 tells.
"""

from datetime import UTC, date, datetime, time, timedelta

from boxoffice.ticketing import Order

PERIOD = timedelta(days=14)
DELIVERY = timedelta(days=30)  # of goods: the period begins with them in the buyer's hands
EVERYWHERE = timedelta(hours=12)  # a day ends last twelve hours after it has ended in UTC
GOODS = "misc_item"
SATURDAY = 5


def is_goods(order: Order) -> bool:
    """Something to have rather than to visit."""
    return order.event is not None and order.event.type == GOODS


def is_dated(order: Order) -> bool:
    """Whether the day was part of what was bought. What f13 says nothing about is taken for dated."""
    event = order.event
    if event is None:
        return True
    if is_goods(order):
        return False
    if event.needs_departure_date or event.needs_duration:
        return True
    return event.needs_performance and _starts(order) is not None


def has_begun(order: Order, now: datetime) -> bool:
    """Of dated ones alone: where no date was chosen, the one that f13 gives says nothing."""
    starts = _starts(order)
    return is_dated(order) and starts is not None and starts <= now


def withdrawal_ends(order: Order, bought_at: datetime) -> datetime:
    """The first moment at which it is too late, wherever the buyer lives: east of here it was tomorrow."""
    return _end_of(_working_day(_bought_on(order, bought_at) + PERIOD + timedelta(days=1))) + EVERYWHERE


def last_day(order: Order, bought_at: datetime) -> date:
    """The day to be told: the last one on which it can be done, by any calendar."""
    return _working_day(_bought_on(order, bought_at) + PERIOD)


def _bought_on(order: Order, bought_at: datetime) -> date:
    """The day that does not count itself; of goods, one on which they should have come by then."""
    return bought_at.astimezone(UTC).date() + (DELIVERY if is_goods(order) else timedelta())


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, UTC)


def _working_day(day: date) -> date:
    """No period ends on a Saturday or a Sunday."""
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day


def _starts(order: Order) -> datetime | None:
    return order.performance.starts if order.performance else None

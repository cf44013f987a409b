"""Finds performances that fit a test: dates follow today, so no test can name one."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tests.contract.asking import Api

SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = 6, 0, 1, 2, 3, 4, 5
PLAIN_DAYS = frozenset({SUNDAY, WEDNESDAY, FRIDAY})  # no practice event has a rule for these

Performance = dict[str, Any]


def performances_of(api: Api, event_id: str) -> list[Performance]:
    """An event's performances, soonest first, up to a thousand."""
    answer = api.read("performances", event_id=event_id, page_length=1000)
    return answer["results"].get("performance", [])


def today() -> date:
    """The sandbox's day: it lives in UTC."""
    return datetime.now(UTC).date()


def starts_at(performance: Performance) -> datetime:
    return datetime.fromisoformat(performance["iso8601_date_and_time"])


def weekday_of(performance: Performance) -> int:
    """The weekday at the venue; Monday is 0."""
    return starts_at(performance).weekday()


def on_weekday(api: Api, event_id: str, *, day: int) -> str:
    """The id of the event's first performance on this weekday that is no first of a month."""
    fitting = (row for row in performances_of(api, event_id) if weekday_of(row) == day)
    return next(row["perf_id"] for row in fitting if starts_at(row).day != 1)


def ordinary(api: Api, event_id: str, *, is_named: bool | None = None) -> str:
    """The id of a performance that no scripted condition touches, far enough away for the post."""
    rows = performances_of(api, event_id)
    if is_named is not None:
        rows = [row for row in rows if bool(row.get("perf_name")) == is_named]
    return next((row for row in rows if _is_plain(row)), rows[0])["perf_id"]


def _is_plain(performance: Performance) -> bool:
    start = starts_at(performance)
    is_far = start - datetime.now(start.tzinfo) > timedelta(days=10)
    return is_far and start.weekday() in PLAIN_DAYS and start.day != 1

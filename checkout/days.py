"""Which days are compared: whole days of the shop's own time zone, from midnight until before midnight."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from . import differences
from .reconciling import Window

NIGHTS = 3  # that a nightly comparison covers, so that one night without it is made up for
LONGEST = timedelta(days=31)  # for which open differences are looked at again


def window(first: date, last: date) -> Window:
    """From the beginning of one day to the end of another."""
    return Window(_midnight(first), _midnight(last + timedelta(days=1)))


def yesterday_and_today() -> tuple[date, date]:
    today = timezone.localdate()
    return today - timedelta(days=1), today


def nightly() -> Window:
    """The last days; and earlier ones, while they have differences that may have settled."""
    now, today = timezone.now(), timezone.localdate()
    since = max(differences.oldest_open() or now, now - LONGEST)
    return window(min(timezone.localdate(since), today - timedelta(days=NIGHTS - 1)), today)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))

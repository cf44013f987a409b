"""Days that people ask for by name."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from .asked import Asked

FRIDAY = 4


@dataclass(frozen=True)
class NamedDays:
    name: str
    first: date
    last: date
    address: str
    is_chosen: bool


def named_days(asked: Asked, *, today: date) -> list[NamedDays]:
    """Today, the weekend, the next days and the next month, each as a search with all else as it is asked."""
    spans = {
        _("Today"): (today, today),
        _("This weekend"): _weekend(today),
        _("Next 7 days"): (today, today + timedelta(days=6)),
        _("Next month"): _next_month(today),
    }
    return [
        NamedDays(
            name,
            *(first, last),
            address=asked.but(first_day=first, last_day=last).address,
            is_chosen=(asked.first_day, asked.last_day) == (first, last),
        )
        for name, (first, last) in spans.items()
    ]


def _weekend(today: date) -> tuple[date, date]:
    """From Friday, when many go out, to Sunday; what is left of it once it has begun."""
    friday = today + timedelta(days=FRIDAY - today.weekday())
    return max(today, friday), friday + timedelta(days=2)


def _next_month(today: date) -> tuple[date, date]:
    first = today.replace(day=1) + timedelta(days=monthrange(today.year, today.month)[1])
    return first, first.replace(day=monthrange(first.year, first.month)[1])

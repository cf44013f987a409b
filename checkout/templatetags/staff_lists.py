"""What the lists of staff have above them: years, months and days to choose from.

Django's own looks through all that is listed for days that have something. This one takes the first and the
last moment there is, which an index knows, and names all days between.
"""

import calendar
from datetime import date
from typing import Any

from django import template
from django.core.cache import cache
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boxoffice.shared import cached

register = template.Library()
AN_HOUR = 60 * 60  # seconds


@register.inclusion_tag("admin/date_hierarchy.html")
def days_of(changelist: Any) -> dict[str, Any]:
    """One question an hour. The same parts as Django's own has, for the same template."""
    name = changelist.date_hierarchy
    first, last = _ends(changelist.model, name)
    if first is None or last is None:
        return {"show": False}
    chosen = [_number(changelist.params.get(f"{name}__{part}")) for part in ("year", "month", "day")]
    return {"show": True, **_shown(changelist, name, first, last, *chosen)}


def _ends(model: Any, name: str) -> tuple[date | None, date | None]:
    """The first and the last day there is; what is new since they were asked for is of today."""
    key = f"staff-list-ends:{model._meta.label_lower}:{name}"
    known = cached(lambda: cache.get(key), otherwise=None)
    if known is None:
        found = model._default_manager.aggregate(first=Min(name), last=Max(name))
        known = [timezone.localtime(moment).date() if moment else None for moment in found.values()]
        if known[0]:
            cached(lambda: cache.set(key, known, AN_HOUR), otherwise=None)
    first, last = known
    return first, max(last, timezone.localdate()) if last else None


def _shown(
    changelist: Any, name: str, first: date, last: date, year: int, month: int, day: int
) -> dict[str, Any]:
    def link(**parts: int) -> str:
        asked = {f"{name}__{part}": value for part, value in parts.items()}
        return str(changelist.get_query_string(asked, [f"{name}__"]))

    if year and month and day:
        back = {"link": link(year=year, month=month), "title": _month(date(year, month, 1))}
        return {"back": back, "choices": [{"title": _day(date(year, month, day))}]}
    if year and month:
        days = [date(year, month, one) for one in range(1, calendar.monthrange(year, month)[1] + 1)]
        choices = [
            {"link": link(year=year, month=month, day=one.day), "title": _day(one)}
            for one in days
            if first <= one <= last
        ]
        return {"back": {"link": link(year=year), "title": str(year)}, "choices": choices}
    if year:
        months = [date(year, one, 1) for one in range(1, 13)]
        choices = [
            {"link": link(year=year, month=one.month), "title": _month(one)}
            for one in months
            if (first.year, first.month) <= (one.year, one.month) <= (last.year, last.month)
        ]
        return {"back": {"link": link(), "title": _("All dates")}, "choices": choices}
    years = range(first.year, last.year + 1)
    return {"back": None, "choices": [{"link": link(year=one), "title": str(one)} for one in years]}


def _number(text: Any) -> int:
    try:
        return int(text)
    except (TypeError, ValueError):
        return 0


def _month(day: date) -> str:
    return date_format(day, "YEAR_MONTH_FORMAT")


def _day(day: date) -> str:
    return date_format(day, "MONTH_DAY_FORMAT")

"""Performances, lists of them, and the months that hold them."""

from __future__ import annotations

from ..types import Month, Performance, PerformancePage
from . import calendar, costs, reading
from .events import paging_from
from .prices import Till, till_from
from .reading import Data

AUTOSELECT = "autoselect_this_performance"


def performance_page_from(data: Data) -> PerformancePage:
    results, till = reading.whole(data, "results"), till_from(data)
    return PerformancePage(
        performances=reading.each(results, "performance", lambda one: performance_from(one, till=till)),
        paging=paging_from(results),
        has_names=reading.flag(results, "has_perf_names"),
        is_chosen_for_you=reading.flag(data, AUTOSELECT) or reading.flag(results, AUTOSELECT),
    )


def performances_by_id_from(data: Data) -> dict[str, Performance]:
    till = till_from(data)
    by_id = reading.objects(data, "performances_by_id")
    return {key: performance_from(found, till=till) for key, found in by_id.items() if found}


def performance_from(data: Data, *, till: Till) -> Performance:
    return Performance(
        id=reading.required(data, "perf_id"),
        event_id=reading.text(data, "event_id"),
        starts=reading.moment(data, "iso8601_date_and_time"),
        date_text=reading.text(data, "date_desc"),
        time_text=reading.text(data, "time_desc"),
        name=reading.text(data, "perf_name"),
        has_time=reading.maybe_flag(data, "perf_has_time"),
        has_pool_seats=reading.flag(data, "has_pool_seats"),
        is_limited=reading.flag(data, "is_limited"),
        is_ghost=reading.flag(data, "is_ghost"),
        is_chosen_for_you=reading.flag(data, AUTOSELECT),
        cached_max_seats=reading.integer(data, "cached_max_seats"),
        running_time=reading.integer(data, "running_time"),
        cost_range=costs.cost_range_in(data, till=till),
        cached_prices=costs.cached_prices_in(data, till=till),
    )


def months_from(data: Data) -> tuple[Month, ...]:
    till = till_from(data)
    return reading.each(reading.whole(data, "results"), "month", lambda month: month_from(month, till=till))


def month_from(data: Data, *, till: Till) -> Month:
    year = calendar.year_in(reading.integer(data, "year"), what="year")
    month = calendar.month_number(data, "month")
    return Month(
        year=year,
        month=month,
        name=reading.text(data, "month_desc"),
        dates=calendar.dates(data, "month_dates_bitmask", year=year, month=month),
        weekdays=calendar.weekdays(data, "month_weekdays_bitmask"),
        cost_range=costs.cost_range_in(data, till=till),
        cached_prices=costs.cached_prices_in(data, till=till),
    )

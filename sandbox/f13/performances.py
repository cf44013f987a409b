"""`performances`, `performances_by_id` and `months`."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from sandbox.catalogue.model import Event, Performance
from sandbox.f13 import describe
from sandbox.f13.account import Call
from sandbox.f13.dates import date_range
from sandbox.f13.paging import paged
from sandbox.http import Refusal


def performances(call: Call) -> dict[str, Any]:
    """What is on sale of an event, a page at a time."""
    event = _event(call)
    page, status = paged(_in_range(event, call=call), call=call, needs_length=True)
    results = {
        "has_perf_names": any(performance.name for performance in page),
        "paging_status": status,
        "performance": describe.performances(page, call),
    }
    data: dict[str, Any] = {"results": results}
    if any(performance.autoselect for performance in page):
        data["autoselect_this_performance"] = True
    return data | describe.currencies([event], call=call)


def performances_by_id(call: Call) -> dict[str, Any]:
    """The performances that were named, those that are over too. An unknown id is left out."""
    call.params.required("perf_id_list")
    catalogue = call.world.catalogue
    found = (catalogue.get_performance(perf_id) for perf_id in call.params.listed("perf_id_list"))
    named = [each for each in found if each and _owner(each, call=call)]
    contents = {data["perf_id"]: data for data in describe.performances(named, call)}
    owners = [event for each in named if (event := _owner(each, call=call))]
    return {"performances_by_id": contents} | describe.currencies(owners, call=call)


def months(call: Call) -> dict[str, Any]:
    """The performances on sale, summed up by month."""
    event = _event(call)
    listed = call.world.catalogue.performances(event)
    contents = [
        describe.month(list(group), event=event, call=call)
        for _, group in groupby(listed, key=lambda each: (each.starts_at.year, each.starts_at.month))
    ]
    return {"results": {"month": contents}} | describe.currencies([event], call=call)


def _event(call: Call) -> Event:
    event = call.world.catalogue.get_event(call.params.required("event_id"))
    if event is None or not call.sells(event):
        raise Refusal("Unknown event")
    return event


def _owner(performance: Performance, *, call: Call) -> Event | None:
    event = call.world.catalogue.get_event(performance.event_id)
    return event if event and call.sells(event) else None


def _in_range(event: Event, *, call: Call) -> Sequence[Performance]:
    listed = call.world.catalogue.performances(event)
    if not call.params.get("date_range"):
        return listed
    first, last = date_range(call.params.get("date_range"))
    return [each for each in listed if first <= each.starts_at.date() <= last]

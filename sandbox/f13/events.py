"""`events` and `events_by_id`."""

from collections.abc import Iterable
from typing import Any

from sandbox.catalogue.model import Event
from sandbox.f13 import describe, search
from sandbox.f13.account import Call
from sandbox.f13.paging import paged


def events(call: Call) -> dict[str, Any]:
    """What a search finds, a page at a time."""
    page, status = paged(search.found(call), call=call)
    contents = [describe.event(event, call) for event in page]
    return {"results": {"event": contents, "paging_status": status}} | describe.currencies(page, call=call)


def events_by_id(call: Call) -> dict[str, Any]:
    """The events that were named, dead ones too. An unknown id is left out."""
    call.params.required("event_id_list")
    named = _known(call.params.listed("event_id_list"), call=call)
    contents = {event.id: _with_others(event, call) for event in named}
    return {"events_by_id": contents} | describe.currencies(named, call=call)


def _with_others(event: Event, call: Call) -> dict[str, Any]:
    data: dict[str, Any] = {
        "event": describe.event(event, call),
        "valid_quantities": list(event.quantities),
        "venue_is_enforced": True,
    }
    if call.params.flag("add_add_ons"):
        data["add_ons"] = [describe.event(each, call) for each in _live(event.add_ons, call=call)]
    if call.params.flag("add_upsells"):
        data["upsells"] = [describe.event(each, call) for each in _live(event.upsells, call=call)]
    return data


def _known(ids: Iterable[str], *, call: Call) -> list[Event]:
    found = (call.world.catalogue.get_event(event_id) for event_id in dict.fromkeys(ids))
    return [event for event in found if event and call.sells(event)]


def _live(ids: Iterable[str], *, call: Call) -> list[Event]:
    return [event for event in _known(ids, call=call) if event.status == "live"]

"""A way to ask the sandbox's API without a socket, and a clock that stands where a test puts it."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from sandbox import f13
from sandbox.clock import Clock
from sandbox.http import Request
from sandbox.world import World

SUMMER = datetime(2030, 6, 12, 9, 30, tzinfo=UTC)  # a Wednesday


class StoppedClock(Clock):
    """Stands still, and moves when told."""

    def __init__(self, at: datetime = SUMMER) -> None:
        super().__init__()
        self._at = at

    def now(self) -> datetime:
        return self._at + self._offset


def a_world(at: datetime = SUMMER) -> World:
    return World(clock=StoppedClock(at))


def ask(world: World, endpoint: str, *, user: str = "demo", path: str = "", **params: Any) -> dict[str, Any]:
    """The answer of `/f13/ENDPOINT.v1`, as the caller reads it."""
    login = base64.b64encode(f"{user}:demopass".encode()).decode()
    query = tuple((name, str(value)) for name, value in params.items())
    request = Request("GET", f"/f13/{endpoint}.v1/{path}", query, {"Authorization": f"Basic {login}"})
    return json.loads(f13.answer(world, request).body)


def an_event(world: World, event_id: str, **params: Any) -> dict[str, Any]:
    """What `events_by_id` says of one event."""
    return ask(world, "events_by_id", event_id_list=event_id, **params)["events_by_id"][event_id]["event"]


def found(world: World, **params: Any) -> list[str]:
    """The ids of the events that a search finds, all on one page."""
    return [
        event["event_id"] for event in ask(world, "events", page_length=1000, **params)["results"]["event"]
    ]


def days_on(world: World, days: float) -> World:
    world.clock.move(timedelta(days=days))
    return world

"""Small events made to measure, for rules that no documented event has."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from sandbox.catalogue import Catalogue
from sandbox.catalogue.demo import EVENTS
from sandbox.catalogue.halls import blocks
from sandbox.catalogue.model import Area, Band, Discount, Event, Source
from sandbox.catalogue.schedules import Weekly, week
from sandbox.world import World

PRICE = Discount("FULL", "Full price", Decimal(40), Decimal(4))
TEMPLATE = next(event for event in EVENTS if event.id == "7AB")
MADE_IDS = frozenset({"ONE", "TWO", "THREE", "ADD"})
DAILY = Weekly(week("daily 19:30"))


def a_source(code: str = "practice", **changes: Any) -> Source:
    return replace(TEMPLATE.source, code=code, desc=code.title(), **changes)


def a_band(plan: str = "A:1-10", code: str = "A/pool", **changes: Any) -> Band:
    """A band of seats, or with `plan=""` of places."""
    seats = blocks(plan) if plan else ()
    plain: dict[str, Any] = {"discounts": (PRICE,), "blocks": seats, "max_together": 20}
    return Band(code, **plain | changes)


def an_event(event_id: str = "ONE", *bands: Band, **changes: Any) -> Event:
    """An event with one area, H, seats to choose anywhere, on every evening. Its halls are untouched."""
    hall = (Area("H", "House", bands or (a_band(),)),)
    plain: dict[str, Any] = {
        "source": a_source(),
        "schedule": DAILY,
        "areas": lambda performance: hall,
        "quantities": tuple(range(1, 21)),
        "scripts": frozenset(),
        "add_ons": (),
        "upsells": (),
        "send_methods": None,
    }
    return replace(TEMPLATE, **{"id": event_id} | plain | changes)


def a_world(*events: Event) -> World:
    """A world in which only these events are on, and nobody bought anything yet."""
    world = World()
    world.catalogue = Catalogue(world.clock, events)
    return world

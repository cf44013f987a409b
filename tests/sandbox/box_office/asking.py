"""A caller of the sandbox's f13, without a socket: the way in is the one that the server takes."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from sandbox import f13
from sandbox.catalogue.model import Performance
from sandbox.http import Refusal, Request, Response
from sandbox.world import World

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
Answer = dict[str, Any]


@dataclass
class Caller:
    """One user's questions. Parameters are given by name; those with no value of their own are `True`."""

    world: World
    user: str = "demo"

    def get(self, endpoint: str, **params: Any) -> Answer:
        return json.loads(self.response("GET", endpoint, **params).body)

    def post(self, endpoint: str, **params: Any) -> Answer:
        return json.loads(self.response("POST", endpoint, **params).body)

    def refusal(self, method: str, endpoint: str, **params: Any) -> tuple[int, int]:
        """The status and the code that a bad question is answered with."""
        try:
            answer = self.response(method, endpoint, **params)
        except Refusal as refusal:
            return refusal.status, refusal.code
        raise AssertionError(f"not refused: {answer.body!r}")

    def response(self, method: str, endpoint: str, *, fault: str = "", **params: Any) -> Response:
        login = base64.b64encode(f"{self.user}:demopass".encode()).decode()
        query = tuple((name, "" if value is True else str(value)) for name, value in params.items())
        headers = {"Authorization": f"Basic {login}"}
        return f13.answer(self.world, Request(method, f"/f13/{endpoint}.v1", query, headers, fault=fault))


def choice(performance: Performance | str, area: str, band: str, *wanted: str, **more: Any) -> Answer:
    """The parameters of an order: of seats, or with `tickets=` of so many tickets."""
    count = more.pop("tickets", len(wanted))
    seats = {f"seat{number}": seat for number, seat in enumerate(wanted)}
    return (
        {
            "perf_id": performance if isinstance(performance, str) else performance.id,
            "ticket_type_code": area,
            "price_band_code": band,
            "no_of_seats": count,
        }
        | seats
        | more
    )


def performance_of(
    world: World, event_id: str, *, weekday: int | None = None, number: int = 0
) -> Performance:
    event = world.catalogue.get_event(event_id)
    assert event is not None
    found = [
        each
        for each in world.catalogue.performances(event)
        if weekday is None or each.starts_at.weekday() == weekday
    ]
    return found[number]


def orders_in(answer: Answer) -> list[Answer]:
    contents = answer.get("trolley_contents") or answer.get("trolley_token_contents") or {}
    return [order for bundle in contents.get("bundle", []) for order in bundle["order"]]


def seats_in(answer: Answer) -> list[str]:
    return [seat["full_id"] for order in orders_in(answer) for seat in _seats(order)]


def tickets_in(order: Answer) -> list[tuple[str, int]]:
    return [(each["discount_code"], each["no_of_seats"]) for each in order["ticket_orders"]["ticket_order"]]


def uuid_of(answer: Answer) -> str:
    return answer["trolley_contents"]["transaction_uuid"]


def free_seats(answer: Answer, area: str, band: str) -> list[list[str]]:
    """The free blocks of one band in an availability."""
    for ticket_type in answer["availability"].get("ticket_type", []):
        for price_band in ticket_type["price_band"]:
            if (ticket_type["ticket_type_code"], price_band["price_band_code"]) == (area, band):
                rows = price_band["free_seat_blocks"]["blocks_by_row"]
                return [block for blocks in rows.values() for block in blocks]
    return []


def _seats(order: Answer) -> list[Answer]:
    return [seat for each in order["ticket_orders"]["ticket_order"] for seat in each.get("seats", [])]

"""A reset may come at any moment: what was under way then touches nothing of what comes after it."""

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.box_office import Transaction
from tests.sandbox.purchase.asking import Caller, control, error_of, json_of
from tests.sandbox.purchase.test_slow_purchases import Running

SEATS = {
    "ticket_type_code": "STALLS",
    "price_band_code": "A/pool",
    "no_of_seats": "2",
    "seat0": "B3",
    "seat1": "B4",
}


class Interrupted(dict[str, Transaction]):
    """Transactions, and what happens once one of them has been found."""

    def __init__(self, found: dict[str, Transaction], *, then: Callable[[], Any]) -> None:
        super().__init__(found)
        self._then = then

    def get(self, *args: Any) -> Any:
        value = super().get(*args)
        self._then()
        return value


def seats_of(demo: Caller) -> dict[str, str]:
    event = demo.world.catalogue.get_event("7AB")
    assert event is not None
    return SEATS | {"perf_id": demo.world.catalogue.performances(event)[0].id}


def hold(demo: Caller) -> str:
    return json_of(demo.post("reserve", **seats_of(demo)))["trolley_contents"]["transaction_uuid"]


@pytest.mark.parametrize("deed", ["release", "cancel"])
def test_seats_of_before_are_not_given_back_to_those_of_after(world, demo, deed):
    uuid = hold(demo)
    if deed == "cancel":
        demo.purchase(uuid)

    def reset_and_sell() -> None:
        world.reset()
        hold(demo)

    world.box_office.transactions = Interrupted(world.box_office.transactions, then=reset_and_sell)
    assert demo.post(deed, transaction_uuid=uuid).status == 410
    again = json_of(demo.post("reserve", **seats_of(demo)))
    seats = [seat["full_id"] for seat in _seats_in(again)]
    assert len(seats) == 2
    assert not {"B3", "B4"} & set(seats)  # those are held already


def test_a_slow_reserve_of_before_holds_nothing_after(world, clock, demo):
    running = Running(clock, lambda: demo.post("reserve", delay=30, **seats_of(demo)))
    control(world, "POST", "reset")
    assert error_of(running.finish(after=60))[0] == 410
    assert world.box_office.transactions == {}


def test_no_version_of_a_performance_comes_twice(world, demo):
    performance_id = seats_of(demo)["perf_id"]
    hold(demo)
    before = world.box_office.versions[performance_id]
    world.reset()
    hold(demo)
    assert world.box_office.versions[performance_id] > before


def _seats_in(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        seat
        for bundle in answer["trolley_contents"]["bundle"]
        for order in bundle["order"]
        for tickets in order["ticket_orders"]["ticket_order"]
        for seat in tickets["seats"]
    ]

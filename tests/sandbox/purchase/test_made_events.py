"""Events that were made by rule can be held and bought like those that were written down."""

import pytest

from sandbox.world import World
from tests.sandbox.purchase.asking import Caller


@pytest.fixture
def world(clock) -> World:
    return World(clock=clock, events=300)


@pytest.mark.parametrize("event_id", ["LN02A", "PA05A", "LN14A", "PA40A", "KE01A", "TK01A", "W/8 É+A"])
def test_its_tickets_can_be_held_and_bought(demo: Caller, event_id):
    uuid = demo.bought(event_id)
    status = demo.read("status", transaction_uuid=uuid)
    assert status["transaction_status"] == "purchased"
    assert {order.event.id for order in demo.transaction(uuid).orders} == {event_id}


def test_its_seats_are_gone_for_others_once_held(demo: Caller, world):
    uuid = demo.reserve("LN10A")
    (order,) = demo.transaction(uuid).orders
    held = {ticket.seat.id for ticket in order.tickets if ticket.seat}
    data = demo.read("availability", perf_id=order.performance.id, add_seat_blocks="1")
    text = str(data["availability"])
    assert held
    assert not [seat for seat in held if f"'{seat}'" in text]

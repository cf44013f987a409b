"""Two buyers never get one seat, and nothing that was held is lost: whatever comes in whatever order."""

import threading
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle as Kept
from hypothesis.stateful import RuleBasedStateMachine, consumes, invariant, rule

from sandbox.box_office import Bundle, Order, Status, Ticket, Transaction
from sandbox.catalogue.model import Event, Performance
from sandbox.debitors import Terms
from sandbox.reservations import reserve
from sandbox.world import World
from tests.sandbox.box_office.builders import a_band, a_world, an_event

SEATS, PLACES = 24, 15
HOLD = timedelta(minutes=15)


def house() -> tuple[World, Event, Performance]:
    """A hall of 24 seats in three rows, and 15 places to stand. Nobody was there before."""
    seated = a_band("A:1-8; B:1-8; C:1-8", "A/pool")
    standing = a_band("", "S/pool", capacity=PLACES)
    event = an_event("7AB", seated, standing)
    world = a_world(event)
    return world, event, world.catalogue.performances(event)[-1]  # today's may begin meanwhile


def an_order(
    event: Event, performance: Performance, *, band: int, count: int, seats: tuple[str, ...] = ()
) -> Order:
    area = event.areas(performance)[0]
    chosen = area.bands[band]
    tickets = [Ticket(chosen.default) for _ in range(count)]
    return Order(1, event, performance, area, chosen, tickets, event.source.send_methods[0], seats)


def hold(world: World, *orders: Order) -> Transaction:
    terms = Terms("credit", "")
    return reserve(orders, world, user="demo", sub_user="", language="en", terms=terms)


def release(world: World, transaction: Transaction) -> None:
    with world.box_office.lock:
        if transaction.status is Status.RESERVED:
            transaction.status = Status.RELEASED
            world.box_office.give_back(transaction.orders)


def held_seats(world: World) -> Counter[str]:
    return Counter(
        ticket.seat.id
        for transaction in world.box_office.transactions.values()
        if transaction.status in {Status.RESERVED, Status.PURCHASED}
        for order in transaction.orders
        for ticket in order.tickets
        if ticket.seat
    )


def held_places(world: World) -> int:
    return sum(
        len(order.tickets)
        for transaction in world.box_office.transactions.values()
        if transaction.status in {Status.RESERVED, Status.PURCHASED}
        for order in transaction.orders
        if not order.band.blocks
    )


def free_seats(world: World, event: Event, performance: Performance) -> list[str]:
    area = event.areas(performance)[0]
    runs = world.box_office.free_blocks(performance, area, area.bands[0])
    return [seat.id for run in runs for seat in run]


def free_places(world: World, event: Event, performance: Performance) -> int:
    area = event.areas(performance)[0]
    return world.box_office.free_places(performance, area, area.bands[1])


class AnyOrderOfEvents(RuleBasedStateMachine):
    """Buyers come, choose, give back, buy and are too late."""

    holds = Kept("holds")

    def __init__(self) -> None:
        super().__init__()
        self.world, self.event, self.performance = house()

    def order(self, **what: Any) -> Order:
        return an_order(self.event, self.performance, **what)

    @rule(target=holds, count=st.integers(1, 9), band=st.integers(0, 1))
    def reserve_best(self, count: int, band: int) -> Transaction:
        before = free_seats(self.world, self.event, self.performance)
        transaction = hold(self.world, self.order(band=band, count=count))
        if band == 0:
            assert bool(transaction.orders) == (len(before) >= count)
        return transaction

    @rule(
        target=holds,
        seats=st.sets(st.sampled_from([f"{row}{n}" for row in "ABC" for n in range(1, 9)]), min_size=1),
    )
    def reserve_seats(self, seats: set[str]) -> Transaction:
        wanted = tuple(sorted(seats))
        free = free_seats(self.world, self.event, self.performance)
        transaction = hold(self.world, self.order(band=0, count=len(wanted), seats=wanted))
        if transaction.orders:
            expected = {"got_all"} if seats <= set(free) else {"got_partial", "got_none"}
            assert transaction.orders[0].seat_request_status in expected
        return transaction

    @rule(first=st.integers(1, 9), second=st.integers(1, 9))
    def reserve_both_kinds(self, first: int, second: int) -> None:
        hold(self.world, self.order(band=0, count=first), self.order(band=1, count=second))

    @rule(transaction=consumes(holds))
    def let_go(self, transaction: Transaction) -> None:
        release(self.world, transaction)
        release(self.world, transaction)

    @rule(transaction=consumes(holds))
    def buy(self, transaction: Transaction) -> None:
        if transaction.status is Status.RESERVED:
            transaction.status = Status.PURCHASED

    @rule(minutes=st.integers(1, 16))
    def time_goes_by(self, minutes: int) -> None:
        self.world.clock.move(timedelta(minutes=minutes))
        self.world.box_office.expire()

    @invariant()
    def nobody_shares_a_seat(self) -> None:
        assert max(held_seats(self.world).values(), default=1) == 1

    @invariant()
    def everything_is_either_free_or_held(self) -> None:
        free = free_seats(self.world, self.event, self.performance)
        held = held_seats(self.world)
        assert sorted([*free, *held]) == sorted(f"{row}{n}" for row in "ABC" for n in range(1, 9))
        assert free_places(self.world, self.event, self.performance) + held_places(self.world) == PLACES


AnyOrderOfEvents.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestAnyOrderOfEvents = AnyOrderOfEvents.TestCase


@pytest.mark.usefixtures("restless_threads")
def test_everybody_gets_seats_as_long_as_there_are_some() -> None:
    """Twelve at once want two seats each of twenty-four: nobody is sent away, whoever was quicker."""
    for _ in range(10):
        world, event, performance = house()
        together = threading.Barrier(12)
        results: list[Transaction] = []

        def buyer(
            world: World, orders: list[Order], results: list[Transaction], together: threading.Barrier
        ) -> None:
            together.wait()
            results.append(hold(world, *orders))

        threads = [
            threading.Thread(
                target=buyer,
                args=(world, [an_order(event, performance, band=0, count=2)], results, together),
            )
            for _ in range(12)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [len(result.orders) for result in results] == [1] * 12
        assert max(held_seats(world).values()) == 1


@pytest.mark.usefixtures("restless_threads")
def test_buyers_at_the_same_moment_never_share_a_seat() -> None:
    """Eight buyers hammer one hall: they reserve, release, buy and let holds run out, all at once."""
    world, event, performance = house()
    errors: list[BaseException] = []
    together = threading.Barrier(8)

    def buyer(number: int) -> None:
        together.wait()
        seats = cycle([("A1", "A2"), ("B3",), ("A2", "A3"), ()])
        for turn in range(60):
            wanted = next(seats)
            seated = an_order(event, performance, band=0, count=len(wanted) or 1 + number % 3, seats=wanted)
            standing = an_order(event, performance, band=1, count=1 + turn % 2)
            transaction = hold(world, seated, standing)
            with world.box_office.lock:
                assert max(held_seats(world).values(), default=1) == 1
                assert held_places(world) <= PLACES
            if turn % 20 == 19:
                world.clock.move(HOLD + timedelta(seconds=1))
            elif turn % 30 == 28:
                with world.box_office.lock:
                    if transaction.status is Status.RESERVED:
                        transaction.status = Status.PURCHASED
            else:
                release(world, transaction)

    def guarded(number: int) -> None:
        try:
            buyer(number)
        except BaseException as error:
            errors.append(error)
            together.abort()

    threads = [threading.Thread(target=guarded, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    world.box_office.expire()
    free, held = free_seats(world, event, performance), held_seats(world)
    assert len(free) + len(held) == SEATS
    assert not set(free) & set(held)
    assert free_places(world, event, performance) + held_places(world) == PLACES
    assert any(one.status is Status.PURCHASED for one in world.box_office.transactions.values())


def test_a_hold_ends_with_its_minutes_and_not_before() -> None:
    world, event, performance = house()
    transaction = hold(world, an_order(event, performance, band=0, count=2))
    world.clock.move(HOLD - timedelta(seconds=1))
    assert len(free_seats(world, event, performance)) == SEATS - 2
    world.clock.move(timedelta(seconds=1))
    assert len(free_seats(world, event, performance)) == SEATS
    assert transaction.status is Status.RELEASED


def test_a_running_purchase_keeps_its_seats_beyond_the_holds_end() -> None:
    world, event, performance = house()
    transaction = hold(world, an_order(event, performance, band=0, count=2))
    transaction.is_running = True
    world.clock.move(HOLD * 2)
    assert len(free_seats(world, event, performance)) == SEATS - 2
    transaction.is_running = False
    assert len(free_seats(world, event, performance)) == SEATS


class Door:
    """A lock that says when somebody has come to it."""

    def __init__(self, lock: Any) -> None:
        self._lock, self.knocked = lock, threading.Event()

    def __enter__(self) -> None:
        self.knocked.set()
        self._lock.acquire()

    def __exit__(self, *exc: object) -> None:
        self._lock.release()


def test_who_waited_while_the_clock_was_set_right_ends_no_hold() -> None:
    world, event, performance = house()
    world.clock.move(2 * HOLD)
    door = world.box_office.lock = Door(world.box_office.lock)  # type: ignore[assignment]  it locks as well
    waiting = threading.Thread(target=world.box_office.expire)
    with door:
        door.knocked.clear()
        waiting.start()
        assert door.knocked.wait(10)
        world.clock.reset()
        transaction = hold(world, an_order(event, performance, band=0, count=2))
    waiting.join(10)
    assert transaction.status is Status.RESERVED


def test_a_longer_hold_is_believed() -> None:
    world, event, performance = house()
    transaction = hold(world, an_order(event, performance, band=0, count=2))
    transaction.expires_at += HOLD
    world.clock.move(HOLD)
    assert len(free_seats(world, event, performance)) == SEATS - 2
    world.clock.move(HOLD)
    assert len(free_seats(world, event, performance)) == SEATS


def test_each_change_of_a_performance_is_a_new_version() -> None:
    world, event, performance = house()
    versions = world.box_office.versions
    before = versions.get(performance.id, 0)
    transaction = hold(world, an_order(event, performance, band=0, count=2))
    held = versions[performance.id]
    release(world, transaction)
    assert before < held < versions[performance.id]


def test_places_are_taken_whole_or_not_at_all() -> None:
    world, event, performance = house()
    order = an_order(event, performance, band=0, count=2)
    first, second = event.areas(performance)[0].bands[0].blocks[0][:2]
    order.tickets[0].seat = order.tickets[1].seat = first
    assert not world.box_office.take(order)
    order.tickets[1].seat = second
    assert world.box_office.take(order)
    assert not world.box_office.take(order)
    assert len(free_seats(world, event, performance)) == SEATS - 2


def test_a_bundle_costs_its_orders_and_one_sending() -> None:
    _, event, performance = house()
    orders = [an_order(event, performance, band=0, count=2), an_order(event, performance, band=1, count=1)]
    costs_of_sending = event.source.send_methods[0].cost
    assert Bundle(event.source, orders).total == Decimal(3 * 44) + costs_of_sending


def test_the_oldest_that_are_over_are_forgotten_when_there_are_very_many(monkeypatch) -> None:
    monkeypatch.setattr("sandbox.box_office.TRANSACTIONS_KEPT", 3)
    world, event, performance = house()
    held, *over = [hold(world, an_order(event, performance, band=0, count=1)) for _ in range(3)]
    for transaction in over:
        release(world, transaction)
    newest = hold(world, an_order(event, performance, band=0, count=1))
    assert list(world.box_office.transactions.values()) == [held, *over, newest]  # the oldest is still held
    release(world, held)
    last = hold(world, an_order(event, performance, band=0, count=1))
    assert list(world.box_office.transactions.values()) == [over[1], newest, last]


def test_what_was_sold_stays_sold_when_its_transaction_is_forgotten(monkeypatch) -> None:
    monkeypatch.setattr("sandbox.box_office.TRANSACTIONS_KEPT", 0)
    world, event, performance = house()
    sold = hold(world, an_order(event, performance, band=0, count=2))
    sold.status = Status.PURCHASED
    hold(world, an_order(event, performance, band=0, count=1))
    assert not world.box_office.knows(sold)
    assert len(free_seats(world, event, performance)) == SEATS - 3


def test_after_a_reset_nothing_was_ever_sold() -> None:
    world, event, performance = house()
    hold(world, an_order(event, performance, band=0, count=2))
    world.reset()
    assert len(free_seats(world, event, performance)) == SEATS
    assert world.box_office.transactions == {}

"""Holding seats: what is asked for, what is nearest to it, or why not. All under the box office's lock."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from sandbox import conditions
from sandbox.allocation import Run, best, nearest, without_seats
from sandbox.box_office import BoxOffice, Bundle, Order, Transaction
from sandbox.catalogue.model import Seat
from sandbox.debitors import Terms, name_debitors
from sandbox.rules import details_problem, order_problem, quantity_problem, seats_problem
from sandbox.world import World

OLDER = sum(b"ext_test0") % 2  # suppliers alike share the older form of uuid with this one
SYMBOLS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
NONE_LEFT = "There are not enough tickets left."
NONE_TOGETHER = "There are not enough seats together."
ALONE = "This is only sold together with an order that could not be reserved."


def reserve(
    orders: Sequence[Order], world: World, *, user: str, sub_user: str, language: str, terms: Terms
) -> Transaction:
    """Hold what can be held. The rest is in `unreserved`, each with its `failure_comment`."""
    box_office = world.box_office
    with box_office.lock:
        box_office.expire()
        for order in orders:
            order.failure_comment = _problem(order, world) or _hold(order, box_office)
        _give_up_lone_add_ons(orders, box_office)
        held = [order for order in orders if not order.failure_comment]
        failed = [order for order in orders if order.failure_comment]
        bundles = bundled(held)
        uuid = _new_uuid(bundles)
        name_debitors(bundles, terms, stripe=world.stripe, transaction_uuid=uuid)
        now = box_office.clock.now()
        transaction = Transaction(
            uuid=uuid,
            id=_new_id(),
            user=user,
            sub_user=sub_user,
            bundles=bundles,
            unreserved=failed,
            reserved_at=now,
            expires_at=now + _hold_time(bundles),
            language=language,
        )
        if held:
            box_office.add(transaction)
    return transaction


def _hold_time(bundles: Sequence[Bundle]) -> timedelta:
    """As long as the least patient supplier holds its tickets."""
    return timedelta(minutes=float(min((bundle.source.hold_minutes for bundle in bundles), default=0)))


def bundled(orders: Sequence[Order]) -> list[Bundle]:
    """The orders by supplier, in the order in which the suppliers come."""
    bundles: dict[str, Bundle] = {}
    for order in orders:
        source = order.event.source
        bundles.setdefault(source.code, Bundle(source, [])).orders.append(order)
    return list(bundles.values())


def _problem(order: Order, world: World) -> str:
    """Why the supplier refuses, whatever is free. Asked-for seats that are refused were not got."""
    event, wanted = order.event, order.requested_seats
    order.seat_request_status = "got_none" if wanted else "not_requested"
    if world.catalogue.is_ghost(order.performance):
        return "This performance is no longer on sale."
    return (
        conditions.failure(event, performance=order.performance, wanted=wanted)
        or quantity_problem(event, band=order.band, count=len(order.tickets), wanted=wanted)
        or details_problem(event, departure_date=order.departure_date, duration=order.duration)
        or order_problem(event, band=order.band, wanted=wanted)
    )


def _hold(order: Order, box_office: BoxOffice) -> str:
    """Take the places of an order. Answers with the reason when they cannot be had."""
    if not order.band.blocks:
        return "" if box_office.take(order) else NONE_LEFT
    free = box_office.free_blocks(order.performance, order.area, order.band)
    seats, problem = _choose(order, free)
    if problem:
        return problem
    for ticket, seat in zip(
        order.tickets,
        conditions.described(order.event, performance=order.performance, seats=seats),
        strict=True,
    ):
        ticket.seat = seat
    order.seat_request_status = _request_status(order.requested_seats, seats)
    return "" if box_office.take(order) else NONE_LEFT


def _choose(order: Order, free: Sequence[Run]) -> tuple[list[Seat], str]:
    """The seats for an order, or why there are none."""
    event, band, wanted = order.event, order.band, order.requested_seats
    by_id = {seat.id: seat for run in free for seat in run}
    kept_back = conditions.withheld(event, wanted=wanted)
    if not wanted or not event.seat_selection:
        return _best(order, without_seats(free, kept_back))
    if not kept_back and all(id in by_id for id in wanted):
        problem = seats_problem(event, band=band, free=free, wanted=wanted)
        return [by_id[id] for id in wanted], problem
    seats = nearest(
        free,
        wanted=wanted,
        without=kept_back,
        blocks=band.blocks,
        leaving_singles=band.leaving_singles,
        together=event.contiguous_only,
    )
    return seats, "" if seats else NONE_TOGETHER


def _best(order: Order, free: Sequence[Run]) -> tuple[list[Seat], str]:
    """The best seats that are free; whole blocks only where nothing else is sold."""
    event, band, count = order.event, order.band, len(order.tickets)
    if event.whole_blocks_only:
        free = [run for run in free if len(run) == count]
    rule = band.leaving_singles
    together = event.contiguous_only or event.whole_blocks_only
    seats = best(free, count=count, blocks=band.blocks, leaving_singles=rule, together=together)
    return seats, "" if seats else (NONE_TOGETHER if together else NONE_LEFT)


def _request_status(wanted: Sequence[str], seats: Sequence[Seat]) -> str:
    if not wanted:
        return "not_requested"
    got = {seat.id for seat in seats} & set(wanted)
    if not got:
        return "got_none"
    return "got_all" if len(got) == len(seats) else "got_partial"


def _give_up_lone_add_ons(orders: Sequence[Order], box_office: BoxOffice) -> None:
    """An add-on is not held when nothing is held that it goes with."""
    held = [order for order in orders if not order.failure_comment]
    possible = {add_on for order in held for add_on in order.event.add_ons}
    for order in held:
        if order.event.is_add_on and order.event.id not in possible:
            order.failure_comment = ALONE
            box_office.give_back([order])


def _new_uuid(bundles: Sequence[Bundle]) -> str:
    """Opaque to callers, in one of the two forms that occur: which one depends on the first supplier."""
    first = bundles[0].source.code if bundles else ""
    if sum(first.encode()) % 2 == OLDER:
        return str(uuid4())
    return f"U-{uuid4()}-{secrets.token_hex(4)}-LDNX".upper()


def _new_id() -> str:
    first, second = ("".join(secrets.choice(SYMBOLS) for _ in range(4)) for _ in range(2))
    return f"T000-0000-{first}-{second}"

"""`/_control/`: the doors for tests and for people: clock, faults, log, transactions, mail,
catalogue, reset."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

from sandbox import debitor, mail_doors, order_doors, white_label
from sandbox.control_page import control_page
from sandbox.f13 import ENDPOINTS
from sandbox.faults import KINDS, OF_THE_SUPPLIER, Fault
from sandbox.http import Refusal, Request, Response, as_json
from sandbox.stripe import api as stripe_api
from sandbox.stripe import books
from sandbox.stripe import doors as stripe_doors
from sandbox.transaction_rows import rows_of
from sandbox.world import World

UNITS = ("seconds", "minutes", "hours", "days")
LONGEST = timedelta(days=3650)
MOST_TIMES = 1_000_000
OF_STRIPE = {f"stripe.{deed}" for deed in stripe_api.DEEDS}
FAULTY = frozenset(ENDPOINTS) | OF_STRIPE | {"cider", "pay", "white_label", "stripe", "*"}

CHANGES: dict[str, dict[str, Any]] = {
    "vanish": {"is_gone": True},
    "close": {"is_closed": True},
    "return": {"is_gone": False, "is_closed": False},
}
DEAREST = 1_000_000

Door = Callable[[World, Request], Any]


def answer(world: World, request: Request) -> Response:
    """One door by its name and method; the page without a name. A bad request is refused with 400."""
    name = request.path.removeprefix("/_control/").strip("/")
    if not name and request.method == "GET":
        return control_page(world)
    door = DOORS.get((request.method, name))
    if door is None:
        raise Refusal(f"There is no {request.method} {name!r} here: {', '.join(_names())}")
    said = door(world, request)
    return said if isinstance(said, Response) else as_json(said or {"ok": True})


def reset(world: World, request: Request) -> None:
    world.reset()


def show_clock(world: World, request: Request) -> dict[str, Any]:
    now = world.clock.now()
    return {"now": now.isoformat(), "ahead_seconds": round(world.clock.ahead.total_seconds(), 3)}


def move_clock(world: World, request: Request) -> dict[str, Any]:
    data = request.fields({*UNITS, "reset"})
    if data.get("reset"):
        world.clock.reset()
    else:
        delta = _delta({unit: _number(data, unit, default=0) for unit in UNITS})
        if abs(world.clock.ahead + delta) > LONGEST:  # ids of performances are made of dates, and end
            raise Refusal("That is too far")
        world.clock.move(delta)
    return show_clock(world, request)


def add_fault(world: World, request: Request) -> dict[str, Any]:
    data = request.fields({"endpoint", "kind", "times", "seconds"})
    endpoint, kind = str(data.get("endpoint", "")), str(data.get("kind", ""))
    if endpoint not in FAULTY:
        raise Refusal(f"Unknown endpoint {endpoint!r}: {', '.join(sorted(FAULTY))}")
    if kind not in KINDS or (kind in OF_THE_SUPPLIER and endpoint != "availability"):
        raise Refusal(f"Unknown kind {kind!r} for {endpoint}: {', '.join(sorted(KINDS))}")
    times, seconds = _number(data, "times", default=1), _number(data, "seconds", default=0)
    if not 1 <= times <= MOST_TIMES or times % 1 or not 0 <= seconds <= LONGEST.total_seconds():
        raise Refusal("times must be a whole number from 1, seconds no less than 0")
    world.faults.add(Fault(endpoint, kind, times=int(times), seconds=seconds))
    return show_faults(world, request)


def show_faults(world: World, request: Request) -> dict[str, Any]:
    return {"faults": [asdict(fault) for fault in world.faults.waiting]}


def clear_faults(world: World, request: Request) -> None:
    world.faults.clear()


def show_log(world: World, request: Request) -> dict[str, Any]:
    return {"requests": world.journal.entries()}


def clear_log(world: World, request: Request) -> None:
    world.journal.clear()


def show_transactions(world: World, request: Request) -> dict[str, Any]:
    """Each with its tickets, what they cost, and Stripe's money for it; and Stripe's money for none."""
    world.box_office.expire()
    with world.box_office.lock:
        rows = rows_of(world, world.box_office.transactions.values())
    named = {row["transaction_uuid"] for row in rows}
    money = books.money_by_transaction(world.stripe)
    strange = {uuid: sums for uuid, sums in money.items() if uuid not in named}
    return {"transactions": rows} | ({"stripe_without_transaction": strange} if strange else {})


def abandon(world: World, request: Request) -> dict[str, Any]:
    uuid = request.fields({"transaction_uuid"}).get("transaction_uuid")
    return {"status": debitor.abandon(world, str(uuid))}


def show_callouts(world: World, request: Request) -> dict[str, Any]:
    return asdict(world.callout_settings)


def set_callouts(world: World, request: Request) -> dict[str, Any]:
    data = request.fields({"hops", "callout_type", "ordered"})
    settings = asdict(world.callout_settings) | data
    allowed = settings["hops"] in {1, 2} and settings["callout_type"] in {"get", "post"}
    if not allowed or not isinstance(settings["ordered"], bool):
        raise Refusal("hops is 1 or 2, callout_type get or post, ordered true or false")
    for name, value in settings.items():
        setattr(world.callout_settings, name, value)
    return show_callouts(world, request)


def change_catalogue(world: World, request: Request) -> None:
    """Have events vanish, close, come back, change their names and prices. All of it, or a refusal."""
    data = request.fields({*CHANGES, "rename", "price"})
    changes = [
        *((event_id, CHANGES[name]) for name in CHANGES for event_id in _of_kind(data, name, list)),
        *((event_id, {"name": _name(new)}) for event_id, new in _of_kind(data, "rename", dict).items()),
        *((event_id, {"dearer": _dearer(more)}) for event_id, more in _of_kind(data, "price", dict).items()),
    ]
    for event_id, _ in changes:
        if not isinstance(event_id, str) or world.catalogue.get_event(event_id) is None:
            raise Refusal(f"Unknown event {event_id!r}")
    for event_id, change in changes:
        world.catalogue.change(event_id, **change)


DOORS: dict[tuple[str, str], Door] = {
    ("POST", "reset"): reset,
    ("GET", "clock"): show_clock,
    ("POST", "clock"): move_clock,
    ("GET", "faults"): show_faults,
    ("POST", "faults"): add_fault,
    ("DELETE", "faults"): clear_faults,
    ("GET", "log"): show_log,
    ("DELETE", "log"): clear_log,
    ("GET", "transactions"): show_transactions,
    ("POST", "abandon"): abandon,
    ("GET", "callouts"): show_callouts,
    ("POST", "callouts"): set_callouts,
    ("POST", "catalogue"): change_catalogue,
    **mail_doors.DOORS,
    **order_doors.DOORS,
    **white_label.DOORS,
    **stripe_doors.DOORS,
}


def _names() -> list[str]:
    return [f"{method} {name}" for method, name in DOORS]


def _number(data: dict[str, Any], name: str, *, default: float) -> float:
    value = data.get(name, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise Refusal(f"Not a number: {name}")
    return value


def _of_kind(data: dict[str, Any], name: str, kind: type) -> Any:
    value = data.get(name, kind())
    if not isinstance(value, kind):
        raise Refusal(f"{name} wants a {'list' if kind is list else 'table'}")
    return value


def _name(value: Any) -> str:
    if not isinstance(value, str):
        raise Refusal("A name is text")
    return value


def _dearer(amount: Any) -> Decimal:
    more = _number({"price": amount}, "price", default=0)
    if abs(more) > DEAREST:
        raise Refusal("That is too dear")
    return Decimal(str(more))


def _delta(amounts: dict[str, float]) -> timedelta:
    try:
        return timedelta(**amounts)
    except OverflowError:
        raise Refusal("That is too far") from None

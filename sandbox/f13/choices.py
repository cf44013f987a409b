"""The parameters that trolley, reserve, add_ons and upsells share, made into a trolley."""

import re
from collections.abc import Sequence
from datetime import datetime

from sandbox import rules
from sandbox.allocation import Run
from sandbox.catalogue.model import Band, Event
from sandbox.f13.account import Call
from sandbox.http import Params, Refusal
from sandbox.tokens import lines_of
from sandbox.trolleys import Change, Item, Line, add, item_of, send_by, settle

SEND_CODE = re.compile(r"(.+)_send_code")
MOST_TICKETS = 100


def chosen(call: Call, *, checks_places: bool = True) -> Change:
    """The trolley of the token, without the removed items, sent as asked, with the order that is added.

    With `checks_places` an order is only added when it could be reserved now: `reserve` finds out itself.
    """
    change = _kept(call)
    _remove(change, call.params)
    codes = _send_codes(call.params)
    item, code = _item(change, call), ""
    if item is not None:
        code = codes.pop(item.event.source.code, "")
        item = _sent(item, code)
    _send(change, codes)
    if item is not None and (not checks_places or _could_be_had(item, call)):
        add(change, item, takes_several=call.account.takes_several, send_is_chosen=bool(code))
    elif call.params.get("perf_id"):
        change.has_unavailable = True
    settle(change)
    return change


def most_together(event: Event, *, band: Band, free: Sequence[Run]) -> int:
    """How many tickets of a band with seats can be had in one order."""
    lengths = [len(run) for run in free]
    return min(max(lengths, default=0) if is_together(event) else sum(lengths), band.max_together)


def is_together(event: Event) -> bool:
    """Whether the seats of one order are always neighbours."""
    return event.contiguous_only or event.whole_blocks_only


def _kept(call: Call) -> Change:
    token = call.params.get("trolley_token")
    lines = lines_of(token) if token else ()
    items = [item_of(line, catalogue=call.world.catalogue) for line in lines]
    known = [item for item in items if item is not None and call.sells(item.event)]
    return Change(known, has_unavailable=len(known) < len(items))


def _remove(change: Change, params: Params) -> None:
    numbers = params.listed("remove_items_list")
    if not all(number.isascii() and number.isdigit() for number in numbers):
        raise Refusal("Bad data supplied: remove_items_list")
    gone = {int(number) for number in numbers}
    change.items = [item for item in change.items if item.line.number not in gone]


def _send_codes(params: Params) -> dict[str, str]:
    found = [(SEND_CODE.fullmatch(name), params.get(name)) for name in params]
    return {match[1]: code for match, code in found if match and code}


def _sent(item: Item, code: str) -> Item:
    """The new item sent as asked: what is in the trolley already may have to go for it."""
    if code and item.method(code) is None:
        raise Refusal(f"Bad data supplied: {item.event.source.code}_send_code")
    return item.sent_by(code) if code else item


def _send(change: Change, codes: dict[str, str]) -> None:
    """Change how suppliers' orders are sent. A way that none of them knows is refused."""
    for source_code, code in codes.items():
        methods = [item.method(code) for item in change.items if item.event.source.code == source_code]
        if any(methods):
            send_by(change, source_code=source_code, code=code)
        elif methods:
            raise Refusal(f"Bad data supplied: {source_code}_send_code")


def _item(change: Change, call: Call) -> Item | None:
    """The order that the parameters describe. None: they describe none, or nothing matches."""
    if not call.params.get("perf_id"):
        return None
    line = _line(call.params, number=max((item.line.number for item in change.items), default=0) + 1)
    item = item_of(line, catalogue=call.world.catalogue)
    return item if item is not None and call.sells(item.event) else None


def _line(params: Params, *, number: int) -> Line:
    seats = _numbered(params, "seat")
    count = params.number("no_of_seats", len(seats))
    if not 0 < count <= MOST_TICKETS or (seats and [*seats] != [*range(count)]):
        raise Refusal("Bad data supplied: no_of_seats")
    discounts = _numbered(params, "disc")
    return Line(
        number=number,
        performance_id=params.required("perf_id"),
        area=params.required("ticket_type_code"),
        band=params.required("price_band_code"),
        discounts=tuple(discounts.get(number, "") for number in range(count)),
        seats=tuple(seats.values()),
        departure_date=_date(params),
        duration=params.number("duration", 0),
        promo_code=params.get("promo_code").strip().upper(),
    )


def _numbered(params: Params, name: str) -> dict[int, str]:
    """`seat0`, `seat1` and so on, by number: ticket by ticket, as far as they were named."""
    given = {number: params.get(f"{name}{number}").strip() for number in range(MOST_TICKETS)}
    return {number: value for number, value in given.items() if value}


def _date(params: Params) -> str:
    text = params.get("departure_date")
    if not text:
        return ""
    try:
        datetime.strptime(text, "%Y%m%d")
    except ValueError:
        raise Refusal("Bad data supplied: departure_date") from None
    return text


def _could_be_had(item: Item, call: Call) -> bool:
    """Whether it could be reserved as far as one can know without trying."""
    event, band, line = item.event, item.band, item.line
    if call.world.catalogue.is_ghost(item.performance):
        return False
    problem = (
        rules.quantity_problem(event, band=band, count=item.count, wanted=line.seats)
        or rules.details_problem(event, departure_date=line.departure_date, duration=line.duration)
        or rules.order_problem(event, band=band, wanted=line.seats)
    )
    return not problem and item.count <= _left(item, call)


def _left(item: Item, call: Call) -> int:
    box_office, band = call.world.box_office, item.band
    if not band.blocks:
        return box_office.free_places(item.performance, item.area, band)
    lengths = [len(run) for run in box_office.free_blocks(item.performance, item.area, band)]
    return max(lengths, default=0) if is_together(item.event) else sum(lengths)

"""What a trolley may hold, and what has to leave it. Pure: no requests, no places taken.

A `Line` is what a token keeps of an order; an `Item` is a line together with what the catalogue says of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sandbox.box_office import Order, Ticket
from sandbox.catalogue import Catalogue
from sandbox.catalogue.model import Area, Band, Event, Performance, SendMethod
from sandbox.rules import legal_codes, unlocked


@dataclass(frozen=True)
class Line:
    """One order as chosen. `discounts` has a code for each ticket."""

    number: int
    performance_id: str
    area: str
    band: str
    discounts: tuple[str, ...]
    seats: tuple[str, ...] = ()
    send_code: str = ""
    departure_date: str = ""
    duration: int = 0
    promo_code: str = ""


@dataclass(frozen=True)
class Item:
    line: Line
    event: Event
    performance: Performance
    area: Area
    band: Band
    methods: tuple[SendMethod, ...]  # never empty: what cannot be sent cannot be ordered

    @property
    def send_method(self) -> SendMethod:
        return self.method(self.line.send_code) or self.methods[0]

    @property
    def count(self) -> int:
        return len(self.line.discounts)

    def method(self, code: str) -> SendMethod | None:
        return next((method for method in self.methods if method.code == code), None)

    def sent_by(self, code: str) -> "Item":
        return replace(self, line=replace(self.line, send_code=code))


@dataclass
class Change:
    """A trolley after a request: what is in it, what had to go, and whether a wish cannot be had."""

    items: list[Item] = field(default_factory=list)
    discarded: list[Item] = field(default_factory=list)
    has_unavailable: bool = False

    def discard(self, items: Iterable[Item]) -> None:
        gone = list(items)
        self.items = [item for item in self.items if item not in gone]
        self.discarded += gone


def item_of(line: Line, *, catalogue: Catalogue) -> Item | None:
    """The line with its event and so on. None: nothing matches, or nothing can be sent any more."""
    performance = catalogue.get_performance(line.performance_id)
    event = catalogue.get_event(performance.event_id) if performance else None
    if performance is None or event is None or event.status != "live":
        return None
    area = next((area for area in event.areas(performance) if area.code == line.area), None)
    band = next((band for band in area.bands if band.code == line.band), None) if area else None
    methods = catalogue.send_methods(event, performance)
    if area is None or band is None or not methods:
        return None
    return Item(_legal(line, event, band), event, performance, area, band, methods)


def order_of(item: Item) -> Order:
    """The item as an order that holds nothing yet."""
    line = item.line
    discounts = {each.code: each for each in unlocked(item.band, promo_code=line.promo_code)}
    return Order(
        item_number=line.number,
        event=item.event,
        performance=item.performance,
        area=item.area,
        band=item.band,
        tickets=[Ticket(discounts[code]) for code in line.discounts],
        send_method=item.send_method,
        requested_seats=line.seats,
        departure_date=line.departure_date,
        duration=line.duration or None,
    )


def add(change: Change, item: Item, *, takes_several: bool, send_is_chosen: bool) -> None:
    """Put an item in, and take out whatever cannot stay beside it."""
    if item.event.is_add_on and not parents(item, change.items):
        change.has_unavailable = True
        return
    if not send_is_chosen:
        item = _sent_with_others(item, change.items)
    change.discard(old for old in change.items if _clash(old, item, takes_several))
    change.items.append(item)
    _keep_bundle_size(change, item.event)


def send_by(change: Change, *, source_code: str, code: str) -> None:
    """Send everything of a supplier one way; what cannot be sent so leaves the trolley."""
    of_source = [item for item in change.items if item.event.source.code == source_code]
    change.discard(item for item in of_source if item.method(code) is None)
    change.items = [
        item.sent_by(code) if item.event.source.code == source_code else item for item in change.items
    ]


def settle(change: Change) -> None:
    """Make what is left agree: one way of sending for each supplier, add-ons with their parents."""
    for source_code in dict.fromkeys(item.event.source.code for item in change.items):
        newest = [item for item in change.items if item.event.source.code == source_code][-1]
        send_by(change, source_code=source_code, code=newest.send_method.code)
    while orphans := [
        item for item in change.items if item.event.is_add_on and not parents(item, change.items)
    ]:
        change.discard(orphans)
    change.items = [_counted(item, change.items) for item in change.items]


def parents(item: Item, items: Sequence[Item]) -> list[Item]:
    """The items that an add-on goes with."""
    return [parent for parent in items if item.event.id in parent.event.add_ons and _matches(item, parent)]


def _matches(item: Item, parent: Item) -> bool:
    mine, theirs = item.performance.starts_at, parent.performance.starts_at
    if item.event.is_time_matched_add_on:
        return mine == theirs
    return not item.event.is_date_matched_add_on or mine.date() == theirs.date()


def _legal(line: Line, event: Event, band: Band) -> Line:
    discounts = unlocked(band, promo_code=line.promo_code)
    count = len(line.discounts)
    codes = legal_codes(line.discounts, discounts=discounts, count=count, max_mixed=event.max_mixed_discounts)
    return replace(line, discounts=tuple(codes))


def _sent_with_others(item: Item, items: Sequence[Item]) -> Item:
    """An item for which nothing was chosen is sent as the supplier's others in the trolley are."""
    others = [old.send_method.code for old in items if old.event.source.code == item.event.source.code]
    return item.sent_by(others[0]) if others and item.method(others[0]) else item


def _clash(old: Item, new: Item, takes_several: bool) -> bool:
    """Whether two items cannot be in one trolley."""
    if old.performance.id == new.performance.id and not _may_share(new.event, takes_several):
        return True
    if old.event.currency.code != new.event.currency.code:
        return True
    if old.event.source.code != new.event.source.code:
        return False
    code = new.send_method.code
    has_choice = old.send_method != old.methods[0]  # anything but the first way was somebody's choice
    return old.send_method.code != code and (has_choice or old.method(code) is None)


def _may_share(event: Event, takes_several: bool) -> bool:
    """Whether one performance may be ordered twice: where a number says so, else for some accounts."""
    limit = event.max_bundle_size
    return takes_several if limit is None else limit > 1


def _keep_bundle_size(change: Change, event: Event) -> None:
    same = [item for item in change.items if item.event.id == event.id]
    if event.max_bundle_size is not None and len(same) > event.max_bundle_size:
        change.discard(same[: len(same) - event.max_bundle_size])


def _counted(item: Item, items: Sequence[Item]) -> Item:
    if not item.event.is_auto_quantity_add_on:
        return item
    count = sum(parent.count for parent in parents(item, items))
    codes = (item.line.discounts * count)[:count]
    return replace(item, line=replace(item.line, discounts=codes))

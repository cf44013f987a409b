"""What is kept of a visitor's trolley: its token, how it is sent, what was chosen, and what was taken out.

It lies in a row of its own, not in the session: two tabs that change it at once must not overwrite
each other. A change is read, ask, one conditional UPDATE; where another tab was quicker, it is made anew.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from boxoffice import ticketing
from boxoffice.ticketing import Choice, SendMethod, Trolley, from_text, to_text

from . import extras
from .models import KeptTrolley

LISTS = ("kinds", "kind_names", "got", "got_names", "way")
TRIES = 5
MOST_REMOVALS = 5  # so many can be undone
Result = TypeVar("Result")


class Overtaken(Exception):
    """Other tabs changed the trolley each time that this one was about to."""


@dataclass(frozen=True)
class KeptChoice:
    """What became one order of the trolley, as it was chosen: enough to ask for it again, and to name it."""

    choice: Choice
    send: str
    asked_at: float  # when f13 last said that it could be had, by the clock of all processes
    price: str = ""  # of all its tickets, as f13 said then
    kinds: tuple[str, ...] = ()  # of each ticket
    kind_names: tuple[str, ...] = ()  # of each ticket
    got: tuple[str, ...] = ()  # as f13 gave them last
    got_names: tuple[str, ...] = ()
    name: str = ""  # of its event
    starts: str = ""  # of its performance, where one was to be chosen
    source_code: str = ""  # of its supplier
    way: tuple[str, ...] = ()  # of sending, as `Kept.sending` says it
    is_add_on: bool = False

    @property
    def age(self) -> float:
        return time.time() - self.asked_at

    @property
    def starts_at(self) -> datetime | None:
        return datetime.fromisoformat(self.starts) if self.starts else None

    @property
    def said(self) -> dict[str, Any]:
        """As a row can keep it."""
        lists = {name: list(getattr(self, name)) for name in LISTS}
        return {**asdict(self), **lists, "choice": to_text(self.choice)}

    @property
    def has_other_kinds(self) -> bool:
        """Whether f13 gives other kinds of ticket than those asked for: it replaces some without a word."""
        return bool(self.kinds and self.got) and sorted(self.kinds) != sorted(self.got)


@dataclass(frozen=True)
class Removal:
    """What was taken out in one press, and comes back in one."""

    number: int
    choices: tuple[KeptChoice, ...]


@dataclass(frozen=True)
class Kept:
    """What is kept of a trolley.

    `sending`: by source code, the send method's code, its name, and the countries that it is limited to.
    """

    token: str = ""
    sending: dict[str, list[str]] = field(default_factory=dict)
    count: int = 0  # of orders, as last seen
    chosen: dict[str, dict[str, Any]] = field(default_factory=dict)  # by item number
    destination: str = ""  # a country's code, asked where a way of sending is limited to some
    removed: list[dict[str, Any]] = field(default_factory=list)  # newest last
    removals_made: int = 0  # numbers of removals are never given twice
    begun_at: float = 0.0  # when the first thing came into it: two trolleys with the same in them look alike
    lost: list[dict[str, Any]] = field(default_factory=list)  # what went and has not been told yet

    @property
    def is_empty(self) -> bool:
        return not self.token

    @property
    def send_codes(self) -> dict[str, str]:
        return {source: way[0] for source, way in self.sending.items()}

    @property
    def limits(self) -> tuple[tuple[str, ...], ...]:
        """Of each way of sending that is limited to some countries: their codes."""
        return tuple(tuple(way[2:]) for way in self.sending.values() if way[2:])

    @property
    def destinations(self) -> tuple[str, ...]:
        """The countries that every limited way of sending goes to; none where nothing is limited."""
        first, *others = self.limits or ((),)
        return tuple(code for code in first if all(code in other for other in others))

    @property
    def lacks_a_way(self) -> bool:
        """Whether nobody has chosen how some supplier's tickets are sent."""
        sources = {known.source_code for known in self.choices.values()}
        return not sources <= {"", *self.sending}

    @property
    def lacks_destination(self) -> bool:
        return bool(self.limits) and self.destination not in self.destinations

    @property
    def choices(self) -> dict[int, KeptChoice]:
        """What was chosen, by item number."""
        return {int(number): _choice_from(said) for number, said in self.chosen.items()}

    @property
    def tickets(self) -> int:
        return sum(known.choice.quantity for known in self.choices.values())

    @property
    def removals(self) -> tuple[Removal, ...]:
        """What can be brought back, what was removed last first."""
        return tuple(
            Removal(one["number"], tuple(map(_choice_from, one["chosen"]))) for one in reversed(self.removed)
        )

    @property
    def untold(self) -> tuple[KeptChoice, ...]:
        """What was not to be had any more when the trolley was rebuilt; the next look tells of it."""
        return tuple(map(_choice_from, self.lost))

    def with_choice(self, item_number: int, **changes: Any) -> "Kept":
        known = replace(self.choices[item_number], **changes)
        return replace(self, chosen={**self.chosen, str(item_number): known.said})

    def with_removal(self, choices: Iterable[KeptChoice]) -> "Kept":
        said = [known.said for known in choices]
        if not said:
            return self
        number = self.removals_made + 1
        removed = [*self.removed, {"number": number, "chosen": said}][-MOST_REMOVALS:]
        return replace(self, removed=removed, removals_made=number)

    def without_removal(self, number: int) -> "Kept":
        return replace(self, removed=[one for one in self.removed if one["number"] != number])

    def emptied(self) -> "Kept":
        """Nothing in it; what was removed can still be brought back, and the destination is known."""
        return replace(self, token="", sending={}, count=0, chosen={}, begun_at=0.0)

    @property
    def done_with(self) -> "Kept":
        """Nothing in it, and nothing to be brought back."""
        return Kept(removals_made=self.removals_made)

    def after(
        self,
        trolley: Trolley,
        *,
        sending: Mapping[str, list[str]] | None = None,
        new: Mapping[int, KeptChoice] | None = None,
    ) -> "Kept":
        """What to keep of f13's answer: its token, and of the rest what is still in the trolley."""
        if trolley.is_empty:
            return self.emptied()
        known = {**self.choices, **(new or {})}
        there = [(order, known.get(order.item_number or 0)) for order in trolley.orders]
        sources = {bundle.source_code for bundle in trolley.bundles}
        ways = {**_said_ways(trolley), **self.sending, **(sending or {})}
        return replace(
            self,
            token=trolley.token,
            begun_at=self.begun_at or time.time(),
            sending={source: way for source, way in ways.items() if source in sources},
            count=len(trolley.orders),
            chosen={str(order.item_number): given(one, order).said for order, one in there if one},
        )


def chosen_as(
    order: ticketing.Order,
    choice: Choice,
    *,
    source_code: str = "",
    way: Sequence[str] = ("", ""),
    names: Mapping[str, str] | None = None,
) -> KeptChoice:
    """A choice that has just become this order. `way`: how it is sent; `names`: of kinds, by code."""
    event, known = order.event, {one.discount_code: one.discount_name for one in order.ticket_orders}
    kinds = choice.discounts or order.discount_codes
    starts = order.performance.starts if order.performance and event and event.needs_performance else None
    return KeptChoice(
        choice,
        way[0],
        time.time(),
        price=_price(order),
        kinds=kinds,
        kind_names=tuple({**known, **(names or {})}.get(code, "") or code for code in kinds),
        name=event.name if event else "",
        starts=starts.isoformat() if starts else "",
        source_code=source_code,
        way=tuple(way),
        is_add_on=event.is_add_on if event else False,
    )


def way_of(method: SendMethod) -> list[str]:
    """A send method as `Kept.sending` says it."""
    return [method.code, method.name, *(country.code for country in method.permitted_countries)]


def _said_ways(trolley: Trolley) -> dict[str, list[str]]:
    """How each supplier's tickets are sent, where f13 says it by itself: nobody need have chosen it."""
    first = ((bundle, bundle.orders[0].send_method) for bundle in trolley.bundles if bundle.orders)
    return {bundle.source_code: way_of(method) for bundle, method in first if method}


def given(known: KeptChoice, order: ticketing.Order) -> KeptChoice:
    """As it was chosen, with what f13 gives now; an add-on follows the number of what it goes with."""
    tickets = [one for one in order.ticket_orders for _ in range(one.quantity)]
    by_seat = {seat.id: one for one in order.ticket_orders for seat in one.seats}
    if known.choice.seats and set(known.choice.seats) == set(by_seat):
        tickets = [by_seat[seat] for seat in known.choice.seats]
    got = tuple(one.discount_code for one in tickets)
    names = tuple(one.discount_name or one.discount_code for one in tickets)
    choice = extras.followed(known.choice, order)
    if choice != known.choice:
        known = replace(known, choice=choice, price=_price(order), kinds=got, kind_names=names)
    return replace(known, got=got, got_names=names)


def _price(order: ticketing.Order) -> str:
    return to_text(order.price.total) if order.price else ""


def _choice_from(said: Mapping[str, Any]) -> KeptChoice:
    known = {one.name: said[one.name] for one in fields(KeptChoice) if one.name in said}
    lists = {name: tuple(known.get(name, ())) for name in LISTS}
    return KeptChoice(**{**known, **lists, "choice": from_text(Choice, said["choice"])})


def kept(visitor: str) -> Kept:
    """What is kept for this visitor; nothing for somebody without a name."""
    return _row(visitor)[0]


def change(visitor: str, deed: Callable[[Kept], tuple[Kept, Result]]) -> Result:
    """Do something to the trolley, on top of whatever other tabs did. `deed` may be asked more than once.

    Raises what `deed` raises, and Overtaken.
    """
    for _ in range(TRIES):
        mine, version = _row(visitor)
        new, result = deed(mine)
        if new == mine or _store(visitor, new, version=version):
            return result
    raise Overtaken


def stays(visitor: str) -> None:
    """Somebody still looks at it: it lasts its whole time from now."""
    KeptTrolley.objects.filter(visitor=visitor).update(changed_at=timezone.now())


def tidy(now: datetime) -> None:
    """Trolleys end with the sessions of their visitors."""
    ended = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    KeptTrolley.objects.filter(changed_at__lt=ended).delete()


def _row(visitor: str) -> tuple[Kept, int | None]:
    row = KeptTrolley.objects.filter(visitor=visitor).first() if visitor else None
    if row is None:
        return Kept(), None
    known = {one.name: row.data[one.name] for one in fields(Kept) if one.name in row.data}
    return Kept(**known), row.version


def _store(visitor: str, mine: Kept, *, version: int | None) -> bool:
    """Write it, if the row is still as it was read."""
    if not visitor:
        raise ValueError("Nobody has a trolley without a name")
    now = timezone.now()
    if version is not None:
        row = KeptTrolley.objects.filter(visitor=visitor, version=version)
        return bool(row.update(version=version + 1, data=asdict(mine), changed_at=now))
    try:
        with transaction.atomic():
            KeptTrolley.objects.create(visitor=visitor, data=asdict(mine), changed_at=now)
    except IntegrityError:  # another tab was quicker to make it
        return False
    return True

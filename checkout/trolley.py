"""The trolley: f13 says what is in it, the session keeps its token, which is replaced after each change."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boxoffice import ticketing
from boxoffice.ticketing import (
    Choice,
    NotAllowed,
    NotAuthenticated,
    Refused,
    SendMethod,
    Trolley,
    get_service,
)

from . import extras
from .kept import KEY, Kept, KeptChoice, empty, keep, kept, looked_at

__all__ = [
    "KEY",
    "Kept",
    "KeptChoice",
    "NotHad",
    "NotPossible",
    "add",
    "empty",
    "kept",
    "look",
    "looked_at",
    "remove",
]


@dataclass(frozen=True)
class Added:
    """What came of putting choices in: their orders, and those that f13 discarded for them."""

    orders: tuple[ticketing.Order, ...]
    discarded: tuple[ticketing.Order, ...]


@dataclass(frozen=True)
class OneOnly:
    """This account's trolleys take one order for such a performance. Nothing was changed."""

    event_id: str


@dataclass(frozen=True)
class Beside:
    """The trolley has these orders for the same performance, and cannot have both. Nothing was changed."""

    item_numbers: tuple[int, ...]


class NotPossible(Exception):
    """What was asked cannot be put into the trolley; `str()` says so in a sentence for the page."""


class NotHad(NotPossible):
    """f13 did not put it in, and does not say why."""


def look(session: SessionBase) -> Trolley:
    """The trolley as f13 sees it now. Raises NotPossible when it is no longer kept, and TicketingErrors."""
    mine = kept(session)
    if mine.is_empty:
        return Trolley()
    try:
        trolley = _service().get_trolley(mine.token, send_codes=mine.send_codes)
    except (NotAuthenticated, NotAllowed):  # trouble with the shop's account is no fault of the trolley
        raise
    except Refused as error:
        empty(session)
        raise NotPossible(
            _("Your trolley was kept for too long and is empty now. Please choose again.")
        ) from error
    if trolley.discarded_orders or len(trolley.orders) != mine.count:
        keep(session, trolley, mine.sending)  # what went is told once
    return trolley


def add(
    session: SessionBase,
    choices: Sequence[Choice],
    *,
    method: SendMethod,
    known_codes: Collection[str] = (),
    source_code: str = "",
    instead: Iterable[int] = (),
) -> Added | OneOnly | Beside:
    """Put these choices for one performance in, all or none, in place of the items `instead`.

    `known_codes`: how they can be sent at all; `source_code`: by whom. Raises NotPossible, and
    TicketingErrors.
    """
    mine = kept(session)
    codes = mine.send_codes
    if codes.get(source_code, method.code) not in known_codes:  # as its supplier's others are not sent
        codes[source_code] = method.code
    put = _Put(mine, Trolley(token=mine.token))
    replaced = {*instead, *_overlapping(mine, choices)}
    for number, choice in enumerate(choices):
        clash = put.add(choice, remove=() if number else replaced, send_codes=codes)
        if clash is not None:
            return clash
    sending = {**mine.sending, (put.source_code or source_code): [method.code, method.name]}
    keep(session, put.trolley, sending, new=(put.numbers, method.code))
    return Added(put.orders, tuple(put.discarded))


def remove(session: SessionBase, item_number: int) -> None:
    """Take one order out. Raises NotPossible, and TicketingErrors."""
    mine = kept(session)
    try:
        trolley = _service().get_trolley(mine.token, remove=[item_number], send_codes=mine.send_codes)
    except NotAuthenticated:
        raise
    except Refused as error:
        raise NotPossible(_("That was not in your trolley.")) from error
    if trolley.is_empty:
        empty(session)
    else:
        keep(session, trolley, mine.sending)


@dataclass
class _Put:
    """A trolley that grows order by order, while the session's own stays as it is."""

    mine: Kept
    trolley: Trolley
    numbers: dict[int, Choice] = field(default_factory=dict)  # what was put in, by item number
    discarded: list[ticketing.Order] = field(default_factory=list)

    def add(
        self, choice: Choice, *, remove: Iterable[int], send_codes: Mapping[str, str]
    ) -> OneOnly | Beside | None:
        """Put one more in; or what it cannot be together with."""
        self.trolley = _with(self.trolley.token, choice, remove=remove, send_codes=send_codes)
        for order in self.trolley.discarded_orders:
            if not (order.performance and order.performance.id == choice.perf_id):
                self.discarded.append(order)
            elif order.item_number in self.numbers:
                return OneOnly(order.event.id if order.event else "")
            elif not _is_the_same(self.mine, order, choice):
                return Beside(tuple(_numbers_for(self.mine, choice.perf_id)))
        added = _added(self.trolley, choice)
        if added is None or added.item_number is None:
            raise NotHad(_("These tickets are not to be had any more. Please choose again."))
        self.numbers[added.item_number] = choice
        return None

    @property
    def orders(self) -> tuple[ticketing.Order, ...]:
        return tuple(order for order in self.trolley.orders if order.item_number in self.numbers)

    @property
    def source_code(self) -> str:
        """Whose tickets they are."""
        bundles = self.trolley.bundles
        found = (one.source_code for one in bundles if any(order in self.orders for order in one.orders))
        return next(found, "")


def _with(token: str, choice: Choice, *, remove: Iterable[int], send_codes: Mapping[str, str]) -> Trolley:
    try:
        return _service().get_trolley(token, add=choice, remove=remove, send_codes=send_codes)
    except NotAuthenticated:
        raise
    except Refused as error:
        raise NotPossible(_("These tickets cannot be had. Please choose again.")) from error


def _added(trolley: Trolley, choice: Choice) -> ticketing.Order | None:
    """The order that the choice became: with the newest number, and just what was chosen."""
    asked = (choice.perf_id, choice.ticket_type_code, choice.price_band_code)
    newest = max(trolley.orders, key=lambda order: order.item_number or 0, default=None)
    if newest is None or newest.performance is None:
        return None
    got = (newest.performance.id, newest.ticket_type_code, newest.price_band_code)
    has_its_number = newest.quantity == choice.quantity or extras.follows(newest)
    return newest if got == asked and has_its_number else None


def _numbers_for(mine: Kept, perf_id: str) -> list[int]:
    """The items of the trolley that were chosen for that performance."""
    return [number for number, known in mine.choices.items() if known.choice.perf_id == perf_id]


def _is_the_same(mine: Kept, order: ticketing.Order, choice: Choice) -> bool:
    """Pressed twice: what goes is what comes."""
    known = mine.choices.get(order.item_number or 0)
    return known is not None and known.choice == choice


def _overlapping(mine: Kept, choices: Sequence[Choice]) -> list[int]:
    """Items that have one of these seats already: nobody can buy a seat twice."""
    wanted = {(_place(choice), seat) for choice in choices for seat in choice.seats}
    return [
        number
        for number, known in mine.choices.items()
        if wanted & {(_place(known.choice), seat) for seat in known.choice.seats}
    ]


def _place(choice: Choice) -> tuple[str, str, str]:
    return choice.perf_id, choice.ticket_type_code, choice.price_band_code


def _service() -> ticketing.Service:
    return get_service(get_language())

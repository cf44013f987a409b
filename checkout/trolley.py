"""The trolley: f13 says what is in it, the session keeps its token, which is replaced after each change."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

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

from .kept import KEY, Kept, KeptChoice, empty, keep, kept, looked_at

__all__ = ["KEY", "Kept", "KeptChoice", "NotPossible", "add", "empty", "kept", "look", "looked_at", "remove"]


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
    replaced = set(instead) | set(_overlapping(mine, choices))
    trolley, numbers, discarded = Trolley(token=mine.token), {}, []
    for choice in choices:
        trolley = _with(trolley.token, choice, remove=replaced if not numbers else (), send_codes=codes)
        for order in _of_performance(trolley.discarded_orders, choice):
            if order.item_number in numbers:
                return OneOnly(order.event.id if order.event else "")
            if not _is_the_same(mine, order, choice):
                return Beside(tuple(_numbers_for(mine, choice.perf_id)))
        order = _added(trolley, choice)
        if order is None or order.item_number is None:
            raise NotPossible(_("These tickets are not to be had any more. Please choose again."))
        numbers[order.item_number] = choice
        discarded += _of_others(trolley.discarded_orders, choice)
    source = _source_of(trolley, numbers) or source_code
    keep(session, trolley, {**mine.sending, source: [method.code, method.name]}, new=(numbers, method.code))
    return Added(tuple(order for order in trolley.orders if order.item_number in numbers), tuple(discarded))


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


def _with(token: str, choice: Choice, *, remove: Iterable[int], send_codes: Mapping[str, str]) -> Trolley:
    try:
        return _service().get_trolley(token, add=choice, remove=remove, send_codes=send_codes)
    except NotAuthenticated:
        raise
    except Refused as error:
        raise NotPossible(_("These tickets cannot be had. Please choose again.")) from error


def _added(trolley: Trolley, choice: Choice) -> ticketing.Order | None:
    """The order that the choice became: with the newest number, and just what was chosen."""
    asked = (choice.perf_id, choice.ticket_type_code, choice.price_band_code, choice.quantity)
    newest = max(trolley.orders, key=lambda order: order.item_number or 0, default=None)
    if newest is None or newest.performance is None:
        return None
    got = (newest.performance.id, newest.ticket_type_code, newest.price_band_code, newest.quantity)
    return newest if got == asked else None


def _of_performance(orders: Iterable[ticketing.Order], choice: Choice) -> list[ticketing.Order]:
    return [order for order in orders if order.performance and order.performance.id == choice.perf_id]


def _of_others(orders: Iterable[ticketing.Order], choice: Choice) -> list[ticketing.Order]:
    return [order for order in orders if not (order.performance and order.performance.id == choice.perf_id)]


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


def _source_of(trolley: Trolley, numbers: Mapping[int, Choice]) -> str:
    found = (
        bundle.source_code
        for bundle in trolley.bundles
        if any(order.item_number in numbers for order in bundle.orders)
    )
    return next(found, "")


def _service() -> ticketing.Service:
    return get_service(get_language())

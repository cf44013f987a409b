"""Orders put into a trolley one after the other: every answer brings the token for the next question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boxoffice import ticketing
from boxoffice.ticketing import Choice, Trolley, get_service

from . import extras
from .kept import Kept


class NotPossible(Exception):
    """What was asked of the trolley cannot be; `str()` says so in a sentence for the page.

    `field` is the id of what has to be filled in or chosen, where that is known.
    """

    def __init__(self, sentence: object = "", *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class NotHad(NotPossible):
    """f13 did not put it in, and does not say why."""


@dataclass(frozen=True)
class OneOnly:
    """This account's trolleys take one order for such a performance. Nothing was changed."""

    event_id: str


@dataclass(frozen=True)
class Beside:
    """The trolley has these orders for the same performance, and cannot have both. Nothing was changed."""

    item_numbers: tuple[int, ...]


@dataclass
class Growing:
    """A trolley that grows order by order, while the visitor's own stays as it is."""

    mine: Kept
    trolley: Trolley
    replaced: frozenset[int] = frozenset()  # items that go for what comes
    numbers: dict[int, Choice] = field(default_factory=dict)  # what was put in, by item number
    discarded: list[ticketing.Order] = field(default_factory=list)

    def add_all(self, choices: Sequence[Choice], *, send_codes: Mapping[str, str]) -> OneOnly | Beside | None:
        """Put these in, all of one performance; or what they cannot be together with."""
        for number, choice in enumerate(choices):
            clash = self.add(choice, remove=() if number else self.replaced, send_codes=send_codes)
            if clash is not None:
                return clash
        return None

    def add(
        self, choice: Choice, *, remove: Iterable[int] = (), send_codes: Mapping[str, str]
    ) -> OneOnly | Beside | None:
        """Put one more in. Raises NotPossible where it is not to be had, and TicketingErrors."""
        self.trolley = service().get_trolley(
            self.trolley.token, add=choice, remove=remove, send_codes=send_codes
        )
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


def service() -> ticketing.Service:
    return get_service(get_language())


def overlapping(mine: Kept, choices: Sequence[Choice]) -> list[int]:
    """Items that have one of these seats already: nobody can buy a seat twice."""
    wanted = {(_place(choice), seat) for choice in choices for seat in choice.seats}
    return [
        number
        for number, known in mine.choices.items()
        if wanted & {(_place(known.choice), seat) for seat in known.choice.seats}
    ]


def _added(trolley: Trolley, choice: Choice) -> ticketing.Order | None:
    """The order that the choice became: with the newest number, and just what was chosen."""
    newest = max(trolley.orders, key=lambda order: order.item_number or 0, default=None)
    return newest if newest is not None and became(newest, choice) else None


def became(order: ticketing.Order, choice: Choice) -> bool:
    """Whether an order is that choice; f13 counts some add-ons by itself, as many as their parents."""
    if order.performance is None:
        return False
    asked = (choice.perf_id, choice.ticket_type_code, choice.price_band_code)
    got = (order.performance.id, order.ticket_type_code, order.price_band_code)
    return got == asked and (order.quantity == choice.quantity or extras.follows(order))


def _numbers_for(mine: Kept, perf_id: str) -> list[int]:
    """The items of the trolley that were chosen for that performance."""
    return [number for number, known in mine.choices.items() if known.choice.perf_id == perf_id]


def _is_the_same(mine: Kept, order: ticketing.Order, choice: Choice) -> bool:
    """Pressed twice: what goes is what comes."""
    known = mine.choices.get(order.item_number or 0)
    return known is not None and known.choice == choice


def _place(choice: Choice) -> tuple[str, str, str]:
    return choice.perf_id, choice.ticket_type_code, choice.price_band_code

"""What left a trolley without having been removed, and why: in words, for the page.

f13 names what it discards, but no reason. It is found by comparing what went with what is there now.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boxoffice.ticketing import Currency, Money, Order, Trolley, from_text

from .kept import KeptChoice


class Why(Enum):
    """Why an order is not in the trolley any more."""

    SAME_PERFORMANCE = "the trolley takes one order for a performance"
    NUMBER = "the trolley takes no more orders of this event"
    CURRENCY = "it is sold in another currency"
    SENDING = "it cannot be sent in the way that was chosen"
    ALONE = "it goes only with something that is not there"
    GONE = "it is not to be had any more"
    UNKNOWN = "f13 gives no reason"


WORDS: dict[Why, Promise] = {
    Why.SAME_PERFORMANCE: _(
        "%(name)s left your trolley: the box office takes one choice for a date, and you have made another."
    ),
    Why.NUMBER: _(
        "%(name)s left your trolley: the box office takes no more choices of this event in one order."
    ),
    Why.CURRENCY: _(
        "%(name)s left your trolley: it is sold in another currency than your last choice, and one order "
        "takes one currency."
    ),
    Why.SENDING: _(
        "%(name)s left your trolley: it cannot be sent in the way that you have chosen for this supplier."
    ),
    Why.ALONE: _(
        "%(name)s left your trolley: it is sold only together with something that is not there now."
    ),
    Why.GONE: _("%(name)s left your trolley: these tickets are not to be had any more."),
    Why.UNKNOWN: _("%(name)s left your trolley: the box office does not take it beside what else is there."),
}


@dataclass(frozen=True)
class Left:
    """One order that went, as it was known; `known` is what was chosen, where the shop has kept it."""

    why: Why
    name: str
    known: KeptChoice | None = None

    @property
    def can_come_back(self) -> bool:
        """Whether it may be had again once what pushed it out has gone."""
        return self.known is not None and self.why is not Why.GONE

    @property
    def sentence(self) -> str:
        return str(WORDS[self.why]) % {"name": self.name}


def left(
    before: Mapping[int, KeptChoice], trolley: Trolley, *, discarded: Iterable[Order] | None = None
) -> tuple[Left, ...]:
    """What was there before and is not in this answer. `discarded`: of several answers, where there were."""
    named = tuple(trolley.discarded_orders if discarded is None else discarded)
    known_of = [(order, before.get(order.item_number or 0)) for order in named]
    told = [Left(why(order, trolley, known=known), _name(order, known), known) for order, known in known_of]
    return (*told, *_in_silence(before, trolley, told))


def _in_silence(before: Mapping[int, KeptChoice], trolley: Trolley, told: Iterable[Left]) -> Iterator[Left]:
    here = {order.item_number for order in trolley.orders}
    spoken_of = [one.known for one in told]
    for number, known in before.items():
        if number not in here and known not in spoken_of:
            yield Left(Why.GONE, known.name, known)


def why(order: Order, trolley: Trolley, *, known: KeptChoice | None) -> Why:
    """The likeliest reason: the one of f13's rules that the two cannot keep together."""
    if order.event and order.event.is_add_on:
        return Why.ALONE
    if order.performance and order.performance.id in _performances(trolley):
        return Why.SAME_PERFORMANCE
    currency, currencies = _currency(order, known), {one.currency for one in trolley.bundles if one.currency}
    if currency and currencies and currency not in currencies:
        return Why.CURRENCY
    if order.event and order.event.id in {one.event.id for one in trolley.orders if one.event}:
        return Why.NUMBER
    bundle = trolley.bundle(_source(order, known))
    return Why.SENDING if bundle is not None else Why.UNKNOWN


def _performances(trolley: Trolley) -> set[str]:
    return {order.performance.id for order in trolley.orders if order.performance}


def _currency(order: Order, known: KeptChoice | None) -> Currency | None:
    if order.price:
        return order.price.currency
    return from_text(Money, known.price).currency if known and known.price else None


def _source(order: Order, known: KeptChoice | None) -> str:
    said = order.event.source_code if order.event else ""
    return said or (known.source_code if known else "")


def _name(order: Order, known: KeptChoice | None) -> str:
    return (order.event.name if order.event else "") or (known.name if known else "")

"""The ways of paying, one file each. They know values, not views or models.

Which one it is, the debitors of the reservation say: who takes the money for each bundle. Where none is
named, the shop's own setting does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from boxoffice.ticketing import Outcome, Reservation, Service

from . import credit, redirect, white_label
from .buyer import NotPaid

__all__ = ["WAYS", "NotPaid", "Way", "is_possible", "name_for", "way_of", "why_not"]

ONE_CURRENCY = frozenset({"stripe", "cider"})  # a card is charged once, in one currency


def _nothing(service: Service, record: Any) -> None:
    """Nothing has to be seen to before the purchase."""


@dataclass(frozen=True)
class Way:
    """How a held reservation is paid and bought, by the worker.

    `purchase(service, record, paid=…, back=…)` asks f13. `pay(service, record)` comes before it: what it
    gives is handed on as `paid`, and it may be done again. It raises NotPaid.
    `hand_over(record, back=…)` is the address of a page elsewhere that does all of it, buying included.
    """

    purchase: Callable[..., Outcome]
    pay: Callable[[Service, Any], Any] = _nothing
    hand_over: Callable[..., str] | None = None


WAYS: dict[str, Way] = {
    "credit": Way(credit.purchase),
    "redirect": Way(redirect.purchase),
    "white-label": Way(credit.purchase, pay=white_label.pay, hand_over=white_label.address),
}


def name_for(reservation: Reservation) -> str:
    """How this reservation is to be paid."""
    return "redirect" if reservation.debitors else settings.PAYMENT


def way_of(record: Any) -> Way:
    return WAYS[record.payment]


def is_possible(way: str, reservation: Reservation) -> bool:
    """Whether this shop can pay for the reservation in that way."""
    return not why_not(way, reservation)


def why_not(way: str, reservation: Reservation) -> str:
    """Why the reservation cannot be paid in that way: `unknown` or `currencies`; "" where it can."""
    if way not in WAYS:
        return "unknown"
    is_mixed = len(reservation.trolley.totals) > 1
    return "currencies" if is_mixed and way in ONE_CURRENCY else ""

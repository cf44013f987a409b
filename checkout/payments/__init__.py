"""The ways of paying, one file each. They know values, not views or models.

Which one it is, the debitors of the reservation say: who takes the money for each bundle. Where none is
named, the shop's own setting does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from boxoffice.ticketing import Outcome, Reservation, Service

from . import credit, own_stripe, redirect
from .buyer import NotPaid, NotSure

__all__ = ["WAYS", "NotPaid", "NotSure", "Way", "is_possible", "name_for", "way_of"]


def _nothing(service: Service, record: Any) -> None:
    """Nothing has to be seen to before the purchase."""


def _no_card(record: Any) -> list[dict[str, Any]]:
    """No card is entered on this shop's page."""
    return []


def _always(reservation: Reservation) -> bool:
    return True


@dataclass(frozen=True)
class Way:
    """How a held reservation is paid and bought, by the worker.

    `purchase(service, record, paid=…, back=…)` asks f13. `pay(service, record)` comes before it: what it
    gives is handed on as `paid`, and it may be done again. It raises NotPaid or NotSure. `card(record)` says
    what the checkout page's script collects; `can_pay(reservation)`, whether this way can pay what is held.
    """

    purchase: Callable[..., Outcome]
    pay: Callable[[Service, Any], Any] = _nothing
    card: Callable[[Any], list[dict[str, Any]]] = _no_card
    can_pay: Callable[[Reservation], bool] = _always


WAYS: dict[str, Way] = {
    "credit": Way(credit.purchase),
    "redirect": Way(redirect.purchase),
    "stripe": Way(
        own_stripe.purchase, pay=own_stripe.pay, card=own_stripe.card, can_pay=own_stripe.is_possible
    ),
}


def name_for(reservation: Reservation) -> str:
    """How this reservation is to be paid."""
    return "redirect" if reservation.debitors else settings.PAYMENT


def way_of(record: Any) -> Way:
    return WAYS[record.payment]


def is_possible(way: str, reservation: Reservation) -> bool:
    """Whether this shop can pay for the reservation in that way."""
    return way in WAYS and WAYS[way].can_pay(reservation)

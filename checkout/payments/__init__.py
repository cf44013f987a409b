"""The ways of paying, one file each. They know values, not views or models.

Which one it is, the debitors of the reservation say: who takes the money for each bundle. Where none is
named, the shop's own setting does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from boxoffice.ticketing import Outcome, Reservation, Service

from . import cider, credit, own_stripe, redirect
from .buyer import NotPaid, NotSure
from .parts import debitor_of, is_by_card

__all__ = ["WAYS", "NotPaid", "NotSure", "Way", "is_possible", "name_for", "way_of"]


def _nothing(service: Service, record: Any) -> None:
    """Nothing has to be seen to before the purchase."""


def _nothing_believed(record: Any, posted: Mapping[str, str]) -> dict[str, str]:
    """What a browser says is not asked for, or is not to be trusted."""
    return {}


def _anything(reservation: Reservation) -> bool:
    """Whatever is held can be paid for."""
    return True


@dataclass(frozen=True)
class Way:
    """How a held reservation is paid and bought, by the worker.

    `purchase(service, record, paid=…, back=…)` asks f13. `pay(service, record)` comes before it: what it
    gives is handed on as `paid`, and it may be done again. It raises NotPaid.

    `card(record)` says what the buyer's browser is to collect; None: nothing. `collected(record, posted)` is
    what may be believed of what it posts then; it raises NotPaid. `look(record)` asks whether the card is
    confirmed; None: nobody here can ask, so a buyer who does not come back is waited for until the hold has
    run out. `can_pay(reservation)`: whether it came with all that this needs.
    """

    purchase: Callable[..., Outcome]
    pay: Callable[[Service, Any], Any] = _nothing
    card: Callable[[Any], list[dict[str, Any]]] | None = None
    collected: Callable[[Any, Mapping[str, str]], dict[str, str]] = _nothing_believed
    look: Callable[[Any], object] | None = None
    can_pay: Callable[[Reservation], bool] = _anything


WAYS: dict[str, Way] = {
    "cider": Way(
        cider.purchase,
        pay=cider.pay,
        card=cider.card,
        collected=cider.collected,
        can_pay=cider.can_pay,
    ),
    "credit": Way(credit.purchase),
    "redirect": Way(redirect.purchase),
    "stripe": Way(
        own_stripe.purchase, pay=own_stripe.pay, card=own_stripe.card, can_pay=own_stripe.is_possible
    ),
}


def name_for(reservation: Reservation) -> str:
    """How this reservation is to be paid."""
    debitors = [debitor_of(bundle) for bundle in reservation.trolley.bundles]
    if any(map(is_by_card, debitors)):
        return "cider"
    return "redirect" if any(debitors) else settings.PAYMENT


def way_of(record: Any) -> Way:
    return WAYS[record.payment]


def is_possible(way: str, reservation: Reservation) -> bool:
    """Whether this shop can pay for the reservation in that way."""
    return way in WAYS and WAYS[way].can_pay(reservation)

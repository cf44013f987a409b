"""The ways of paying, one file each. They know values, not views or models.

Which one it is, the debitors of the reservation say: who takes the money for each bundle. Where none is
named, the shop's own setting does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boxoffice.ticketing import Outcome, Reservation, Service

from . import cider, credit, own_stripe, redirect, white_label
from .buyer import NotPaid, NotSure
from .parts import debitor_of, is_by_card

__all__ = [
    "WAYS",
    "NotPaid",
    "NotSure",
    "Taker",
    "Way",
    "is_possible",
    "name_for",
    "taker_of",
    "way_of",
    "why_not",
]


class Taker(StrEnum):
    """Who has what a buyer pays, and so gives it back."""

    SHOP = "shop"
    INGRESSO = "ingresso"
    PARTNER = "partner"  # nothing is taken: the partner, who is invoiced, sends the buyer a bill


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

    `receipt` is what a receipt says of it, `taker` who has the money.
    `purchase(service, record, paid=…, back=…)` asks f13. `pay(service, record)` comes before it: what it
    gives is handed on as `paid`, and it may be done again. It raises NotPaid or NotSure.

    `card(record)` says what the buyer's browser is to collect; None: nothing. `collected(record, posted)` is
    what may be believed of what it posts then; it raises NotPaid. `is_browsers_word`: nobody else can say
    here that the card is confirmed, so who does not come back is waited for until the hold has run out.
    `can_pay(reservation)`: whether it came with all that this needs.
    `hand_over(record, back=…)` is the address of a page elsewhere that does all of it, buying included.
    """

    purchase: Callable[..., Outcome]
    taker: Taker
    receipt: Promise
    pay: Callable[[Service, Any], Any] = _nothing
    card: Callable[[Any], list[dict[str, Any]]] | None = None
    collected: Callable[[Any, Mapping[str, str]], dict[str, str]] = _nothing_believed
    is_browsers_word: bool = False
    can_pay: Callable[[Reservation], bool] = _anything
    hand_over: Callable[..., str] | None = None


WAYS: dict[str, Way] = {
    "cider": Way(
        cider.purchase,
        Taker.INGRESSO,
        _("By card"),
        pay=cider.pay,
        card=cider.card,
        collected=cider.collected,
        is_browsers_word=True,
        can_pay=cider.can_pay,
    ),
    "credit": Way(credit.purchase, Taker.PARTNER, _("On account: no payment was taken here")),
    "redirect": Way(
        redirect.purchase,
        Taker.INGRESSO,
        _("At the payment page of whoever takes the money for the tickets"),
    ),
    "stripe": Way(
        own_stripe.purchase,
        Taker.SHOP,
        _("By card"),
        pay=own_stripe.pay,
        card=own_stripe.card,
        can_pay=own_stripe.is_possible,
    ),
    "white-label": Way(
        credit.purchase,
        Taker.INGRESSO,
        _("At Ingresso's own checkout page"),
        pay=white_label.pay,
        hand_over=white_label.address,
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


def taker_of(record: Any) -> Taker | None:
    """Who has the record's money; None: it was paid in a way that this shop knows no longer."""
    return WAYS[record.payment].taker if record.payment in WAYS else None


def is_possible(way: str, reservation: Reservation) -> bool:
    """Whether this shop can pay for the reservation in that way."""
    return not why_not(way, reservation)


def why_not(way: str, reservation: Reservation) -> str:
    """Why the reservation cannot be paid in that way: `unknown` or `currencies`; "" where it can."""
    if way not in WAYS:
        return "unknown"
    if WAYS[way].can_pay(reservation):
        return ""
    return "currencies" if len(reservation.trolley.totals) > 1 else "unknown"

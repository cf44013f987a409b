"""Prices written short: a full price, its concessions, and what makes an offer."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from sandbox.catalogue.model import Currency, Discount
from sandbox.catalogue.money import rounded

Number = int | str


class Kind(NamedTuple):
    """A kind of ticket: its code and words, and the share of the seat price and of the fee it costs."""

    code: str
    desc: str
    seat_share: str = "1"
    fee_share: str = "1"
    semantic_type: str = "standard"
    minimum_age: int | None = None
    maximum_age: int | None = None
    valid_quantities: tuple[int, ...] | None = None


NORMAL = Kind("NORMAL", "Regular Ticket")
UNNAMED = Kind("", "")
ADULT = Kind("ADULT", "Adult standard")
CHILD = Kind("CHILD", "Child rate", "0.5", "0.7", "child", maximum_age=15)
STUDENT = Kind("STUDENT", "Student rate", "0.75", "0.8", "student", minimum_age=16)
OAP = Kind("OAP", "Senior citizen rate", "0.8", "0.8", "senior", minimum_age=65)
YOUTH = Kind("YOUTH", "Under 26", "0.6", "0.8", "youth", minimum_age=16, maximum_age=25)
INFANT = Kind("INFANT", "Under 3, on a lap", "0", "0", "infant", maximum_age=2)
CARER = Kind("CARER", "Personal assistant", "0", "0", "carer")
PAIR = Kind("PAIR", "Two for the price of less", "0.85", "1", valid_quantities=(2, 4))
FAMILY = Kind("FAMILY", "Family of four", "0.7", "0.5", valid_quantities=(4,))

KINDS = {
    "normal": (NORMAL,),
    "unnamed": (UNNAMED,),
    "adult": (ADULT,),
    "concessions": (ADULT, CHILD, STUDENT, OAP),
    "families": (ADULT, CHILD, INFANT, FAMILY),
    "young": (ADULT, YOUTH, STUDENT),
    "pairs": (ADULT, PAIR),
    "carers": (ADULT, CHILD, OAP, CARER),
}


def price(kind: Kind, *, seat: Number, fee: Number, currency: Currency) -> Discount:
    """What a ticket of a kind costs, from the full seat price and fee."""
    return Discount(
        kind.code,
        kind.desc,
        _share(Decimal(seat), kind.seat_share, currency),
        _share(Decimal(fee), kind.fee_share, currency),
        semantic_type=kind.semantic_type,
        minimum_age=kind.minimum_age,
        maximum_age=kind.maximum_age,
        valid_quantities=kind.valid_quantities,
    )


def _share(amount: Decimal, share: str, currency: Currency) -> Decimal:
    """The full amount as it is; a part of it in whole units of the currency."""
    if share == "1":
        return rounded(amount, currency)
    return (amount * Decimal(share)).quantize(Decimal(1), ROUND_HALF_UP)


def prices(kinds: Iterable[Kind], *, seat: Number, fee: Number, currency: Currency) -> tuple[Discount, ...]:
    return tuple(price(kind, seat=seat, fee=fee, currency=currency) for kind in kinds)


def percent_off(ticket: Discount, percent: int, *, currency: Currency, desc: str = "") -> Discount:
    """The ticket as an offer: so much off seat price and fee together, the fee left as it is."""
    saving = rounded(ticket.total * percent / 100, currency)
    return replace(
        ticket,
        desc=desc or ticket.desc,
        seatprice=ticket.seatprice - saving,
        full_seatprice=ticket.seatprice,
        full_surcharge=ticket.surcharge,
    )


def without_fee(ticket: Discount, *, desc: str = "") -> Discount:
    """The ticket as an offer: no booking fee, the seat price unchanged."""
    return replace(
        ticket,
        desc=desc or ticket.desc,
        surcharge=Decimal(),
        full_seatprice=ticket.seatprice,
        full_surcharge=ticket.surcharge,
    )

"""Currencies, amounts and prices. An amount without a known currency is no price, and reads as None."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from babel.numbers import get_currency_precision

from ..errors import Unreadable
from ..money import Currency, Money, Price
from ..types import Commission
from . import reading
from .reading import Data

MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class Till:
    """The currencies of an answer: those it describes, the one it means, the one the account likes to see."""

    known: dict[str, Currency] = field(default_factory=dict)
    default: str = ""
    desired: str = ""

    def within(self, data: Data) -> Till:
        """The till for an inner object, which may name a currency of its own."""
        return replace(
            self,
            default=_code_in(data, "currency_code", "currency") or self.default,
            desired=_code_in(data, "desired_currency_code", "desired_currency") or self.desired,
        )

    def currency(self, code: str = "") -> Currency | None:
        """The currency of that code, or else the one that is meant here, if that is beyond doubt."""
        code = code.lower() or self.default or self._only_one
        return (self.known.get(code) or undescribed(code)) if code else None

    def indicative(self) -> Till:
        return replace(self, default=self.desired, known=self.known if self.desired else {})

    @property
    def _only_one(self) -> str:
        charged = [code for code in self.known if code != self.desired]
        return charged[0] if len(charged) == 1 else ""


def till_from(data: Data) -> Till:
    described = reading.entries(data, "currency_details")
    known = {code.lower(): currency_from(code, reading.mapping(value)) for code, value in described}
    return Till(known).within(data)


def currency_from(code: str, data: Data) -> Currency:
    plain = undescribed(code.lower())
    places = reading.integer(data, "currency_places")
    factor = reading.integer(data, "currency_factor")
    if not 0 <= (places or 0) <= MOST_PLACES or not 1 <= (factor or 1) <= 10**MOST_PLACES:
        raise Unreadable("the currency has impossible places or factor")
    return Currency(
        code=plain.code,
        places=plain.places if places is None else places,
        factor=plain.factor if factor is None else factor,
        pre_symbol=symbol(reading.text(data, "currency_pre_symbol")),
        post_symbol=symbol(reading.text(data, "currency_post_symbol")),
        number=reading.integer(data, "currency_number"),
    )


def undescribed(code: str) -> Currency:
    """A currency that an answer names and does not describe: written by its code, so never mistaken."""
    places = get_currency_precision(code.upper())
    return Currency(code=code, places=places, factor=10**places, pre_symbol=f"{code.upper()} ")


def symbol(value: str) -> str:
    """A symbol without the damage that some answers do to it: UTF-8 that was read as Latin-1.

    No real symbol survives this by accident: the bytes of a lone "£" or "¥" are not valid UTF-8.
    """
    for wrong in ("latin-1", "cp1252"):
        try:
            return value.encode(wrong).decode("utf-8")
        except UnicodeError:
            continue
    return value


def amount(data: Data, *keys: str, till: Till) -> Money | None:
    value, currency = reading.number(data, *keys), till.currency()
    return None if value is None or currency is None else Money(value, currency)


def price(data: Data, ticket: str, fee: str, *, till: Till, tax: str = "", fee_tax: str = "") -> Price | None:
    """A price where both its parts are there: half a price would be too low."""
    seat, surcharge = amount(data, ticket, till=till), amount(data, fee, till=till)
    if seat is None or surcharge is None:
        return None
    return Price(
        ticket=seat,
        fee=surcharge,
        tax=amount(data, tax, till=till) if tax else None,
        fee_tax=amount(data, fee_tax, till=till) if fee_tax else None,
        indicative=_indicative(data, ticket, fee, till=till),
    )


def sale_price(data: Data, *, till: Till, total: bool = False) -> Price | None:
    """The price of one ticket, or of all of them, under the names that every sale uses."""
    prefix = "total_sale" if total else "sale"
    return price(
        data,
        f"{prefix}_seatprice",
        f"{prefix}_surcharge",
        till=till,
        tax=f"{prefix}_combined_tax_component",
        fee_tax=f"{prefix}_surcharge_tax_sub_component",
    )


def commission(data: Data, *keys: str, till: Till) -> Commission | None:
    found = reading.part(data, *keys)
    if not found:
        return None
    own = replace(till, default=_code_in(found, "commission_currency_code", "commission_currency"))
    return Commission(
        including_vat=amount(found, "amount_including_vat", till=own),
        excluding_vat=amount(found, "amount_excluding_vat", till=own),
    )


def _indicative(data: Data, ticket: str, fee: str, *, till: Till) -> Price | None:
    wished = till.indicative()
    seat = amount(data, f"{ticket}_in_desired", till=wished)
    surcharge = amount(data, f"{fee}_in_desired", till=wished)
    return Price(seat, surcharge) if seat is not None and surcharge is not None else None


def _code_in(data: Data, *keys: str) -> str:
    """A currency's code, named or inside its description."""
    found = next((data[key] for key in keys if data.get(key) is not None), "")
    if isinstance(found, dict):
        found = reading.text(found, "currency_code")
    return reading.text_from(found, what=keys[0]).lower()

"""Money as f13 describes it: an exact amount, in a currency that knows how it is written."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache, reduce
from operator import add
from typing import TypeVar

from babel import Locale
from babel.numbers import NumberPattern
from django.utils.translation import get_language

ENGLISH = "en"  # what f13's symbols are written for
GAP = "\N{NO-BREAK SPACE}"  # no line ends between an amount and its currency


class MixedCurrencies(ValueError):
    """Amounts of two currencies were added or compared."""


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency in f13's description. Two descriptions of one code are the same currency."""

    code: str
    places: int = field(default=2, compare=False)
    factor: int = field(default=100, compare=False)
    pre_symbol: str = field(default="", compare=False)
    post_symbol: str = field(default="", compare=False)
    number: int | None = field(default=None, compare=False)

    @property
    def iso(self) -> str:
        """The code as the rest of the world writes it."""
        return self.code.upper()

    def __str__(self) -> str:
        return self.iso


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency. It adds, compares and prints itself, and refuses to be mixed."""

    amount: Decimal
    currency: Currency

    @classmethod
    def zero(cls, currency: Currency) -> Money:
        return cls(Decimal(0), currency)

    @property
    def minor_units(self) -> int:
        """Pence, cents, yen: the whole number that payment providers want."""
        return int((self.amount * self.currency.factor).quantize(Decimal(1), ROUND_HALF_UP))

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other).amount, self.currency)

    def __mul__(self, times: int | Decimal) -> Money:
        return Money(self.amount * times, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other).amount

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other).amount

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other).amount

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other).amount

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __str__(self) -> str:
        """As readers of the active language write it, with f13's own symbol: `£1,055.00`, `1 055,00 £`."""
        return printed(self, language=get_language() or ENGLISH)

    def _same(self, other: Money) -> Money:
        if not isinstance(other, Money) or other.currency != self.currency:
            raise MixedCurrencies("only amounts of one currency can be added or compared")
        return other


def printed(money: Money, *, language: str) -> str:
    """English has f13's symbols where f13 puts them; elsewhere their place is the language's own."""
    currency = money.currency
    amount = money.amount.quantize(Decimal(1).scaleb(-currency.places), ROUND_HALF_UP)
    if language.startswith(ENGLISH) and (currency.pre_symbol or currency.post_symbol):
        sign = "-" if amount < 0 else ""
        digits = _decimals(language, currency.places).apply(abs(amount), _locale(language))
        return f"{sign}{currency.pre_symbol}{digits}{currency.post_symbol}"
    symbol = f"{currency.pre_symbol.strip()} {currency.post_symbol.strip()}".strip() or currency.iso
    pattern = _with_symbol(language, currency.places, symbol)
    # A zero that was rounded from below has a sign of its own.
    return pattern.apply(amount or abs(amount), _locale(language))


@lru_cache(maxsize=100)
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


@lru_cache(maxsize=100)
def _decimals(language: str, places: int) -> NumberPattern:
    pattern = copy(_locale(language).decimal_formats[None])
    pattern.frac_prec = (places, places)
    return pattern


@lru_cache(maxsize=1000)
def _with_symbol(language: str, places: int, symbol: str) -> NumberPattern:
    """The language's pattern for money, with the symbol in its place; letters keep away from digits."""
    pattern = copy(_locale(language).currency_formats["standard"])
    before = symbol + (GAP if symbol[-1].isalnum() else "")
    pattern.prefix = tuple(part.replace("¤", before) for part in pattern.prefix)
    pattern.suffix = tuple(part.replace("¤", symbol) for part in pattern.suffix)
    pattern.frac_prec = (places, places)
    return pattern


@dataclass(frozen=True, slots=True)
class Price:
    """What is paid, as ticket and fee. The total is always their sum, so no page adds up by itself."""

    ticket: Money
    fee: Money
    tax: Money | None = None  # contained in the total, not added to it
    fee_tax: Money | None = None  # the part of that tax which lies in the fee
    indicative: Price | None = None  # in the currency the account likes to see; never what is charged

    @property
    def total(self) -> Money:
        return self.ticket + self.fee

    @property
    def currency(self) -> Currency:
        return self.ticket.currency

    @property
    def guidance(self) -> Price | None:
        """What it comes to in the currency that the account likes to see, where that is another one."""
        return self.indicative if self.indicative and self.indicative.currency != self.currency else None

    @property
    def has_fee(self) -> bool:
        return bool(self.fee)

    def __add__(self, other: Price) -> Price:
        return Price(
            ticket=self.ticket + other.ticket,
            fee=self.fee + other.fee,
            tax=_both(self.tax, other.tax),
            fee_tax=_both(self.fee_tax, other.fee_tax),
            indicative=_both(self.indicative, other.indicative),
        )

    def __mul__(self, times: int) -> Price:
        return Price(
            ticket=self.ticket * times,
            fee=self.fee * times,
            tax=_times(self.tax, times),
            fee_tax=_times(self.fee_tax, times),
            indicative=_times(self.indicative, times),
        )

    def __str__(self) -> str:
        return str(self.total)


def sum_of(amounts: Iterable[Money]) -> Money | None:
    """The sum of amounts of one currency; None where there are none, for zero of what?"""
    known = list(amounts)
    return reduce(add, known) if known else None


def sums_of(amounts: Iterable[Money | None]) -> tuple[Money, ...]:
    """A sum for each currency, in the order in which these come; what is not known is passed over."""
    sums: dict[str, Money] = {}
    for amount in amounts:
        if amount is not None:
            code = amount.currency.code
            sums[code] = sums[code] + amount if code in sums else amount
    return tuple(sums.values())


Sum = TypeVar("Sum", Money, Price)


def _both(one: Sum | None, other: Sum | None) -> Sum | None:
    """The sum where both are known: a sum of which a part is unknown would be too small."""
    return one + other if one is not None and other is not None else None


def _times(one: Sum | None, times: int) -> Sum | None:
    return None if one is None else one * times

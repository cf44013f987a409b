"""What filters and their values are called in the reader's language."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import get_currency_name, get_currency_symbol
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxoffice import words
from boxoffice.ticketing import Currency, Money

from .asked import YES, Asked
from .facets import Counts

# Where leaving a filter out leads.
WITHOUT: Mapping[str, str | Promise] = {
    "words": gettext_lazy("Without these words"),
    "near": gettext_lazy("Near and far"),
    "cities": gettext_lazy("In every city"),
    "countries": gettext_lazy("In every country"),
    "categories": gettext_lazy("In every category"),
    "venue": gettext_lazy("At every venue"),
    "days": gettext_lazy("On any day"),
    "offers": gettext_lazy("With and without offers"),
    "price": gettext_lazy("At any price"),
    "seated": gettext_lazy("With and without seats"),
}


def label(kind: str, code: str, *, counts: Counts) -> str:
    """A city's, a category's or a country's name; the code itself where nobody knows one."""
    if kind == "countries":
        return words.country(code, otherwise=code)
    return counts.labels[kind].get(code, code)


def currency(codes: Iterable[str]) -> str:
    """The currency of all prices, in the plural: “British pounds”. Nothing where there are several."""
    match tuple(codes):
        case (code,):
            return get_currency_name(code.upper(), count=2, locale=words.locale())
    return ""


def short_day(day: date) -> str:
    """`1 Jan 2027`"""
    return format_date(day, "medium", locale=words.locale())


def days(asked: Asked) -> str:
    first, last = (short_day(day) if day else "" for day in (asked.first_day, asked.last_day))
    if first == last:
        return first
    if not last:
        return _("from %(day)s") % {"day": first}
    if not first:
        return _("until %(day)s") % {"day": last}
    return _("%(first)s to %(last)s") % {"first": first, "last": last}


def prices(asked: Asked, *, currencies: tuple[str, ...]) -> str:
    lowest, highest = (_amount(price, currencies=currencies) for price in (asked.lowest, asked.highest))
    if not highest:
        return _("from %(price)s on") % {"price": lowest}
    if not lowest:
        return _("up to %(price)s") % {"price": highest}
    return _("%(lowest)s to %(highest)s") % {"lowest": lowest, "highest": highest}


def seats(answer: str) -> str:
    return _("With seats") if answer == YES else _("Without seats")


def _amount(price: int | None, *, currencies: tuple[str, ...]) -> str:
    if price is None:
        return ""
    if len(currencies) != 1:
        return words.number(price)
    symbol = get_currency_symbol(currencies[0].upper(), locale=words.locale())
    return str(Money(Decimal(price), Currency(currencies[0], places=0, pre_symbol=symbol)))

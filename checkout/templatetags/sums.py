"""Sums of money and counts on staff's pages, as the reader's language writes them."""

from decimal import Decimal

from babel.numbers import get_currency_precision
from django import template

from boxoffice import words
from boxoffice.ticketing import Currency, Money

register = template.Library()


@register.simple_tag
def money(amount: Decimal, currency: Currency | str) -> str:
    """An amount in a currency, which may be named by its code alone."""
    if isinstance(currency, str):
        currency = Currency(currency, places=get_currency_precision(currency.upper()))
    return str(Money(amount, currency))


@register.simple_tag
def count(number: int) -> str:
    return words.number(number)

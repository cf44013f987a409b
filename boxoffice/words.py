"""Numbers, days, times and places as the reader's language writes them; times are the venue's own.

Digits are 0 to 9 in every language, as on tickets, seats and references.
"""

import unicodedata
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language

FAVOURED = {"en": "en_GB"}  # where a bare language is not what its readers expect
TERRITORIES = {"uk": "GB"}  # where f13's code is not everybody's


def locale() -> Locale:
    language = get_language() or "en"
    try:
        return Locale.parse(FAVOURED.get(language, language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def day(when: date | datetime) -> str:
    """`Friday, 1 January 2027`: the day at the venue."""
    return format_date(when, "full", locale=locale())


def clock(when: datetime) -> str:
    """`15:30`: the time at the venue, whatever the server's is."""
    return format_time(when.timetz(), "short", tzinfo=when.tzinfo, locale=locale())


def month(when: date) -> str:
    """`January 2027`"""
    return format_skeleton("yMMMM", when, locale=locale())


def number(value: Decimal | float) -> str:
    """`1,234.5`"""
    return format_decimal(value, locale=locale())


def percent(value: Decimal | float) -> str:
    """`15%`, of 15: whole ones."""
    whole = Decimal(str(value)).quantize(Decimal(1), ROUND_HALF_UP)
    return format_percent(whole / 100, locale=locale())


def country(code: str, *, otherwise: str) -> str:
    """The name of f13's country; `otherwise` for one that nobody else knows."""
    return locale().territories.get(TERRITORIES.get(code.lower(), code.upper()), otherwise)


def in_order(text: str) -> str:
    """What names are sorted by: accents and capitals make no difference, so that É stands at E.

    In Spanish ñ is a letter of its own, after n.
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    if locale().language == "es":
        letters = letters.replace("n\N{COMBINING TILDE}", "n\N{DELETE}")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))

"""Dates and times in the reader's language and the venue's own time."""

from datetime import date, datetime

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from django.utils.translation import get_language

FAVOURED = {"en": "en_GB"}  # where a bare language is not what its readers expect


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
    return format_date(when, "LLLL y", locale=locale())

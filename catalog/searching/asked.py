"""What somebody looks for, read from an address and written into one. Anything may stand in an address."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from math import ceil, floor
from typing import Any
from urllib.parse import quote, urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

LONGEST_TEXT, MOST_CHOSEN = 200, 30
LARGEST_PRICE = 10**9
LAST_PAGE = 10**6
YES, NO = "yes", "no"
POINT = re.compile(r"\s*(-?\d{1,3}(?:\.\d{1,9})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,9})?)\s*")
SORTS = (
    "best",
    "distance",
    "most_popular",
    "alphabetic",
    "cost_ascending",
    "cost_descending",
    "critic_rating",
    "recent",
    "last_sale",
)


@dataclass(frozen=True)
class Asked:
    """Each field is a parameter; its default is what is meant where the address says nothing."""

    words: str = ""
    cities: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    venue: str = ""
    first_day: date | None = None
    last_day: date | None = None
    offers: bool = False
    lowest: int | None = None
    highest: int | None = None
    near: str = ""
    seated: str = ""
    sort: str = ""
    page: int = 1
    # What could not be used, in sentences.
    problems: tuple[str, ...] = field(default=(), compare=False)

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, where `near` is such a pair."""
        found = POINT.fullmatch(self.near)
        return (float(found[1]), float(found[2])) if found else None

    @property
    def only_words(self) -> "Asked":
        """The same without any filter."""
        return Asked(words=self.words, sort=self.sort)

    @property
    def address(self) -> str:
        """The one way to write it: in a fixed order, and without what goes without saying."""
        given = [
            (name, str(value))
            for name, kept in PARAMETERS.items()
            for value in _listed(getattr(self, kept))
            if value is not None and value != DEFAULT[kept]
        ]
        path = reverse("catalog:search")
        return f"{path}?{urlencode(given, quote_via=quote, safe=',')}" if given else path

    def but(self, **changes: Any) -> "Asked":
        """The same with changes, from its first page."""
        return replace(self, **({"page": 1} | changes))


# In the order in which addresses name them.
PARAMETERS = {
    "q": "words",
    "city": "cities",
    "country": "countries",
    "category": "categories",
    "venue": "venue",
    "from": "first_day",
    "to": "last_day",
    "offers": "offers",
    "min": "lowest",
    "max": "highest",
    "near": "near",
    "seated": "seated",
    "sort": "sort",
    "page": "page",
}
DEFAULT: Mapping[str, Any] = vars(Asked()) | {"cities": None, "countries": None, "categories": None}
# What narrows the search, by the field that says so; the days go together, and the prices.
FILTERS: Mapping[str, tuple[str, ...]] = {
    "words": ("words",),
    "near": ("near",),
    "cities": ("cities",),
    "countries": ("countries",),
    "categories": ("categories",),
    "venue": ("venue",),
    "days": ("first_day", "last_day"),
    "offers": ("offers",),
    "price": ("lowest", "highest"),
    "seated": ("seated",),
}


def without(asked: Asked, name: str) -> Asked:
    """The same without one of its filters."""
    return asked.but(**{field: getattr(Asked, field) for field in FILTERS[name]})


def asked_from(given: QueryDict, *, today: date) -> Asked:
    """What can be understood of an address; the rest is left out, and said where a person might wonder."""
    problems: list[str] = []
    first_day, last_day = _days(given, today=today, problems=problems)
    lowest, highest = _prices(given, problems=problems)
    return Asked(
        words=_text(given.get("q")),
        cities=_chosen(given.getlist("city")),
        countries=_chosen(given.getlist("country")),
        categories=_chosen(given.getlist("category")),
        venue=_text(given.get("venue")),
        first_day=first_day,
        last_day=last_day,
        offers=given.get("offers", "").lower() in {YES, "1", "on", "true"},
        lowest=lowest,
        highest=highest,
        near=_near(_text(given.get("near")), problems=problems),
        seated=_one_of(given.get("seated"), (YES, NO)),
        sort=_one_of(given.get("sort"), SORTS),
        page=_page(given.get("page")),
        problems=tuple(problems),
    )


# Each parameter


def _text(given: str | None) -> str:
    return " ".join((given or "").replace("\0", "")[:LONGEST_TEXT].split())


def _chosen(given: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in map(_text, list(given)[:MOST_CHOSEN]) if code))


def _one_of(given: str | None, choices: tuple[str, ...]) -> str:
    return given if given and given in choices else ""


def _page(given: str | None) -> int:
    found = re.fullmatch(r"\s*0*(\d{1,7})\s*", given or "")
    if found:
        return min(max(int(found[1]), 1), LAST_PAGE)
    return LAST_PAGE if (given or "").strip().isdecimal() else 1


def _days(given: QueryDict, *, today: date, problems: list[str]) -> tuple[date | None, date | None]:
    first, last = (_day(given.get(name), problems=problems) for name in ("from", "to"))
    if first and last and first > last:
        first, last = last, first
    if last and last < today:
        problems.append(_("Those days have gone by. These events can still be seen."))
        return None, None
    return first if first and first >= today else None, last


def _day(given: str | None, *, problems: list[str]) -> date | None:
    try:
        return date.fromisoformat(_text(given)[:10]) if _text(given) else None
    except ValueError:
        problems.append(_("“%(text)s” is no day. Please pick one, or write it as 2027-01-31.") % _said(given))
        return None


def _prices(given: QueryDict, *, problems: list[str]) -> tuple[int | None, int | None]:
    lowest = _price(given.get("min"), whole=floor, problems=problems)
    highest = _price(given.get("max"), whole=ceil, problems=problems)
    if lowest is not None and highest is not None and lowest > highest:
        lowest, highest = highest, lowest
    return lowest or None, highest


def _price(given: str | None, *, whole: Any, problems: list[str]) -> int | None:
    text = _text(given).replace(",", ".")
    try:
        amount = Decimal(text) if text else None
        if amount is None or 0 <= amount <= LARGEST_PRICE:
            return None if amount is None else whole(amount)
    except ArithmeticError:  # no number, or none that can be compared
        pass
    problems.append(_("“%(text)s” is no price. Please write a whole number, as 25.") % _said(given))
    return None


def _near(text: str, *, problems: list[str]) -> str:
    point = Asked(near=text).point
    if point is None:
        return text
    latitude, longitude = point
    if abs(latitude) > 90 or abs(longitude) > 180:
        problems.append(_("“%(text)s” lies nowhere on earth.") % _said(text))
        return ""
    return f"{latitude:.2f},{longitude:.2f}"  # about a kilometre: nobody's door is in the address


def _said(given: str | None) -> dict[str, str]:
    return {"text": _text(given)[:60]}


def _listed(value: Any) -> Iterable[Any]:
    if isinstance(value, tuple):
        return value
    return (YES,) if value is True else (value,)

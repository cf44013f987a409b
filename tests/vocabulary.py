"""What schema.org's types must and may say here, after Google's documents on structured data for each."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

SCHEMA = "https://schema.org/"
REQUIRED: dict[str, set[str]] = {
    "AggregateOffer": {"lowPrice", "priceCurrency"},
    "AggregateRating": {"ratingValue", "ratingCount", "bestRating"},
    "BreadcrumbList": {"itemListElement"},
    "EntryPoint": {"urlTemplate"},
    "Event": {"name", "startDate", "location"},
    "GeoCoordinates": {"latitude", "longitude"},
    "ListItem": {"position", "name", "item"},
    "Offer": {"price", "priceCurrency", "availability", "url"},
    "Organization": {"name"},
    "Person": {"name"},
    "Place": {"name", "address"},
    "PostalAddress": {"addressCountry"},
    "Product": {"name", "image", "description"},
    "Rating": {"ratingValue", "bestRating"},
    "Review": {"author", "reviewRating"},
    "SearchAction": {"target", "query-input"},
    "WebSite": {"name", "url"},
}
OPTIONAL: dict[str, set[str]] = {
    "AggregateOffer": {"url", "highPrice", "availability"},
    "Event": {
        *("description", "endDate", "eventAttendanceMode", "eventStatus", "image", "offers", "subEvent"),
        *("url", "aggregateRating", "review"),
    },
    "AggregateRating": {"worstRating"},
    "Organization": {"url", "logo"},
    "Place": {"geo"},
    "Rating": {"worstRating"},
    "PostalAddress": {"streetAddress", "addressLocality", "postalCode"},
    "Product": {"url", "offers", "aggregateRating", "review"},
    "Review": {"reviewBody", "datePublished"},
    "WebSite": {"inLanguage", "potentialAction"},
}
DATES = {"startDate", "endDate", "datePublished"}
ADDRESSES = {"url", "item", "image", "logo"}
AMOUNTS = {"price", "lowPrice", "highPrice"}
NUMBERS = {
    "ratingValue": (0, 5),
    "ratingCount": (1, 10**6),
    "latitude": (-90, 90),
    "longitude": (-180, 180),
    "position": (1, 10),
}
CODES = {"priceCurrency": r"[A-Z]{3}", "addressCountry": r"[A-Z]{2}", "inLanguage": r"[a-z]{2}(-[A-Z]{2})?"}
ENUMERATIONS = {
    "availability": {"InStock", "LimitedAvailability"},
    "eventStatus": {"EventScheduled"},
    "eventAttendanceMode": {"OfflineEventAttendanceMode"},
}


def problems(thing: Mapping[str, Any], *, at: str = "") -> Iterator[str]:
    """What is wrong with a thing and all that it holds, as sentences."""
    kind = thing.get("@type", "")
    where = f"{at}{kind}"
    if kind not in REQUIRED:
        yield f"{where} is no type that we know"
        return
    names = {name for name in thing if not name.startswith("@")}
    for name in sorted(REQUIRED[kind] - names):
        yield f"{where} lacks {name}"
    for name in sorted(names - REQUIRED[kind] - OPTIONAL.get(kind, set())):
        yield f"{where} has a {name} that its type does not know"
    for name, value in thing.items():
        yield from _problems_of_value(name, value, at=f"{where}.")
    yield from _problems_between(thing, at=f"{where}.")


def _problems_between(thing: Mapping[str, Any], *, at: str) -> Iterator[str]:
    """What is right by itself and wrong beside another."""
    starts, ends = thing.get("startDate", ""), thing.get("endDate", "")
    if starts and ends and ends[:10] < starts[:10]:
        yield f"{at}endDate comes before startDate"
    lowest, highest = (str(thing.get(name, "")) for name in ("lowPrice", "highPrice"))
    if _is_amount(lowest) and _is_amount(highest) and Decimal(lowest) > Decimal(highest):
        yield f"{at}lowPrice is above highPrice"


def _problems_of_value(name: str, value: Any, *, at: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from problems(value, at=f"{at}{name}: ")
    elif isinstance(value, list):
        for item in value:
            yield from _problems_of_value(name, item, at=at)
    elif value in ("", None):
        yield f"{at}{name} is empty"
    elif name in KINDS and not KINDS[name][1](value):
        yield f"{at}{name} is {KINDS[name][0]}: {value}"


def _is_amount(value: Any) -> bool:
    return bool(re.fullmatch(r"\d+(\.\d+)?", str(value), re.ASCII))


def _is_within(value: Any, lowest: float, highest: float) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and lowest <= value <= highest


def _is_address(value: Any) -> bool:
    return bool(urlsplit(str(value)).netloc)


def _is_a_date(value: str) -> bool:
    try:
        return bool(datetime.fromisoformat(value).tzinfo) if "T" in value else bool(date.fromisoformat(value))
    except ValueError:
        return False


# Of each name: what is said where its value is of the wrong kind, and who knows.
KINDS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    **dict.fromkeys(DATES, ("no date", _is_a_date)),
    **dict.fromkeys(ADDRESSES, ("no address", _is_address)),
    **dict.fromkeys(AMOUNTS, ("no amount", _is_amount)),
    **{
        name: ("no code", lambda value, code=code: bool(re.fullmatch(code, str(value))))
        for name, code in CODES.items()
    },
    **{
        name: ("no such number", lambda value, ends=ends: _is_within(value, *ends))
        for name, ends in NUMBERS.items()
    },
    **{
        name: ("not of the vocabulary", lambda value, known=known: value.removeprefix(SCHEMA) in known)
        for name, known in ENUMERATIONS.items()
    },
}

"""What schema.org's types must and may say here, after Google's documents on structured data for each."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
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
    "Organization": {"url"},
    "Place": {"geo"},
    "PostalAddress": {"streetAddress", "addressLocality", "postalCode"},
    "Product": {"url", "offers", "aggregateRating", "review"},
    "Review": {"reviewBody", "datePublished"},
    "WebSite": {"inLanguage", "potentialAction"},
}
DATES = {"startDate", "endDate", "datePublished"}
ADDRESSES = {"url", "item"}
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


def _problems_of_value(name: str, value: Any, *, at: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from problems(value, at=f"{at}{name}: ")
    elif isinstance(value, list):
        for item in value:
            yield from _problems_of_value(name, item, at=at)
    elif value in ("", None):
        yield f"{at}{name} is empty"
    elif name in DATES and not _is_a_date(value):
        yield f"{at}{name} is no date: {value}"
    elif name in ADDRESSES and not urlsplit(str(value)).netloc:
        yield f"{at}{name} is no address: {value}"
    elif name in ENUMERATIONS and value.removeprefix(SCHEMA) not in ENUMERATIONS[name]:
        yield f"{at}{name} is not of the vocabulary: {value}"


def _is_a_date(value: str) -> bool:
    try:
        return bool(datetime.fromisoformat(value).tzinfo) if "T" in value else bool(date.fromisoformat(value))
    except ValueError:
        return False

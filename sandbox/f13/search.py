"""Which events a search finds, and in what order. Each filter is a function in a table, by its parameter."""

import math
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from sandbox.catalogue.days import any_within
from sandbox.catalogue.model import Event
from sandbox.catalogue.money import GBP, converted
from sandbox.catalogue.places import AIRPORTS
from sandbox.f13.account import Call
from sandbox.f13.dates import date_range
from sandbox.f13.ranges import highest, lowest
from sandbox.http import Refusal

EARTH_RADIUS = 6371.0

Filter = Callable[[Call, str], Callable[[Event], bool]]

OLD_NAMES = {
    "s_keys": "keywords",
    "s_dates": "date_range",
    "s_air": "airport_code",
    "s_geo": "circle",
    "s_city": "city_code",
    "s_coco": "country_code",
}


def found(call: Call) -> Sequence[Event]:
    """The events that the call's parameters let through, sorted as they say."""
    events = call.world.searches.get(_asked(call), lambda: tuple(_filtered(_sorted(call), call=call)))
    dates = _value(call, "date_range")  # never kept: what has begun is out, from one moment to the next
    return list(filter(_by_dates(call, dates), events)) if dates else events


def _asked(call: Call) -> Hashable:
    """All that the events of a search, and their order, depend on."""
    order = _order(call)
    last_sales = tuple(call.world.box_office.last_sales.items()) if order == "last_sale" else ()
    return (
        *_of_the_day(call),
        order,
        last_sales,
        call.account.user,
        call.language,
        call.params.flag("include_dead"),
        call.params.flag("include_non_live"),
        *(_value(call, parameter) for parameter in FILTERS),
    )


def _of_the_day(call: Call) -> tuple[Hashable, ...]:
    return call.world.clock.today(), call.world.catalogue.version


def _filtered(events: Iterable[Event], *, call: Call) -> Iterable[Event]:
    """The live ones, and those without dates where they are asked for; of these what the filters let by."""
    statuses = {"live"}
    if call.params.flag("include_dead"):
        statuses.add("dead")
    if call.params.flag("include_non_live"):
        statuses |= {"dead", "pending"}
    events = (event for event in events if event.status in statuses and call.sells(event))
    for parameter, make in FILTERS.items():
        if value := _value(call, parameter):
            events = filter(make(call, value), events)
    return events


def _value(call: Call, parameter: str) -> str:
    old = next((old for old, new in OLD_NAMES.items() if new == parameter), "")
    return (call.params.get(parameter) or call.params.get(old)).strip()


def _by_keywords(call: Call, value: str) -> Callable[[Event], bool]:
    """Every word occurs somewhere in the event's names, place or classes."""
    words = _folded(value).replace(",", " ").split()

    def matches(event: Event) -> bool:
        city = event.venue.city
        names = {event.desc, event.words(call.language).desc, event.venue.desc, city.desc, city.country_desc}
        text = _folded(" ".join((*names, *event.classes, *event.classes.values())))
        return all(word in text for word in words)

    return matches


def _by_dates(call: Call, value: str) -> Callable[[Event], bool]:
    first, last = date_range(value)
    return lambda event: any_within(call.world.catalogue.overview(event).days, first=first, last=last)


def _by_airport(call: Call, value: str) -> Callable[[Event], bool]:
    city = AIRPORTS.get(value.upper())
    return lambda event: event.venue.city.code == city


def _by_circle(call: Call, value: str) -> Callable[[Event], bool]:
    try:
        latitude, longitude, radius = (_finite(part) for part in value.split(":"))
    except ValueError:
        raise Refusal("Not a circle: latitude:longitude:kilometres") from None
    return lambda event: _kilometres(latitude, longitude, event) <= radius


def _by_city(call: Call, value: str) -> Callable[[Event], bool]:
    return lambda event: event.venue.city.code == value.lower()


def _by_country(call: Call, value: str) -> Callable[[Event], bool]:
    wanted = {"gb": "uk"}.get(value.lower(), value.lower())
    return lambda event: event.venue.city.country_code == wanted


def _by_offers(call: Call, value: str) -> Callable[[Event], bool]:
    if not call.params.flag("offers_only"):
        return lambda event: True
    return lambda event: _has_offers(event, call=call)


def _has_offers(event: Event, *, call: Call) -> bool:
    houses = call.world.catalogue.houses(event)
    return any(band.default.is_offer for areas in houses for area in areas for band in area.bands)


FILTERS: dict[str, Filter] = {
    "keywords": _by_keywords,
    "airport_code": _by_airport,
    "circle": _by_circle,
    "city_code": _by_city,
    "country_code": _by_country,
    "offers_only": _by_offers,
}


def _order(call: Call) -> str:
    order = call.params.get("sort_order") or "most_popular"
    if order not in ORDERS:
        raise Refusal("Unknown sort_order")
    return order


def _sorted(call: Call) -> Sequence[Event]:
    """All events in the order asked for; ties alphabetically. Put in order once a day, sales apart."""
    order = _order(call)

    def put_in_order() -> tuple[Event, ...]:
        alphabetic = sorted(call.world.catalogue.all_events(), key=lambda event: _folded(event.desc))
        return tuple(sorted(alphabetic, key=lambda event: ORDERS[order](event, call)))

    if order == "last_sale":
        return put_in_order()
    return call.world.searches.get((*_of_the_day(call), order), put_in_order)


def _cost(houses_total: Callable[[Any], Decimal | None], event: Event, call: Call) -> Decimal | None:
    """In pounds, so that yen and euros can be compared."""
    total = houses_total(call.world.catalogue.houses(event))
    return None if total is None else converted(total, source=event.currency, target=GBP)


def _ascending(event: Event, call: Call) -> Decimal:
    cost = _cost(lowest, event, call)
    return Decimal("Infinity") if cost is None else cost


def _descending(event: Event, call: Call) -> Decimal:
    cost = _cost(highest, event, call)
    return Decimal("Infinity") if cost is None else -cost


def _last_sale(event: Event, call: Call) -> float:
    """The latest sale first; events that never sold anything last."""
    sold_at = call.world.box_office.last_sales.get(event.id)
    return -sold_at.timestamp() if sold_at else 0.0


ORDERS: dict[str, Callable[[Event, Call], Any]] = {
    "most_popular": lambda event, call: -event.popularity,
    "alphabetic": lambda event, call: 0,
    "cost_ascending": _ascending,
    "cost_descending": _descending,
    "critic_rating": lambda event, call: -(event.critic_percent or 0),
    "recent": lambda event, call: -event.added.toordinal(),
    "last_sale": _last_sale,
}


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _folded(text: str) -> str:
    """Without case and accents, so that "cosi" finds "Così"."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _kilometres(latitude: float, longitude: float, event: Event) -> float:
    """The distance as the crow flies."""
    here, there = math.radians(latitude), math.radians(event.venue.latitude)
    east = math.radians(event.venue.longitude - longitude)
    half = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * math.sin(east / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(half))

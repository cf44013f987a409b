"""Lists of codes: cities, classes, suppliers.

No document shows these answers, so both ways in which f13 lists things elsewhere are read: a list of objects
within `results`, as of events, and a table of codes and names, as of classes in an event.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..errors import Unreadable
from ..types import City, Named, Source
from . import reading
from .reading import Data

T = TypeVar("T")


def cities_from(data: Data) -> tuple[City, ...]:
    return _listed(data, "city", "cities", read=_city)


def classes_from(data: Data) -> tuple[Named, ...]:
    return _listed(data, "class", "classes", read=_class)


def sources_from(data: Data) -> tuple[Source, ...]:
    return _listed(data, "source", "sources", read=_source)


def _listed(data: Data, one: str, many: str, *, read: Callable[[Data], T]) -> tuple[T, ...]:
    """Every object of the list, wherever in the answer it stands."""
    results = data.get("results")
    places = [results] if isinstance(results, list) else []
    for around in (reading.mapping(results), data) if isinstance(results, dict) else (data,):
        places += [around[name] for name in (one, many) if around.get(name) is not None]
    if not places:
        raise Unreadable(f"{many} are missing")
    return tuple(read(item) for item in _objects(places[0], one))


def _objects(found: Any, one: str) -> list[Data]:
    """A list as it is; a table as a list of objects with code and name; an object around either, opened."""
    if isinstance(found, list):
        return [reading.mapping(item, what=one) for item in found]
    table = reading.mapping(found, what=one)
    if isinstance(table.get(one), list | dict):
        return _objects(table[one], one)
    return [_object(code, value, one) for code, value in table.items()]


def _object(code: str, value: Any, one: str) -> Data:
    inner = value if isinstance(value, dict) else {f"{one}_desc": value}
    return {f"{one}_code": code, **inner}


def _city(data: Data) -> City:
    return City(
        code=reading.required(data, "city_code", "code"),
        name=reading.text(data, "city_desc", "desc", "name"),
        country_code=reading.text(data, "country_code"),
    )


def _class(data: Data) -> Named:
    return Named(
        code=reading.required(data, "class_code", "code"),
        name=reading.text(data, "class_desc", "desc", "name"),
    )


def _source(data: Data) -> Source:
    return Source(
        code=reading.required(data, "source_code", "code"),
        name=reading.text(data, "source_desc", "desc", "name"),
        terms=reading.text(data, "source_t_and_c"),
    )

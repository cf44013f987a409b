"""Read one piece of JSON as the type it is meant to have, or say that the answer is Unreadable.

A missing key and null are the same: attributes that are "not always present" read as their default. A present
value of the wrong type is never guessed at. Kept here so that the functions which read events and orders stay
lists of names.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import urlsplit

from ..errors import Unreadable

Data = dict[str, Any]
T = TypeVar("T")

LARGEST_MAGNITUDE = (
    15  # digits before the point, or zeros after it: beyond that it is no price, place or count
)
YEARS = range(1900, 2200)
WEB = {"http", "https"}
YES, NO = ("yes", "true"), ("no", "false", "")


def json_from(body: bytes) -> Data:
    """The JSON object of an answer, its numbers exact."""
    try:
        data = json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, ArithmeticError, RecursionError):  # from None: the parser's words quote the answer
        raise Unreadable("it is not JSON") from None
    return mapping(data)


def mapping(value: Any, *, what: str = "the answer") -> Data:
    if not isinstance(value, dict):
        raise Unreadable(f"{what} is not an object")
    return value


def part(data: Data, *keys: str) -> Data:
    """The object under the first of these keys that has one; an empty one where none has."""
    value = _first(data, keys)
    return {} if value is None else mapping(value, what=keys[0])


def whole(data: Data, key: str) -> Data:
    """The object that an answer is about. Without it half an answer would read as "there is nothing"."""
    if data.get(key) is None:
        raise Unreadable(f"{key} is missing")
    return part(data, key)


def items(data: Data, *keys: str) -> list[Any]:
    """The list under the first of these keys that has one; an empty one where none has."""
    value = _first(data, keys)
    if not isinstance(value, list | None):
        raise Unreadable(f"{keys[0]} is not a list")
    return value or []


def each(data: Data, key: str, read: Callable[[Data], T]) -> tuple[T, ...]:
    """Every object of a list, read."""
    return tuple(read(mapping(item, what=key)) for item in items(data, key))


def entries(data: Data, *keys: str) -> Iterator[tuple[str, Any]]:
    """The names and values of an object that is used as a table."""
    for name, value in part(data, *keys).items():
        yield clean(name), value


def objects(data: Data, key: str) -> dict[str, Data]:
    """The objects that an answer is about, by id."""
    return {clean(name): mapping(value, what=key) for name, value in whole(data, key).items()}


def text(data: Data, *keys: str) -> str:
    value = _first(data, keys)
    return "" if value is None else text_from(value, what=keys[0])


def text_from(value: Any, *, what: str) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise Unreadable(f"{what} is not text")
    return clean(str(value))


def clean(value: str) -> str:
    """Text that can be stored and sent on: half characters and NULs come only from broken systems."""
    return value.encode("utf-8", "replace").decode().replace("\x00", "")


def required(data: Data, *keys: str) -> str:
    """Text without which the rest is of no use: an id."""
    value = text(data, *keys)
    if not value:
        raise Unreadable(f"{keys[0]} is missing")
    return value


def link(data: Data, *keys: str) -> str:
    """An address of the web that buyers may be given to follow. Anything else, `javascript:` say, is none."""
    return web_address(text(data, *keys))


def web_address(said: str) -> str:
    """What was said, if it is a whole address of the web; else nothing."""
    try:
        parts = urlsplit(said)
        is_address = parts.scheme in WEB and bool(parts.hostname) and said.isprintable()
    except ValueError:
        return ""
    return said if is_address else ""


def texts(data: Data, *keys: str) -> tuple[str, ...]:
    return tuple(text_from(value, what=keys[0]) for value in items(data, *keys))


def words(data: Data, key: str) -> tuple[str, ...]:
    """A list, or text with commas."""
    value = data.get(key)
    if isinstance(value, str):
        return tuple(word.strip() for word in clean(value).split(",") if word.strip())
    return texts(data, key)


def number(data: Data, *keys: str) -> Decimal | None:
    value = _first(data, keys)
    return None if value in (None, "") else number_from(value, what=keys[0])


def number_from(value: Any, *, what: str) -> Decimal:
    """An exact number of a size that arithmetic can bear, from JSON's number or from the same as text."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise Unreadable(f"{what} is not a number")
    try:
        read = Decimal(value)
    except ArithmeticError:
        raise Unreadable(f"{what} is not a number") from None
    if not read.is_finite() or abs(read.adjusted()) > LARGEST_MAGNITUDE:
        raise Unreadable(f"{what} is out of all proportion")
    return read if read else Decimal(0)


def integer(data: Data, *keys: str) -> int | None:
    value = number(data, *keys)
    return None if value is None else _whole(value, what=keys[0])


def integers(data: Data, key: str) -> tuple[int, ...]:
    return tuple(_whole(number_from(value, what=key), what=key) for value in items(data, key))


def flag(data: Data, *keys: str, default: bool = False) -> bool:
    value = maybe_flag(data, *keys)
    return default if value is None else value


def maybe_flag(data: Data, *keys: str) -> bool | None:
    """Yes, no, or not said. Reports spell it as text."""
    value = _first(data, keys)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in YES + NO:
        return value.lower() in YES
    raise Unreadable(f"{keys[0]} is neither true nor false")


def moment(data: Data, key: str) -> datetime | None:
    """A time with the offset that came with it; one without an offset could be any of twenty-four."""
    read = wall_time(data, key)
    if read is not None and read.tzinfo is None:
        raise Unreadable(f"{key} is a time without its offset")
    return read


def wall_time(data: Data, key: str) -> datetime | None:
    """A time as a clock on the spot shows it, with an offset or without one."""
    value = text(data, key)
    if not value:
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        raise Unreadable(f"{key} is not a time") from None
    if read.year not in YEARS:
        raise Unreadable(f"{key} is not a time")
    return read


def day(data: Data, key: str) -> date | None:
    value = text(data, key)
    if not value:
        return None
    try:
        read = datetime.strptime(value, "%Y%m%d").date()
    except ValueError:
        raise Unreadable(f"{key} is not a day") from None
    if read.year not in YEARS:
        raise Unreadable(f"{key} is not a day")
    return read


def _first(data: Data, keys: tuple[str, ...]) -> Any:
    return next((data[key] for key in keys if data.get(key) is not None), None)


def _whole(value: Decimal, *, what: str) -> int:
    if value != value.to_integral_value():
        raise Unreadable(f"{what} is not a whole number")
    return int(value)


def _no_number(_: str) -> None:
    raise ValueError

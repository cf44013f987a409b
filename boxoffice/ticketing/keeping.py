"""Values as JSON text, to be kept in a row and read again by a later version of the shop.

Fields at their default are left out; fields that a value no longer has are passed over.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")


def to_text(value: Any) -> str:
    """A value of ticketing (a frozen dataclass) as JSON."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def from_text(kind: type[Value], text: str) -> Value:
    """The value that `to_text` wrote. Raises ValueError for text that it did not write."""
    try:
        return _typed(kind, json.loads(text))
    except (TypeError, KeyError, ArithmeticError) as error:
        raise ValueError(f"No {kind.__name__} was kept here") from error


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if getattr(value, field.name) != _default(field)
        }
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, frozenset):
        return sorted(_plain(item) for item in value)
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    return _plain_leaf(value)


def _plain_leaf(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    return value


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def _typed(kind: Any, data: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return None if data is None else _typed(_only_choice(kind), data)
    if origin in (tuple, frozenset, list):
        return origin(_typed(get_args(kind)[0], item) for item in data)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: _typed(hints[name], item) for name, item in data.items() if name in hints})
    return _typed_leaf(kind, data)


def _typed_leaf(kind: Any, data: Any) -> Any:
    if not isinstance(kind, type):
        return data
    if issubclass(kind, (datetime, date)):
        return kind.fromisoformat(data)
    if issubclass(kind, (Decimal, Enum)):
        return kind(data)
    return data


def _only_choice(kind: Any) -> Any:
    (choice,) = (one for one in get_args(kind) if one is not NoneType)
    return choice


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)

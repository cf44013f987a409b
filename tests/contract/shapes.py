"""The shape of an answer: which key paths it has, and which JSON type stands at each. Values do not matter.

Lists count as one item with everything that any item has; maps whose keys are data count as one key, `*`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

Shape = frozenset[tuple[str, str]]

# Maps that are keyed by data: ids, codes, rows, texts.
KEYED_BY_DATA = frozenset(
    {
        "accepted_payment_cards",
        "allowed_countries",
        "blocks_by_row",
        "callout_parameters",
        "classes",
        "currency_details",
        "events_by_id",
        "performances_by_id",
        "seats_by_text_message",
        "separators_by_row",
        "structured_info",
    }
)
YEAR = re.compile(r"year_\d{4}")


def shape_of(answer: Any) -> Shape:
    """Every (path, type) of an answer: `results.event[].event_id` is a `string`."""
    return frozenset(_walk(answer, path=""))


def missing(expected: Shape, *, actual: Shape) -> list[tuple[str, str]]:
    """What `expected` has and `actual` lacks; a path of another type is lacking too."""
    return sorted(expected - actual)


def is_below(path: str, *, prefix: str) -> bool:
    """Whether `path` is `prefix` or lies under it."""
    return path == prefix or path.startswith((f"{prefix}.", f"{prefix}["))


def renamed(shape: Shape, *, old: str, new: str) -> Shape:
    """The shape with everything at and under `old` moved to `new`."""
    return frozenset(
        (new + path.removeprefix(old) if is_below(path, prefix=old) else path, kind) for path, kind in shape
    )


def key_of(path: str) -> str:
    """The last name in a path, without the marks of lists and maps."""
    names = [name.rstrip("[]") for name in path.split(".")]
    return next((name for name in reversed(names) if name != "*"), "")


def merged(shapes: Iterable[Shape]) -> Shape:
    return frozenset().union(*shapes)


def _walk(value: Any, *, path: str) -> Iterator[tuple[str, str]]:
    if path:
        yield path, _kind(value)
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, path=_step(path, key=key))
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item, path=f"{path}[]")


def _step(path: str, *, key: str) -> str:
    last = path.rpartition(".")[2]
    if last in KEYED_BY_DATA or YEAR.fullmatch(key) or last == "year_*":
        key = "year_*" if YEAR.fullmatch(key) else "*"
    return f"{path}.{key}" if path else key


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):  # before numbers: in Python a bool is one
        return "boolean"
    names = {dict: "object", list: "list", str: "string"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "number")

"""Whatever is done to a documented answer, ticketing reads it or raises an error of its own."""

import copy
import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boxoffice.ticketing import TicketingError
from boxoffice.ticketing.endpoints import PURCHASE
from boxoffice.ticketing.parsing import json_from
from boxoffice.ticketing.replies import answer_from

from .examples import EXAMPLES, READERS, Example

SEARCH = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
WRONG = [None, True, 0, -1, 10**400, "", "x", "1e999999", "\ud800\x00", [], [None], ["x"], {}, {"": {"": []}}]
NUMBERS = [
    b"1e999999",
    b"-1e-999999",
    b"0e999999",
    b"1e99999999999999999999",
    b"NaN",
    b"-Infinity",
    b"9" * 5000,
]


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value within a value."""
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [path] + [inner for key, child in children for inner in paths(child, (*path, key))]


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def reads_or_raises_its_own(example: Example, data: Any) -> None:
    """Read a value and use it as a page would: print it, hash it where it can be, ask its words."""
    try:
        value = READERS[example.endpoint](data)
    except TicketingError:
        return
    assert repr(value)
    for word in ("total", "totals", "is_complete", "seats_changed", "outcome", "is_fully_cancelled", "bands"):
        assert repr(getattr(getattr(value, "trolley", value), word, None)) is not None
        assert repr(getattr(value, word, None)) is not None
    json.dumps(repr(value)).encode("utf-8")


def with_change(data: Any, path: tuple[Any, ...], change: Any) -> Any:
    """A copy in which the container at the end of the path was changed; what is beside the path is shared."""
    if not path:
        data = copy.copy(data)
        change(data)
        return data
    data = copy.copy(data)
    data[path[0]] = with_change(data[path[0]], path[1:], change)
    return data


def telling() -> dict[str, list[tuple[Any, ...]]]:
    """For each example the ways to values that no example before it had, under one reader.

    Of a list's items the first stands for all, and within orders the event, which is read elsewhere.
    """
    known: set[tuple[Any, ...]] = set()
    ways: dict[str, list[tuple[Any, ...]]] = {}
    for example in EXAMPLES:
        found = [
            path for path in paths(example.data) if path and not any(type(key) is int and key for key in path)
        ]
        new = [
            path
            for path in found
            if (READERS[example.endpoint], *path) not in known and not within_event(path)
        ]
        known.update((READERS[example.endpoint], *path) for path in new)
        ways[example.name] = new
    return ways


def within_event(path: tuple[Any, ...]) -> bool:
    return "order" in path and "event" in path and path[-1] != "event"


TELLING = telling()


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_any_value_may_be_of_any_type(example):
    data = example.data
    for path in TELLING[example.name]:
        for wrong in WRONG:
            changed = with_change(
                data, path[:-1], lambda it, path=path, wrong=wrong: it.__setitem__(path[-1], wrong)
            )
            reads_or_raises_its_own(example, changed)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_any_key_may_be_missing(example):
    data = example.data
    for path in TELLING[example.name]:
        changed = with_change(data, path[:-1], lambda it, path=path: it.__delitem__(path[-1]))
        reads_or_raises_its_own(example, changed)


@SEARCH
@given(chosen=st.data())
def test_several_things_may_be_wrong_at_once(chosen):
    example = chosen.draw(st.sampled_from(EXAMPLES))
    data = copy.deepcopy(example.data)
    for _ in range(chosen.draw(st.integers(1, 6))):
        ways = [path for path in paths(data) if path]
        if not ways:
            break
        path = chosen.draw(st.sampled_from(ways))
        if chosen.draw(st.booleans()):
            del at(data, path[:-1])[path[-1]]
        else:
            wrong = chosen.draw(st.sampled_from(WRONG) | anything())
            at(data, path[:-1])[path[-1]] = copy.deepcopy(wrong)  # it may be changed in its turn
    reads_or_raises_its_own(example, data)


@SEARCH
@given(chosen=st.data())
def test_text_may_be_cut_anywhere(chosen):
    example = chosen.draw(st.sampled_from(EXAMPLES))
    whole = example.body.strip()
    body = whole[: chosen.draw(st.integers(0, len(whole) - 1))]
    with pytest.raises(TicketingError):
        answer_from(PURCHASE, status=200, body=body)


@SEARCH
@given(st.data())
def test_bytes_may_be_changed(chosen):
    example = chosen.draw(st.sampled_from(EXAMPLES))
    body = bytearray(example.body)
    for _ in range(chosen.draw(st.integers(1, 8))):
        body[chosen.draw(st.integers(0, len(body) - 1))] = chosen.draw(st.integers(0, 255))
    try:
        data = answer_from(PURCHASE, status=200, body=bytes(body)).data
    except TicketingError:
        return
    reads_or_raises_its_own(example, data)


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:20].decode())
@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_numbers_may_be_monstrous(example, number):
    for found in list(re.finditer(rb": (-?[0-9][0-9.]*)", example.body))[:20]:
        body = example.body[: found.start(1)] + number + example.body[found.end(1) :]
        try:
            data = answer_from(PURCHASE, status=200, body=body).data
        except TicketingError:
            continue
        reads_or_raises_its_own(example, data)


@pytest.mark.parametrize("status", [200, 301, 400, 401, 403, 404, 405, 410, 418, 460, 500, 502, 503, 504])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"error_code": {}}',
        b'{"error_code": "8", "error_key": []}',
        b'{"error_code": 1e400, "error_desc": null}',
    ],
    ids=lambda body: repr(body[:20]),
)
def test_no_status_and_no_body_is_a_surprise(status, body):
    with pytest.raises(TicketingError):
        answer_from(PURCHASE, status=status, body=body)


def test_what_is_no_number_is_no_json():
    with pytest.raises(TicketingError):
        json_from(b'{"bundle_total_cost": NaN}')


def anything() -> st.SearchStrategy[Any]:
    """Any JSON at all."""
    leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
        max_leaves=6,
    )

"""Every documented example answer and the sandbox's answer to the same request have one shape."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.contract.asking import PASSWORD, Api
from tests.contract.documented import is_documented
from tests.contract.exceptions import LACKING, UNDOCUMENTED, Lacking
from tests.contract.replay import Replay
from tests.contract.shapes import Shape, is_below, key_of, merged, missing, renamed, shape_of
from tests.sandbox_process import SandboxProcess

FOLDER = Path(__file__).parent / "examples"
ROWS = [row for row in json.loads((FOLDER / "index.json").read_text()) if "unchecked" not in row]
FAMILIES = {
    "events": "events",
    "events_by_id": "events",
    "add_ons": "events",
    "performances": "performances",
    "performances_by_id": "performances",
    "months": "performances",
    "availability": "availability",
    "discounts": "availability",
    "send_methods": "send_methods",
}  # the others speak of transactions


@cache
def example_of(id_: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{id_}.json").read_text())


def family_of(row: dict[str, Any]) -> str:
    return FAMILIES.get(row["endpoint"].removesuffix(".v1"), "transactions")


class Answers:
    """The sandbox's answers to all examples, each asked once."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._apis: dict[str, Api] = {}
        self._kept: dict[str, Any] = {}
        self._replay = Replay(self._api)

    def to(self, row: dict[str, Any]) -> Any:
        if row["id"] not in self._kept:
            keys = {key_of(path) for path, _ in shape_of(example_of(row["id"]))}
            response = self._replay.answer_to(row | {"keys": keys})
            assert response.status_code == row["status"], response.text[:500]
            self._kept[row["id"]] = response.json()
        return self._kept[row["id"]]

    def _api(self, user: str) -> Api:
        if user not in self._apis:
            self._apis[user] = Api(self._url, user=user, password=PASSWORD)
        return self._apis[user]

    def close(self) -> None:
        for api in self._apis.values():
            api.close()


@pytest.fixture(scope="module")
def answers(sandbox_process: SandboxProcess) -> Iterator[Answers]:
    sandbox_process.reset()
    answers = Answers(sandbox_process.url)
    yield answers
    answers.close()


def lacking_for(row: dict[str, Any]) -> list[Lacking]:
    return [line for line in LACKING if row["id"].startswith(line.example)]


def lacking_in(row: dict[str, Any], actual: Shape) -> tuple[list[tuple[str, str]], set[Lacking]]:
    """What the answer lacks without excuse, and which excuses were needed."""
    expected, used = shape_of(example_of(row["id"])), set()
    for line in lacking_for(row):
        is_needed = any(is_below(path, prefix=line.path) for path, _ in missing(expected, actual=actual))
        if not is_needed:
            continue
        used.add(line)
        expected = _excused(expected, line)
    return missing(expected, actual=actual), used


def _excused(expected: Shape, line: Lacking) -> Shape:
    if line.instead:
        return renamed(expected, old=line.path, new=line.instead)
    return frozenset(pair for pair in expected if not is_below(pair[0], prefix=line.path))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_the_answer_has_all_that_the_example_has(answers, row):
    lacking, _ = lacking_in(row, shape_of(answers.to(row)))
    assert not lacking, "\n".join(f"{path}: {kind}" for path, kind in lacking)


@pytest.mark.parametrize("family", sorted({family_of(row) for row in ROWS}))
def test_the_answer_has_nothing_that_no_document_names(answers, family):
    rows = [row for row in ROWS if family_of(row) == family]
    shown = {key_of(path) for row in rows for path, _ in shape_of(example_of(row["id"]))}
    emitted = merged(shape_of(answers.to(row)) for row in rows)
    known = shown | {line.key for line in UNDOCUMENTED}
    new = {path for path, _ in emitted if key_of(path) not in known and not is_documented(key_of(path))}
    assert not new, "\n".join(sorted(new))


def test_every_exception_is_still_needed(answers):
    used = set().union(*(lacking_in(row, shape_of(answers.to(row)))[1] for row in ROWS))
    emitted = {key_of(path) for row in ROWS for path, _ in shape_of(answers.to(row))}
    assert sorted(set(LACKING) - used, key=repr) == []
    assert [line.key for line in UNDOCUMENTED if line.key not in emitted] == []


def test_every_example_file_is_in_the_index():
    listed = {row["file"] for row in json.loads((FOLDER / "index.json").read_text())} | {"index.json"}
    assert {file.name for file in FOLDER.glob("*.json")} == listed

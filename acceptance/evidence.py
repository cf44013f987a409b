"""What a walk leaves behind, as frozen values: they become one report, and JSON in between."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_WALKED = "not walked"


@dataclass(frozen=True, slots=True)
class Picture:
    """What a page looked like: a WebP as base64, its pixels, and what it shows."""

    data: str
    width: int
    height: int
    told: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What was expected, and the words that were there instead of it or for it."""

    expected: str
    seen: str
    is_met: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a buyer did, and all that was looked for after it."""

    done: str
    expectations: tuple[Expectation, ...] = ()
    pictures: tuple[Picture, ...] = ()
    notes: tuple[str, ...] = ()
    shop_ids: tuple[str, ...] = ()  # of the shop's answers; f13 is told them as tracking ids


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that was asked for an order, with the answer's request id. `at` is ISO, in UTC."""

    at: str
    what: str
    request_id: str


@dataclass(frozen=True, slots=True)
class Result:
    """How one journey went. `why` is empty where it passed."""

    id: str
    title: str
    asks: str
    verdict: Verdict
    why: str = ""
    device: str = ""
    seconds: float = 0
    steps: tuple[Step, ...] = ()
    asked: tuple[Asked, ...] = ()
    orders: tuple[str, ...] = ()  # the shop's own names of what was held


@dataclass(frozen=True, slots=True)
class SetUp:
    """What was walked, with what, and when (`at`: ISO, in UTC). Never a password, a key or a token."""

    shop: str
    api: str
    user: str
    account: str
    payment: str
    is_practice: bool
    shop_version: str
    chromium: str
    python: str
    playwright: str
    at: str


@dataclass(frozen=True, slots=True)
class Walk:
    """One shop's journeys."""

    set_up: SetUp
    results: tuple[Result, ...]

    @property
    def has_failed(self) -> bool:
        return any(result.verdict is Verdict.FAILED for result in self.results)

    @property
    def is_whole(self) -> bool:
        return all(result.verdict is not Verdict.NOT_WALKED for result in self.results)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def walk_from(text: str) -> Walk:
    """The walk that `to_json` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    data = json.loads(text)
    return Walk(SetUp(**data["set_up"]), tuple(_result_from(one) for one in data["results"]))


def _result_from(data: dict[str, Any]) -> Result:
    return replace(
        Result(**data),
        verdict=Verdict(data["verdict"]),
        steps=tuple(_step_from(one) for one in data["steps"]),
        asked=tuple(Asked(**one) for one in data["asked"]),
        orders=tuple(data["orders"]),
    )


def _step_from(data: dict[str, Any]) -> Step:
    return Step(
        done=data["done"],
        expectations=tuple(Expectation(**one) for one in data["expectations"]),
        pictures=tuple(Picture(**one) for one in data["pictures"]),
        notes=tuple(data["notes"]),
        shop_ids=tuple(data["shop_ids"]),
    )

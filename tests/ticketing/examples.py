"""The documented answers, each with the function that reads it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boxoffice.ticketing import parsing
from boxoffice.ticketing.parsing import json_from

FOLDER = Path(__file__).parent.parent / "contract" / "examples"
READERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "events.v1": parsing.event_page_from,
    "events_by_id.v1": parsing.events_by_id_from,
    "performances.v1": parsing.performance_page_from,
    "performances_by_id.v1": parsing.performances_by_id_from,
    "months.v1": parsing.months_from,
    "availability.v1": parsing.availability_from,
    "discounts.v1": parsing.discounts_from,
    "send_methods.v1": parsing.send_methods_from,
    "trolley.v1": parsing.trolley_answer_from,
    "add_ons.v1": parsing.event_page_from,
    "reserve.v1": parsing.reservation_from,
    "reserve_page_archive.v1": parsing.reservation_from,
    "release.v1": parsing.release_from,
    "purchase.v1": parsing.outcome_from,
    "purchase_page_archive.v1": parsing.outcome_from,
    "status.v1": parsing.transaction_from,
    "trans_id_status.v1": parsing.transaction_from,
    "cancel.v1": parsing.cancellation_from,
    "cider": parsing.saved_details_from,
}
NOT_F13 = {"transactions.v0", "json_trolley.exe"}  # two older systems, kept among the examples


@dataclass(frozen=True)
class Example:
    """One documented answer."""

    name: str
    endpoint: str
    status: int

    @property
    def body(self) -> bytes:
        return (FOLDER / f"{self.name}.json").read_bytes()

    @property
    def data(self) -> dict[str, Any]:
        return json_from(self.body)

    def read(self, data: dict[str, Any] | None = None) -> Any:
        return READERS[self.endpoint](self.data if data is None else data)

    def __str__(self) -> str:
        return self.name


def all_examples() -> list[Example]:
    index = json.loads((FOLDER / "index.json").read_text())
    return [Example(one["id"], one["endpoint"], one.get("status", 200)) for one in index]


EXAMPLES = [one for one in all_examples() if one.status == 200 and one.endpoint not in NOT_F13]


def example(name: str) -> Example:
    return next(one for one in all_examples() if one.name == name)


def read(name: str) -> Any:
    return example(name).read()

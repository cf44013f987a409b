"""Seats written short: "A-D:1-12 15-20; E:1-23/2" is four rows of two blocks, and one row of odd numbers."""

import re
from collections.abc import Iterator, Mapping

from sandbox.catalogue.model import Seat

RUN = re.compile(r"([a-z]|\d+)-([a-z]|\d+)(?:/(\d+))?")
Blocks = tuple[tuple[Seat, ...], ...]


def blocks(
    plan: str,
    *,
    restricted: str = "",
    texts: Mapping[str, str] | None = None,
    separator: str = "",
) -> Blocks:
    """The seat blocks of a plan. `restricted` lists seat ids, `texts` gives words to some."""
    hidden, words = set(restricted.split()), texts or {}

    def seat(row: str, column: str) -> Seat:
        name = row + separator + column
        return Seat(name, row, column, separator, name in hidden, words.get(name, ""))

    return tuple(tuple(seat(row, column) for column in columns) for row, columns in _runs(plan))


def _runs(plan: str) -> Iterator[tuple[str, list[str]]]:
    for part in plan.split(";"):
        rows, _, runs = part.strip().partition(":")
        for row in _rows(rows):
            for run in runs.split():
                yield row, _columns(run)


def _rows(rows: str) -> list[str]:
    """ "A-D", "AA-AD", "1-20", or one row with any name."""
    first, dash, last = rows.partition("-")
    if not dash:
        return [rows]
    if first.isdigit():
        return [str(number) for number in range(int(first), int(last) + 1)]
    return [first[:-1] + chr(code) for code in range(ord(first[-1]), ord(last[-1]) + 1)]


def _columns(run: str) -> list[str]:
    found = RUN.fullmatch(run)
    if found is None:
        raise ValueError(f"No run of seats: {run}")
    first, last, step = found.group(1), found.group(2), int(found.group(3) or 1)
    if first.isalpha():
        return [chr(code) for code in range(ord(first), ord(last) + 1, step)]
    start, end = int(first), int(last)
    return [str(n) for n in (range(start, end + 1, step) if start <= end else range(start, end - 1, -step))]

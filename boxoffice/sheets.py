"""Tables as CSV for spreadsheets: UTF-8 with a mark at the beginning, and no cell that a program would run.

Excel reads UTF-8 only where that mark stands; other programs do not mind it. docs/decisions/0028 says more.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"  # the byte order mark
RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # how a formula may begin
TYPE = "text/csv; charset=utf-8"


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """Line by line, as the rows come."""
    writer = csv.writer(_Line())
    yield (MARK + writer.writerow([cell(head) for head in heads])).encode()
    for row in rows:
        yield writer.writerow([cell(value) for value in row]).encode()


def cell(value: Any) -> str:
    """Numbers stay numbers, moments are those of UTC; a text that could be a formula gets an apostrophe."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return f"{value:f}"
        case int():
            return str(value)
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        case date():
            return value.isoformat()
    return harmless(str(value))


def harmless(text: str) -> str:
    """Also where blanks stand before it: some programs skip them. NUL is a letter to none of them."""
    text = text.replace("\0", "")
    return f"'{text}" if text.startswith(RUN) or text.lstrip().startswith(RUN) else text


class _Line:
    """What csv.writer writes to: it gives back what it was given."""

    def write(self, line: str) -> str:
        return line

"""A table as CSV: read back it is the same, numbers are numbers, and no cell is run by a spreadsheet."""

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice import sheets


def read(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def written(*rows, heads=("a", "b")):
    return b"".join(sheets.csv_of(heads, rows))


def test_it_begins_with_the_mark_by_which_spreadsheets_know_utf_8():
    assert written(["Zoë", "東京"]).startswith(b"\xef\xbb\xbfa,b\r\n")
    assert read(written(["Zoë", "東京"])) == [["a", "b"], ["Zoë", "東京"]]


def test_numbers_stay_numbers_whatever_their_sign():
    values = [Decimal("-5.50"), Decimal("1E+3"), Decimal("0.0000"), -3, 0, None, True]
    assert read(written(values))[1] == ["-5.50", "1000", "0.0000", "-3", "0", "", "yes"]


def test_moments_are_those_of_utc():
    there = datetime(2027, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=9)))
    assert read(written([there, date(2027, 1, 1)]))[1] == ["2026-12-31 16:30:00", "2027-01-01"]
    assert sheets.cell(datetime(2027, 1, 1, tzinfo=UTC)) == "2027-01-01 00:00:00"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("https://evil.example","x")',
        "+44 20",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "＝1+1",
        "＠x",
        "\x00=1",
    ],
)
def test_what_a_spreadsheet_would_run_is_text(text):
    [[cell, _other]] = read(written([text, "x"]))[1:]
    assert cell.startswith("'")
    assert cell[1:].replace("\r\n", "\n") == text.replace("\x00", "").replace("\r\n", "\n")


def test_what_is_harmless_stays_as_it_is():
    for text in ("Cats", "C5, C6", "a=b", "1-2", "O'Neill", "'quoted'", "a,b", 'say "x"', "two\nlines", ""):
        assert read(written([text, "x"]))[1][0] == text


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_whatever_stands_in_cells_there_are_as_many_rows_and_none_begins_a_formula(rows):
    found = read(written(*rows))[1:]
    assert len(found) == len(rows)
    assert all(len(row) == 2 for row in found)
    assert not [cell for row in found for cell in row if cell.lstrip().startswith(sheets.RUN)]


def test_it_is_made_line_by_line():
    made = []

    def rows():
        for number in range(3):
            made.append(number)
            yield [number]

    lines = sheets.csv_of(["n"], rows())
    next(lines)
    assert made == []
    next(lines)
    assert made == [0]

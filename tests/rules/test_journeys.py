"""Every journey of docs/journeys.md has tests of its name, in the files that the table names."""

from pathlib import Path

from tests.rules.journeys import journeys_in, untrue

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = (ROOT / "docs" / "journeys.md").read_text()
IDS = [("R", 12), ("S", 7), ("P", 7), ("B", 8), ("N", 4)]


def test_the_table_has_every_journey():
    expected = [f"{kind}{number}" for kind, most in IDS for number in range(1, most + 1)]
    assert list(journeys_in(TABLE)) == expected


def test_each_has_its_tests_where_the_table_says():
    assert untrue(TABLE, ROOT / "tests") == []


def test_a_journey_without_tests_and_tests_without_a_row_are_noticed(tmp_path):
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "test_one.py").write_text(
        "def test_r1_opens(page): ...\ndef test_b2_dates(page): ...\n"
    )
    table = "| R1 | opens | sees | `journeys/test_one.py` |\n| R2 | asks | sees | `journeys/test_two.py` |\n"
    assert untrue(table, tmp_path) == [
        "B2: the table says [], its tests are in ['journeys/test_one.py']",
        "R2: the table says ['journeys/test_two.py'], its tests are in []",
    ]

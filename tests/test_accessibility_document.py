"""docs/accessibility.md names for each criterion of WCAG 2.2 what holds it; each test so named is there."""

import ast
from pathlib import Path

from tests.journeys.everyone.criteria import CRITERIA

TESTS = Path(__file__).parent
DOCUMENT = (TESTS.parent / "docs" / "accessibility.md").read_text()
# W3C, WCAG 2.2 (12 December 2024): 31 of level A and 24 of level AA; 4.1.1 is obsolete.
LEVELS = {"A": 31, "AA": 24}


def names_in(path: Path) -> set[str]:
    return {one.name for one in ast.parse(path.read_text()).body if isinstance(one, ast.FunctionDef)}


def is_there(test: str) -> bool:
    place, _, name = test.partition("::")
    path = TESTS / f"{place.rpartition('/')[0]}/test_{place.rpartition('/')[2]}.py"
    return path.exists() and f"test_{name}" in names_in(path)


def test_all_criteria_are_there_once():
    counted = {level: sum(one.level == level for one in CRITERIA) for level in LEVELS}
    assert counted == LEVELS
    assert len({one.number for one in CRITERIA}) == sum(LEVELS.values())
    assert all(one.held for one in CRITERIA)


def test_every_test_that_holds_one_is_there():
    assert [test for one in CRITERIA for test in one.tests if not is_there(test)] == []
    assert not is_there("journeys/b7_errors::no_such_test")
    assert not is_there("journeys/no_such_file::no_such_test")


def test_the_document_says_what_the_table_says():
    for one in CRITERIA:
        (line,) = [line for line in DOCUMENT.splitlines() if line.startswith(f"| {one.number} ")]
        assert f"| {one.level} |" in line
        for held in one.held:
            assert held in line, f"{one.number}: run make accessibility"

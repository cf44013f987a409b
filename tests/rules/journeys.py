"""Whether docs/journeys.md tells the truth: every journey has its tests, where the table says."""

import re
from fnmatch import fnmatch
from pathlib import Path

ROW = re.compile(r"^\| (?P<id>[RSPBN]\d+) \|.*\| (?P<files>[^|]+) \|$", re.MULTILINE)
IN_BROWSERS = ("journeys", "acceptance")
TEST = re.compile(r"^def test_(?P<id>[rspbn]\d+)_", re.MULTILINE)


def journeys_in(table: str) -> dict[str, set[str]]:
    """Files by the journey's id: `{"R1": {"journeys/test_r_required.py"}}`."""
    return {row["id"]: set(re.findall(r"`([^`]+)`", row["files"])) for row in ROW.finditer(table)}


def walked_in(tests: Path) -> dict[str, set[str]]:
    """The same, from the names of the tests that walk in a browser."""
    found: dict[str, set[str]] = {}
    for path in sorted(path for folder in IN_BROWSERS for path in (tests / folder).rglob("test_*.py")):
        for match in TEST.finditer(path.read_text()):
            found.setdefault(match["id"].upper(), set()).add(str(path.relative_to(tests)))
    return found


def untrue(table: str, tests: Path) -> list[str]:
    """Each journey whose row and tests do not agree."""
    said, walked = journeys_in(table), walked_in(tests)
    return [
        f"{one}: the table says {sorted(said.get(one, ()))}, its tests are in {sorted(walked.get(one, ()))}"
        for one in sorted({*said, *walked})
        if not _agree(said.get(one, set()), walked.get(one, set()))
    ]


def _agree(said: set[str], walked: set[str]) -> bool:
    """Every name, which may have stars, is of some file, and every file is named."""
    named = [(name, file) for name in said for file in walked if fnmatch(file, name)]
    return {name for name, _file in named} == said and {file for _name, file in named} == walked

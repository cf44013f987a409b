"""What the image of the acceptance walk is made of. It is not built here: tests/image builds the shop's."""

import re
from pathlib import Path

from tests.rules.imports import imported

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile.acceptance").read_text()
COPIED = set(re.findall(r"^COPY (\S+) \S+$", DOCKERFILE, re.MULTILINE))
LET_IN = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}


def rooms_of(room: str) -> set[str]:
    """The repository's own rooms whose modules this one imports."""
    files = (str(path.relative_to(ROOT)) for path in (ROOT / room).rglob("*.py"))
    named = {module.partition(".")[0] for file in files for _line, module in imported(ROOT, file)}
    return {name for name in named if (ROOT / name / "__init__.py").exists()}


def test_every_room_that_is_needed_is_in_it() -> None:
    needed = {"acceptance"}
    for _deeper in range(5):
        needed |= {other for room in needed for other in rooms_of(room)}
    assert needed == {"acceptance", "boxoffice", "catalog", "checkout", "rehearsal"}
    assert needed <= COPIED
    assert {"manage.py", "locale", "static", "templates", "requirements/acceptance.txt"} <= COPIED


def test_what_it_copies_reaches_the_builder() -> None:
    assert COPIED <= LET_IN


def test_it_has_chromium_and_runs_as_nobody_in_particular() -> None:
    assert "chromium-headless-shell" in DOCKERFILE
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, re.MULTILINE)
    assert DOCKERFILE.index("USER 10001") < DOCKERFILE.index("ENTRYPOINT")

"""CONTRIBUTING.md is followed to the letter, in a copy of the repository: each recipe to its last line."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rules.texts import files

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text()
RECIPES = ("Change a text", "Add a page", "Add a way of paying")
BLOCK = re.compile(r"(?P<before>(?:(?!```).)*?)```(?P<kind>\w+)\n(?P<text>.*?)```\n", re.DOTALL)
NAME = re.compile(r"`([\w./]+\.\w+)`")


@dataclass(frozen=True)
class Step:
    """One block: a change of a file (`diff`), commands (`sh`), or else a whole file, with its name."""

    kind: str
    text: str
    path: str


def steps(recipe: str) -> Iterator[Step]:
    """Those below this heading. A file's name is the last that was said before its block."""
    section = TEXT.partition(f"\n## {recipe}\n")[2].partition("\n## ")[0]
    path = ""
    for block in BLOCK.finditer(section):
        path = [path, *NAME.findall(block["before"])][-1]
        yield Step(block["kind"], block["text"], path)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """All that a clone has, with the virtual environment that these tests run in."""
    for name in files(ROOT):
        place = tmp_path / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, place)
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    return tmp_path


@pytest.mark.parametrize("recipe", RECIPES)
def test_whoever_follows_a_recipe_arrives(copy: Path, recipe: str) -> None:
    taken = list(steps(recipe))
    assert {"diff", "sh"} <= {step.kind for step in taken}
    for step in taken:
        take(step, at=copy)


def take(step: Step, *, at: Path) -> None:
    place = at / step.path
    if step.kind == "diff":
        place.write_text(changed(place.read_text(), step.text))
    elif step.kind == "sh":
        done = subprocess.run(["sh", "-euc", step.text], cwd=at, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{step.text}\n{done.stdout}\n{done.stderr}"
    else:
        place.write_text(step.text)


def changed(text: str, diff: str) -> str:
    """The text with the change, whose place in it has to be plain."""
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    after = "".join(line[1:] for line in lines if line[0] in " +")
    assert text.count(before) == 1, f"not once there:\n{before}"
    return text.replace(before, after)

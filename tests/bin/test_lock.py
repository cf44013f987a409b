"""`make check` notices requirement files that no longer belong to pyproject.toml, without asking an index."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
lock = SimpleNamespace(**runpy.run_path(str(ROOT / "bin" / "lock.py")))

PROJECT = """
[project]
requires-python = ">=3.11"
dependencies = ["Django>=5.2"]
[dependency-groups]
dev = ["pytest"]
[tool.ruff]
line-length = 110
"""
PINS = """django==5.2.19 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
tzdata==2026.6 ; sys_platform == 'win32' \\
    --hash=sha256:cc
"""
NOT_OURS = "it is not what `make lock` wrote for this pyproject.toml"


@pytest.fixture
def wanted():
    return lock.dependencies(PROJECT)


def test_a_file_as_it_was_written_has_no_problems(wanted):
    assert lock.problems(wanted, text=lock.sealed(wanted, pins=PINS)) == []


@pytest.mark.parametrize(
    ("old", "new"), [("Django>=5.2", "Django>=6"), ('["pytest"]', '["pytest", "tox"]'), (">=3.11", ">=3.12")]
)
def test_other_dependencies_break_the_seal(wanted, old, new):
    changed = lock.dependencies(PROJECT.replace(old, new))
    assert lock.problems(changed, text=lock.sealed(wanted, pins=PINS)) == [NOT_OURS]


def test_the_rest_of_pyproject_has_no_say(wanted):
    assert lock.dependencies(PROJECT.replace("110", "100")) == wanted


def test_a_pin_edited_by_hand_breaks_the_seal(wanted):
    text = lock.sealed(wanted, pins=PINS).replace("5.2.19", "5.2.20")
    assert lock.problems(wanted, text=text) == [NOT_OURS]


def test_a_file_without_a_seal_is_not_ours(wanted):
    assert lock.problems(wanted, text=PINS) == [NOT_OURS]


def test_one_package_of_two_versions_is_named():
    texts = {"base": PINS, "dev": PINS.replace("5.2.19", "5.2.20")}
    assert lock.disagreements(texts) == ["django is pinned as 5.2.19 and as 5.2.20"]
    assert lock.disagreements({"base": PINS, "dev": PINS}) == []


def test_a_pin_without_a_hash_is_named(wanted):
    pins = PINS.replace(" \\\n    --hash=sha256:cc", "")
    assert lock.problems(wanted, text=lock.sealed(wanted, pins=pins)) == ["tzdata is pinned without a hash"]


def test_the_files_in_the_repository_belong_to_its_pyproject():
    assert lock.check() == 0

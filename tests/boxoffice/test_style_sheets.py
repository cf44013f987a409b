"""One visual language: variables that exist, parts that are used, buttons in one place, nothing heavy."""

import gzip
import re
from pathlib import Path

import pytest

SHEETS = sorted(Path("static").glob("*.css"))
ROOTS = ("templates", "catalog", "checkout", "boxoffice", "static")
OF_OTHERS = {"StripeElement--focus", "errorlist", "message-warning"}  # of Stripe, and of Django
MADE = re.compile(r"[gwb]\d+|barcode-(long|pdf417)|is-[a-z-]+|size-[a-z0-9]+")  # put together when drawn
ADMIN = "staff.css"


def rules(sheet):
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    return re.sub(r'url\("[^"]*"\)', "", text)


def sources():
    kinds = {".html", ".py", ".js", ".txt"}
    found = [path for root in ROOTS for path in Path(root).rglob("*") if path.suffix in kinds]
    assert len(found) > 300
    return set(re.findall(r"[A-Za-z][\w-]*", " ".join(path.read_text() for path in found)))


def test_no_sheet_has_a_class_that_nothing_wears():
    known = sources() | OF_OTHERS
    unused = {
        f"{sheet.name}: .{name}"
        for sheet in SHEETS
        if sheet.name != ADMIN
        for name in re.findall(r"\.([a-zA-Z][\w-]*)", rules(sheet))
        if name not in known and not MADE.fullmatch(name)
    }
    assert unused == set()


@pytest.mark.parametrize("sheet", [one for one in SHEETS if one.name != ADMIN], ids=lambda one: one.name)
def test_every_variable_that_is_used_is_there(sheet):
    declared = {
        name
        for one in (sheet, Path("static/shop.css"))
        for name in re.findall(r"(--[\w-]+):", one.read_text())
    }
    used = set(re.findall(r"var\((--[\w-]+)\)", rules(sheet)))
    assert used
    assert used - declared == set()


@pytest.mark.parametrize("kind", ["second", "danger", "quiet"])
def test_each_kind_of_button_is_drawn_in_one_place(kind):
    at_the_start = re.compile(rf"^\s*\.{kind} {{", re.MULTILINE)
    assert [sheet.name for sheet in SHEETS if at_the_start.search(rules(sheet))] == ["shop.css"]


def test_colours_have_no_time_of_their_own():
    """Else light and dark would be a mixture for a moment, which nobody can read."""
    moving = {
        name
        for sheet in SHEETS
        for found in re.findall(r"transition: ([^;}]+)", rules(sheet))
        for name in re.findall(r"(?:^|, )([a-z-]+)", found)
    }
    assert moving <= {"none", "box-shadow", "filter"}
    assert "box-shadow" in moving


def test_nothing_moves_where_the_reader_wants_no_motion():
    assert "@media (prefers-reduced-motion: reduce)" in Path("static/shop.css").read_text()


def test_what_every_page_loads_is_light():
    assert len(gzip.compress(Path("static/shop.css").read_bytes())) < 8_500

"""The two example brands: sound, each with all that a brand can have, and of looks of their own."""

import gzip
from pathlib import Path

import pytest

from boxoffice import brand
from boxoffice.brand.stylesheet import of_pages

LANGUAGES = ("en", "fr", "de", "es", "ar")
BRANDS = sorted(path for path in Path("brands").iterdir() if path.is_dir())


def read(folder):
    found, problems = brand.read(folder, languages=LANGUAGES)
    assert problems == []
    return found


def test_there_are_two():
    assert len(BRANDS) == 2


@pytest.mark.parametrize("folder", BRANDS, ids=lambda folder: folder.name)
def test_each_has_all_that_a_brand_can_have(folder):
    found = read(folder)
    assert found.logo
    assert found.icon
    assert found.contact
    assert found.columns
    assert found.social
    assert found.styles
    assert [set(page.texts) for page in found.pages.values()] == [{"en", "fr"}]
    assert len(list((folder / "templates").rglob("*.html"))) == 1
    assert found.type != brand.Type()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_they_look_like_nobody_else(scheme):
    first, second = (read(folder) for folder in BRANDS)
    for role in ("brand", "paper" if scheme == "dark" else "panel", "mast", "foot"):
        colours = [getattr(one, scheme)[role] for one in (first, second, brand.Brand())]
        assert len(set(colours)) == 3, (role, colours)
    assert len({one.rounding for one in (first, second, brand.Brand())}) == 3
    assert first.type.headings != second.type.headings


@pytest.mark.parametrize("folder", BRANDS, ids=lambda folder: folder.name)
def test_its_style_sheet_is_light(folder):
    assert len(gzip.compress(of_pages(read(folder)).body)) < 9_000

"""The gallery shows every page that the shop's templates name."""

import re
from pathlib import Path

import pytest

from tests.gallery.taking import BUDGET, FOLDER, LIST

NAMED = re.compile(r"{% block page %}([a-z-]+){% endblock")
# Pages whose pictures have other names than they: the walks name states.
STATES = {
    "cancel-order": "cancel",
    "not-found": "404",
    "unavailable": "503",
}
SEEN_BY_NOBODY = {"hand-over"}  # it opens Ingresso's page by itself, at once


def pages():
    roots = ("templates", "catalog/templates", "checkout/templates", "boxoffice/templates")
    found = {
        name
        for root in roots
        for path in Path(root).rglob("*.html")
        for name in NAMED.findall(path.read_text())
    }
    assert len(found) > 20
    return sorted(found - SEEN_BY_NOBODY)


def brands():
    return sorted(one for one in FOLDER.iterdir() if one.is_dir())


@pytest.mark.parametrize("page", pages())
def test_each_page_is_there_in_both_brands_light_and_dark_narrow_and_wide(page):
    state = STATES.get(page, page)
    assert len(brands()) == 2
    for brand in brands():
        for kind in ("phone-light", "phone-dark", "desktop-light", "desktop-dark"):
            found = [*brand.glob(f"{state}-{kind}.webp"), *brand.glob(f"{state}-*-{kind}.webp")]
            assert found, f"{brand.name}: no picture of {page}, {kind}"


def test_all_pictures_are_listed_and_light_enough_to_be_kept():
    pictures = list(FOLDER.rglob("*.webp"))
    assert sum(picture.stat().st_size for picture in pictures) < BUDGET
    text = LIST.read_text()
    assert [one.name for one in pictures if f"{one.parent.name}/{one.name}" not in text] == []
    listed = re.findall(r'src="(pictures/gallery/[^"]+)"', text)
    assert len(listed) == len(set(listed)) == len(pictures)

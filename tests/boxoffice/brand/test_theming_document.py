"""What partners are told is there is there, and what is there they are told of."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from boxoffice import brand
from boxoffice.brand import PAIRS, ROLES

TEXT = Path("docs/theming.md").read_text()
LANGUAGES = ("en", "fr", "de", "es", "ar")
DECLARED = re.compile(r"(?:^|[;{])\s*--([a-z0-9-]+):", re.MULTILINE)


def section(name):
    return re.split(r"^## ", TEXT.split(f"## {name}\n")[1], flags=re.MULTILINE)[0]


def rows(name):
    """The cells of each row of a section's table."""
    lines = [line for line in section(name).splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_colour_is_listed_with_what_it_must_be_told_apart_from():
    listed = {re.findall(r"`([a-z-]+)`", row[0])[0]: row[2] for row in rows("Colours")}
    assert set(listed) == set(ROLES)
    for role, told in listed.items():
        least = {ground: number for one, ground, number in PAIRS if one == role}
        grounds = set(re.findall(r"`([a-z-]+)`", told))
        assert grounds == set(least)
        if least:
            assert {float(told.rpartition(": ")[2])} == set(least.values())


def test_every_variable_is_listed():
    root = Path("static/shop.css").read_text().split(":root {")[1].split("\n  }")[0]
    there = set(DECLARED.findall(root)) - set(ROLES)
    listed = {name for row in rows("brand.css") for name in re.findall(r"`--([a-z0-9-]+)`", row[0])}
    assert listed == there


@pytest.mark.parametrize("row", rows("Templates"), ids=lambda row: row[0])
def test_each_template_worth_replacing_is_there_with_its_blocks(row):
    source = Path(get_template(row[0].strip("`")).origin.name).read_text()
    for block in re.findall(r"`(\w+)`", row[2]):
        assert re.search(rf"{{% block {block} %}}", source), block


def test_the_brand_that_is_shown_can_be_read(write):
    """The one in the document, with the files that it names."""
    toml = section("brand.toml").split("```toml\n")[1].split("```")[0]
    files = {f"static/{name}": "x" for name in re.findall(r'"([\w-]+\.(?:svg|woff2))"', toml)}
    found, problems = brand.read(write({"brand.toml": toml, **files}), languages=LANGUAGES)
    assert problems == []
    assert found.name == "The Velvet Lantern"
    assert found.type.fonts

"""A folder becomes a brand, or one message says everything that is wrong with it."""

import os
import subprocess
import sys

import pytest

from boxoffice import brand
from tests.boxoffice.test_start import SOUND

LANGUAGES = ("en", "fr", "de", "es", "ar")
WHOLE = """
name = "The Lantern"
seller = "The Lantern Ltd"
scheme = "dark"
icon = "icon.svg"
[logo]
light = "logo.svg"
width = 120
height = 30
[colours.light]
brand = "#0B57A4"
[type]
text = 'Own, Georgia, serif'
case = "uppercase"
[[type.fonts]]
family = "Own"
file = "own.woff2"
weight = "400 700"
[shape]
rounding = "0"
[contact]
address = ["12 Crypt Lane", "London"]
email = "us@lantern.example"
phone = "+44 (0)20 7946 0123"
[[footer]]
title = { en = "House", fr = "Maison" }
links = [{ text = "About", to = "/pages/about/" }]
[[social]]
text = "Elsewhere"
to = "https://social.example/us"
"""
FILES = {"static/logo.svg": "<svg/>", "static/icon.svg": "<svg />", "static/own.woff2": "font"}


def test_without_a_folder_the_shop_is_as_it_comes():
    found, problems = brand.read(None, languages=LANGUAGES)
    assert (found.name, found.seller, found.folder, problems) == ("Box office", "Box office", None, [])


def test_an_empty_folder_is_a_brand_that_changes_nothing(tmp_path):
    found, problems = brand.read(tmp_path, languages=LANGUAGES)
    assert problems == []
    assert (found.name, found.light, found.dark) == ("Box office", brand.LIGHT, brand.DARK)


def test_everything_that_can_be_said_is_read(write):
    found, problems = brand.read(write({"brand.toml": WHOLE, **FILES}), languages=LANGUAGES)
    assert problems == []
    assert (found.name, found.seller, found.scheme, found.icon) == (
        *("The Lantern", "The Lantern Ltd", "dark", "icon.svg"),
    )
    assert found.logo == brand.Logo(light="logo.svg", dark="", width=120, height=30)
    assert found.light["brand"] == "#0b57a4"
    assert found.type.fonts == (brand.Font("Own", "own.woff2", weight="400 700"),)
    assert found.rounding == "0"
    assert found.contact.dialled == "+4402079460123"
    (column,) = found.columns
    assert column.title == {"en": "House", "fr": "Maison"}
    assert column.links == (brand.Link({"": "About"}, "/pages/about/"),)


WRONG = {
    'nam = "Lantern"': "brand.toml: nam is unknown; there are name, ",
    "name = 7": "brand.toml: name must be one line of text",
    "name = [": "brand.toml cannot be read: ",
    'icon = "gone.svg"': "brand.toml: icon is “gone.svg”, and static/gone.svg is not there",
    'scheme = "night"': "brand.toml: scheme is “night”; allowed is light dark, light, dark",
    '[colours.light]\nbrand = "red"': "brand.toml: colours.light.brand is “red”; allowed is a colour like",
    '[colours.light]\nbrnd = "#000000"': "brand.toml: colours.light.brnd is unknown; there are paper, ink",
    '[colours.dark]\nbrand = "#332222"': "brand.toml: colours.dark cannot be read by everyone: brand #332222",
    '[logo]\nwidth = "wide"': "brand.toml: logo.width must be a whole number of pixels",
    "[logo]\nwidth = 10": "brand.toml: logo needs light, a file in static/, and its width and height",
    '[type]\ntext = "x; } body {"': "brand.toml: type.text is “x; } body",
    '[[type.fonts]]\nfamily = "A"': "brand.toml: type.fonts 1 needs a family, and a file that ends in",
    '[shape]\nrounding = "5%"': "brand.toml: shape.rounding is “5%”; allowed is 0, or a length like 0.5rem",
    '[contact]\nemail = "nobody"': "brand.toml: contact.email is “nobody”; allowed is an address like",
    "footer = 1": "brand.toml: footer must be a list of tables",
    '[[footer]]\ntitle = { tlh = "Q" }': "brand.toml: footer 1.title.tlh is no language of the shop’s",
    '[[social]]\ntext = "x"\nto = "javascript:alert(1)"': "brand.toml: social 1.to is “javascript:alert(1)”",
}


@pytest.mark.parametrize(("text", "sentence"), WRONG.items())
def test_what_is_wrong_is_named_by_file_and_key_with_what_is_allowed(wrong, text, sentence):
    said = wrong({"brand.toml": text})
    assert any(one.startswith(sentence) for one in said), said


def test_files_that_cannot_be_served_are_named(wrong):
    said = "\n".join(
        wrong(
            {
                "static/shell.sh": "rm",
                "static/strange name.svg": "<svg/>",
                "static/film.svg": "x" * 1_000_001,
                "static/a.woff2": "x" * 90_000,
                "static/b.woff2": "x" * 90_000,
                "brand.css": "@import 'x'; body { background: url(https://elsewhere.example/a.png) ",
                "pages/klingon/about.html": "<h1>Q</h1>",
                "pages/about.html": "<p>No title</p>",
                "pages/Über uns.html": "<h1>Us</h1>",
            }
        )
    )
    for sentence in (
        "static/shell.sh is of a kind that is not served; there are .svg",
        "static/strange name.svg has a name that no address can have",
        "static/film.svg is larger than 1000 KB",
        "static/ has 180 KB of fonts; 150 KB are allowed",
        "brand.css: @import is not allowed",
        "brand.css: as many { as } are needed",
        "brand.css: url(https://elsewhere.example/a.png) is no file in static/",
        "pages/about.html must begin with its title",
        "pages/Über uns.html must read like about.html",
    ):
        assert sentence in said
    assert "pages/klingon/ is no language of the shop’s; there are en, fr" in said


def test_a_brand_may_speak_more_languages_than_the_shop_that_wears_it(write):
    files = {
        "pages/de/about.html": "<h1>Wir</h1>",
        "brand.toml": '[[footer]]\ntitle = { en = "A", de = "B" }',
    }
    found, problems = brand.read(write(files), languages=("en",), known=LANGUAGES)
    assert problems == []
    assert found.pages == {}


def test_a_wrong_brand_stops_the_start_with_one_message_that_names_it_all(write):
    folder = write({"brand.toml": 'nam = "x"\n[colours.light]\nbrand = "red"'})
    done = subprocess.run(
        [sys.executable, "-c", "import boxoffice.settings"],
        env=SOUND | {"BRAND_DIR": str(folder), "PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode
    assert "- BRAND_DIR is wrong: brand.toml: nam is unknown" in done.stderr
    assert "- BRAND_DIR is wrong: brand.toml: colours.light.brand is “red”" in done.stderr

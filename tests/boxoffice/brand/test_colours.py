"""Colours by what they are for: the shop's own can be read, a brand's follow from the few that it says."""

import re
from pathlib import Path

import pytest

from boxoffice.brand import DARK, LIGHT, PAIRS, contrast
from boxoffice.brand.colours import mixed, too_near, whole

SHOP = Path("static/shop.css").read_text()


def test_the_style_sheet_has_the_same_colours_as_letters_tickets_and_admin():
    said = dict(re.findall(r"--([a-z-]+): (light-dark\(#\w{6}, #\w{6}\));", SHOP))
    assert said == {role: f"light-dark({LIGHT[role]}, {DARK[role]})" for role in LIGHT}


def test_contrast_is_counted_as_wcag_does():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_the_shops_own_can_be_read(palette):
    assert too_near(palette) == []


def test_what_cannot_be_read_names_the_pair_and_its_ratio():
    (sentence,) = too_near(LIGHT | {"star": "#ffcc00"})
    assert sentence == "star #ffcc00 on paper #ffffff has a contrast of 1.51, not 4.5"


def test_nothing_said_is_the_shops_own():
    assert whole({}, usual=LIGHT) == LIGHT


def test_one_colour_is_enough_and_what_stands_on_it_can_be_read():
    for brand in ("#0b57a4", "#b3005e", "#1a7431"):
        palette = whole({"brand": brand}, usual=LIGHT)
        assert palette["brand"] == brand
        assert too_near(palette) == []
        assert palette["brand-deep"] != LIGHT["brand-deep"]


def test_paper_and_ink_are_followed_by_all_that_lies_between():
    palette = whole({"paper": "#0f1a2b", "ink": "#f2f5fa", "brand": "#8cc4ff"} | OF_THE_DARK, usual=LIGHT)
    assert too_near(palette) == []
    assert {palette[role] for role in ("panel", "soft", "line", "edge")}.isdisjoint(LIGHT.values())
    assert palette["mast"] == "#0f1a2b"


OF_THE_DARK = {role: DARK[role] for role in ("wrong", "offer", "star")}


def test_colours_mix_by_shares():
    assert mixed("#ffffff", "#000000", 0.5) == "#808080"
    assert mixed("#123456", "#abcdef", 1) == "#123456"


def test_each_role_is_judged_against_something():
    grounds = {ground for _role, ground, _least in PAIRS}
    judged = {role for role, _ground, _least in PAIRS} | grounds
    assert judged == set(LIGHT) - {"line"}  # which only divides

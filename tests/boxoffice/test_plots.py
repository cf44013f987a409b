"""Bars: as high as what they stand for, between two lines, whatever the numbers."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxoffice.plots import HEIGHT, WIDTH, plot, round_up


def drawn(*values):
    names = [str(value) for value in values]
    return plot([Decimal(value) for value in values], said=names, labels=names)


def test_heights_go_with_the_values():
    found = drawn(0, 5, 10)
    heights = [Decimal(bar.height) for bar in found.bars]
    assert heights[0] == 0
    assert heights[1] * 2 == heights[2]
    assert found.top == "10"


@pytest.mark.parametrize(
    ("value", "top"), [(0, 0), ("0.3", 1), (1, 1), (3, 5), (11, 20), (51, 100), (999, 1000), (1001, 2000)]
)
def test_the_upper_line_is_a_round_number(value, top):
    assert round_up(Decimal(value)) == top


def test_nothing_at_all_is_a_plot_without_height():
    assert {bar.height for bar in drawn(0, 0).bars} == {"0"}
    assert drawn().bars == ()


@given(st.lists(st.decimals(min_value=0, max_value=10**9, places=2), max_size=40))
def test_every_bar_is_within_the_drawing(values):
    for bar in plot(values, said=[""] * len(values), labels=[""] * len(values)).bars:
        assert 0 <= Decimal(bar.x) <= Decimal(bar.x) + Decimal(bar.width) <= WIDTH
        assert 0 <= Decimal(bar.y) <= Decimal(bar.y) + Decimal(bar.height) <= HEIGHT

"""Bars, drawn on the server: places and sizes for a template that writes SVG. A table says the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10

WIDTH, HEIGHT = 300, 130  # of the drawing; pages scale it
LEFT, BELOW, ABOVE = 14, 18, 18
GAP = 0.2  # of a bar's place


@dataclass(frozen=True)
class Bar:
    x: str
    y: str
    width: str
    height: str
    said: str  # what it stands for, and how much
    label: str = ""  # below it, where there is room
    middle: str = ""


@dataclass(frozen=True)
class Plot:
    """`top` is the round number at the upper line, as text."""

    bars: tuple[Bar, ...]
    top: str
    top_y: str
    base_y: str
    width: int = WIDTH
    height: int = HEIGHT


def plot(
    values: Sequence[Decimal | int], *, said: Sequence[str], labels: Sequence[str], top: str = ""
) -> Plot:
    """A bar for each value of 0 or more, from left to right. `top`: the upper line's number, as written."""
    highest = Decimal(round_up(max(values, default=0)))
    base, room = HEIGHT - BELOW, HEIGHT - BELOW - ABOVE
    place = Decimal(WIDTH - 2 * LEFT) / max(1, len(values))
    bars = []
    for number, value in enumerate(values):
        height = room * Decimal(value) / highest if highest else Decimal()
        x = LEFT + place * number
        bars.append(
            Bar(
                x=_short(x + place * Decimal(GAP) / 2),
                y=_short(base - height),
                width=_short(place * Decimal(1 - GAP)),
                height=_short(height),
                said=said[number],
                label=labels[number],
                middle=_short(x + place / 2),
            )
        )
    return Plot(tuple(bars), top or f"{highest:f}", top_y=str(ABOVE), base_y=str(base))


def round_up(value: Decimal | int) -> int:
    """The next of 1, 2, 5, 10, 20, 50 and so on; 0 of nothing."""
    if value <= 0:
        return 0
    if value <= 1:
        return 1
    power = 10 ** floor(log10(float(value)))
    step = next(step for step in (1, 2, 5, 10) if step * power >= value)
    return ceil(step * power)


def _short(number: Decimal) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")

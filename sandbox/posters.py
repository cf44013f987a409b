"""Posters: what an event's class makes one draw, in colours that come from a number."""

import colorsys
import random
from collections.abc import Callable

from sandbox.drawing import Canvas, Colour

DARK, DEEP, BRIGHT, PALE, LIGHT, GLOW = range(6)
SIZES = {
    "square": (140, 140),
    "landscape": (220, 115),
    "marquee": (700, 300),
    "supplier": (160, 80),
}
TRIPLET = (520, 390)


def poster(kind: str, *, name: str, seed: int) -> bytes:
    """The picture of one of the documented sizes. The five triplets show the same thing differently."""
    width, height = SIZES.get(name, TRIPLET)
    chance = random.Random(f"{seed}{name if name.startswith('triplet') else ''}")
    canvas = _canvas(width, height, hue=seed % 360 / 360)
    draw = _roundel if name == "supplier" else MOTIFS.get(kind, _curtains)
    draw(canvas, chance)
    return canvas.png()


def _canvas(width: int, height: int, *, hue: float) -> Canvas:
    colours = (
        _colour(hue, 0.16, 0.45),
        _colour(hue, 0.28, 0.5),
        _colour(hue + 0.45, 0.58, 0.5),
        _colour(hue + 0.08, 0.75, 0.5),
        _colour(hue + 0.12, 0.92, 0.6),
        _colour(0.14, 0.85, 0.9),
    )
    top, bottom = _colour(hue, 0.24, 0.6), _colour(hue + 0.1, 0.62, 0.55)
    return Canvas(width, height, top=top, bottom=bottom, colours=colours)


def _colour(hue: float, lightness: float, saturation: float) -> Colour:
    red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue % 1, lightness, saturation))
    return red, green, blue


def _curtains(canvas: Canvas, chance: random.Random) -> None:
    """A stage, a beam of light, and curtains that are drawn back."""
    centre = chance.uniform(0.35, 0.65)
    canvas.polygon(
        [(centre - 0.03, 0), (centre + 0.03, 0), (centre + 0.24, 0.86), (centre - 0.24, 0.86)], PALE
    )
    canvas.rectangle(0, 0.82, 1, 0.18, DARK)
    canvas.polygon(
        [(centre - 0.24, 0.86), (centre + 0.24, 0.86), (centre + 0.16, 0.92), (centre - 0.16, 0.92)], LIGHT
    )
    for fold in range(6):
        inner = 0.26 - fold * 0.045
        colour = DEEP if fold % 2 else DARK
        canvas.polygon([(0, 0), (inner, 0), (inner * 0.55, 0.55), (inner * 0.8, 0.95), (0, 0.95)], colour)
        canvas.polygon(
            [(1, 0), (1 - inner, 0), (1 - inner * 0.55, 0.55), (1 - inner * 0.8, 0.95), (1, 0.95)], colour
        )
    canvas.rectangle(0, 0, 1, 0.07, BRIGHT)
    canvas.circle(centre, 0.62, 0.06, GLOW)


def _arcs(canvas: Canvas, chance: random.Random) -> None:
    """Ribbons around a moon."""
    x, y = chance.uniform(0.3, 0.7), chance.uniform(0.3, 0.5)
    for ring, colour in enumerate((DEEP, PALE, DARK, BRIGHT, LIGHT)):
        canvas.circle(x + ring * 0.02, y + ring * 0.03, 0.44 - ring * 0.075, colour)
    canvas.polygon([(0, 1), (0, 0.8), (0.4, 0.92), (0.75, 0.78), (1, 0.9), (1, 1)], DARK)


def _bars(canvas: Canvas, chance: random.Random) -> None:
    """Music, as a row of bars with lights above."""
    for number in range(16):
        height = chance.uniform(0.12, 0.7)
        colour = (BRIGHT, PALE, LIGHT)[number % 3]
        canvas.rectangle(0.04 + number * 0.058, 0.92 - height, 0.042, height, colour)
    for number in range(7):
        canvas.circle(0.08 + number * 0.14, 0.08, 0.03, GLOW)
    canvas.rectangle(0, 0.92, 1, 0.08, DARK)


def _face(canvas: Canvas, chance: random.Random) -> None:
    """A face that has just got the joke."""
    x = chance.uniform(0.4, 0.6)
    canvas.circle(x, 0.52, 0.4, GLOW)
    canvas.circle(x, 0.58, 0.26, DARK)
    canvas.circle(x, 0.5, 0.27, GLOW)
    for side in (-0.13, 0.13):
        canvas.circle(x + side, 0.4, 0.05, DARK)
        canvas.circle(x + side * 1.5, 0.52, 0.05, BRIGHT)


def _skyline(canvas: Canvas, chance: random.Random) -> None:
    """Towers with lit windows."""
    canvas.circle(chance.uniform(0.2, 0.8), 0.24, 0.12, GLOW)
    left = 0.0
    while left < 1:
        width, height = chance.uniform(0.08, 0.16), chance.uniform(0.25, 0.68)
        canvas.rectangle(left, 1 - height, width, height, chance.choice((DARK, DEEP)))
        for row in range(int(height * 12)):
            for window in range(2):
                if chance.random() < 0.5:
                    canvas.rectangle(
                        left + 0.02 + window * width / 2, 1.03 - height + row * 0.08, 0.02, 0.03, LIGHT
                    )
        left += width + 0.01


def _columns(canvas: Canvas, chance: random.Random) -> None:
    """A temple of the muses."""
    canvas.polygon([(0.12, 0.4), (0.5, 0.14), (0.88, 0.4)], PALE)
    canvas.circle(0.5, 0.31, 0.06, chance.choice((BRIGHT, DEEP)))
    canvas.rectangle(0.14, 0.4, 0.72, 0.06, LIGHT)
    for number in range(6):
        canvas.rectangle(0.17 + number * 0.12, 0.46, 0.06, 0.36, LIGHT if number % 2 else PALE)
    canvas.rectangle(0.1, 0.82, 0.8, 0.06, DEEP)
    canvas.rectangle(0, 0.88, 1, 0.12, DARK)


def _hills(canvas: Canvas, chance: random.Random) -> None:
    """A sun, three hills, a road."""
    canvas.circle(chance.uniform(0.25, 0.75), 0.38, 0.16, GLOW)
    for base, colour in ((0.55, PALE), (0.68, DEEP), (0.8, DARK)):
        ridge = [(step / 6, base - chance.uniform(-0.06, 0.12)) for step in range(7)]
        canvas.polygon([(0, 1), *ridge, (1, 1)], colour)
    bend = chance.uniform(0.3, 0.7)
    canvas.polygon([(bend - 0.12, 1), (bend + 0.12, 1), (bend + 0.03, 0.84), (bend - 0.01, 0.84)], LIGHT)


def _pitch(canvas: Canvas, chance: random.Random) -> None:
    """A mown field and a ball."""
    for number in range(8):
        canvas.rectangle(number / 8, 0.45, 1 / 8, 0.55, DEEP if number % 2 else DARK)
    for number in range(60):
        canvas.circle(
            number / 60 + 0.01, 0.36 + chance.uniform(-0.08, 0.04), 0.02, chance.choice((BRIGHT, PALE, LIGHT))
        )
    x = chance.uniform(0.3, 0.7)
    canvas.circle(x, 0.7, 0.15, LIGHT)
    canvas.circle(x, 0.7, 0.05, DARK)


def _parcel(canvas: Canvas, chance: random.Random) -> None:
    """Something wrapped."""
    tilt = chance.uniform(-0.02, 0.02)
    canvas.polygon([(0.28, 0.36 + tilt), (0.72, 0.36 - tilt), (0.72, 0.86), (0.28, 0.86)], BRIGHT)
    canvas.rectangle(0.46, 0.34, 0.08, 0.52, LIGHT)
    canvas.polygon([(0.24, 0.32 + tilt), (0.76, 0.32 - tilt), (0.76, 0.42 - tilt), (0.24, 0.42 + tilt)], PALE)
    for side in (-0.07, 0.07):
        canvas.circle(0.5 + side, 0.26, 0.08, LIGHT)
        canvas.circle(0.5 + side, 0.26, 0.045, DEEP)


def _roundel(canvas: Canvas, chance: random.Random) -> None:
    """A supplier's mark."""
    canvas.circle(0.25, 0.5, 0.38, LIGHT)
    canvas.circle(0.25, 0.5, 0.22, chance.choice((BRIGHT, DEEP)))
    for number in range(3):
        canvas.rectangle(0.48, 0.28 + number * 0.18, 0.44 - number * 0.1, 0.1, PALE)


MOTIFS: dict[str, Callable[[Canvas, random.Random], None]] = {
    "theatre": _curtains,
    "musical": _curtains,
    "opera": _arcs,
    "dance": _arcs,
    "circuscabaret": _arcs,
    "concert": _bars,
    "comedy": _face,
    "family": _face,
    "sport": _pitch,
    "attract": _skyline,
    "hotel": _skyline,
    "museum": _columns,
    "tours": _hills,
    "dining": _parcel,
    "merch": _parcel,
}

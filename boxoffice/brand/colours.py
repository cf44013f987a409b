"""Colours by what they are for: what a brand does not say is derived, what cannot be read is named."""

import re
from collections.abc import Mapping

HEX = re.compile(r"#[0-9a-fA-F]{6}")
TEXT, SHAPE = 4.5, 3.0  # the contrast that WCAG AA asks for

Palette = Mapping[str, str]  # by role, as `#rrggbb`

LIGHT: Palette = {
    "paper": "#ffffff",
    "ink": "#1d1a22",
    "soft": "#5b5564",
    "line": "#ddd8e2",
    "edge": "#7c7486",
    "panel": "#f7f4f9",
    "brand": "#7a1f3d",
    "brand-deep": "#5c142c",
    "on-brand": "#ffffff",
    "wrong": "#a3121f",
    "offer": "#0b5d3b",
    "star": "#8a5a00",
    "mast": "#ffffff",
    "on-mast": "#1d1a22",
    "foot": "#2a1220",
    "on-foot": "#f1e6ec",
}
DARK: Palette = {
    "paper": "#16141a",
    "ink": "#f1eef5",
    "soft": "#b9b2c4",
    "line": "#3d3648",
    "edge": "#8f8799",
    "panel": "#211d27",
    "brand": "#ff9db8",
    "brand-deep": "#ffc2d2",
    "on-brand": "#2a0714",
    "wrong": "#ff9c9c",
    "offer": "#7fe0b2",
    "star": "#f5c451",
    "mast": "#16141a",
    "on-mast": "#f1eef5",
    "foot": "#0f0d12",
    "on-foot": "#d9d2e0",
}
ROLES = tuple(LIGHT)
# Who is read on whom, and how well it must be told apart.
PAIRS = (
    *(
        (role, ground, TEXT)
        for ground in ("paper", "panel")
        for role in ("ink", "soft", "brand", "brand-deep")
    ),
    *((role, ground, TEXT) for ground in ("paper", "panel") for role in ("wrong", "offer")),
    ("star", "paper", TEXT),
    ("on-brand", "brand", TEXT),
    ("on-brand", "brand-deep", TEXT),
    ("on-mast", "mast", TEXT),
    ("on-foot", "foot", TEXT),
    ("edge", "paper", SHAPE),
    ("edge", "panel", SHAPE),
)


def whole(said: Palette, *, usual: Palette) -> Palette:
    """What was said, and the rest made of it. Neighbours of a colour follow it; strangers stay the shop's."""
    paper, ink = said.get("paper", usual["paper"]), said.get("ink", usual["ink"])
    brand = said.get("brand", usual["brand"])
    panel = said.get("panel", mixed(ink, paper, 0.05))
    made = {
        **usual,
        "panel": panel,
        "soft": _readable(mixed(ink, paper, 0.7), on=panel, towards=ink, ratio=TEXT),
        "line": mixed(ink, paper, 0.18),
        "edge": _readable(mixed(ink, paper, 0.5), on=panel, towards=ink, ratio=SHAPE),
        "brand-deep": mixed(ink, brand, 0.3),
        "on-brand": max("#ffffff", mixed("#000000", brand, 0.85), key=lambda one: contrast(one, brand)),
        "mast": paper,
        "on-mast": ink,
        "foot": panel,
        "on-foot": ink,
    }
    if not said.keys() & {"paper", "ink", "panel"}:
        made |= {role: usual[role] for role in ("panel", "soft", "line", "edge", "mast", "on-mast")}
        made |= {role: usual[role] for role in ("foot", "on-foot")}
    if "brand" not in said:
        made |= {role: usual[role] for role in ("brand-deep", "on-brand")}
    return made | dict(said)


def too_near(palette: Palette) -> list[str]:
    """Pairs that cannot be told apart well enough, each as a sentence."""
    return [
        f"{role} {palette[role]} on {ground} {palette[ground]} has a contrast of {ratio:.2f}, not {least}"
        for role, ground, least in PAIRS
        if (ratio := contrast(palette[role], palette[ground])) < least
    ]


def contrast(one: str, other: str) -> float:
    """From 1, the same, to 21, black and white, as WCAG counts it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(one: str, other: str, share: float) -> str:
    """So much of the first, and the rest of the second."""
    parts = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(mine * share + theirs * (1 - share)):02x}" for mine, theirs in parts)


def _readable(colour: str, *, on: str, towards: str, ratio: float) -> str:
    """The colour, or the first on the way to another one that is told apart well enough."""
    steps = (mixed(towards, colour, step / 10) for step in range(11))
    return next((one for one in steps if contrast(one, on) >= ratio), towards)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)

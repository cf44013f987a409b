"""The style sheets of a brand: the shop's own with the brand's values after it, and the admin's colours.

A page asks for one file, whether it is of the shop or of a brand.
"""

from functools import cache
from pathlib import Path

from .colours import ROLES, mixed
from .files import a_file
from .values import Brand, File

SHOP = Path(__file__).resolve().parents[2] / "static" / "shop.css"


@cache
def of_pages(brand: Brand) -> File:
    """The variables stand where the shop's own do, so that a page which sets one of them still can."""
    parts = (
        SHOP.read_text(encoding="utf-8"),
        *(_font_face(brand, number) for number in range(len(brand.type.fonts))),
        f"@layer base {{\n  :root {{\n{_lines(variables(brand))}\n  }}\n}}",
        f"@layer brand {{\n{brand.styles}\n}}" if brand.styles else "",
    )
    return a_file("shop.css", "\n".join(part for part in parts if part).encode())


@cache
def of_admin(brand: Brand) -> File:
    """Django's own variables, by which its admin is coloured."""
    light, dark = _lines(_admin(brand, dark=False)), _lines(_admin(brand, dark=True))
    rules = (
        f':root, html[data-theme="light"] {{\n{light}\n}}',
        f"@media (prefers-color-scheme: dark) {{\n  :root {{\n{dark}\n  }}\n}}",
        f'html[data-theme="dark"] {{\n{dark}\n}}\n',
    )
    return a_file("staff.css", "\n".join(rules).encode())


def variables(brand: Brand) -> dict[str, str]:
    """By name, without what the brand leaves as it is."""
    wanted = {f"--{role}": f"light-dark({brand.light[role]}, {brand.dark[role]})" for role in ROLES}
    said = {
        "color-scheme": brand.scheme if brand.scheme != "light dark" else "",
        "--text": brand.type.text,
        "--headings": brand.type.headings,
        "--headings-weight": brand.type.weight,
        "--headings-case": brand.type.case,
        "--headings-spacing": brand.type.spacing,
        "--round": brand.rounding,
        "--round-button": brand.rounding_of_buttons,
    }
    return wanted | {name: value for name, value in said.items() if value}


def _font_face(brand: Brand, number: int) -> str:
    font = brand.type.fonts[number]
    address = brand.files[font.file].address
    return (
        f'@font-face {{ font-family: {font.family}; src: url("{address}") format("woff2"); '
        f"font-weight: {font.weight}; font-style: {font.style}; font-display: swap; }}"
    )


def _admin(brand: Brand, *, dark: bool) -> dict[str, str]:
    colours = brand.dark if dark else brand.light
    mast = brand.dark["panel"] if dark else brand.light["brand"]
    on_mast = brand.dark["ink"] if dark else brand.light["on-brand"]
    return {
        "--primary": mixed(colours["brand"], colours["paper"], 0.25 if dark else 0.14),
        "--primary-fg": colours["ink"],
        "--secondary": mast,
        "--accent": on_mast,
        "--body-fg": colours["ink"],
        "--body-bg": colours["paper"],
        "--body-quiet-color": colours["soft"],
        "--body-loud-color": colours["ink"],
        "--header-color": on_mast,
        "--header-branding-color": on_mast,
        "--header-bg": mast,
        "--header-link-color": on_mast,
        "--breadcrumbs-fg": colours["ink"],
        "--breadcrumbs-link-fg": colours["brand"],
        "--breadcrumbs-bg": mixed(colours["brand"], colours["paper"], 0.12),
        "--link-fg": colours["brand"],
        "--link-hover-color": colours["brand-deep"],
        "--link-selected-fg": colours["brand-deep"],
        "--hairline-color": colours["line"],
        "--border-color": colours["edge"],
        "--error-fg": colours["wrong"],
        "--darkened-bg": colours["panel"],
        "--selected-bg": mixed(colours["brand"], colours["paper"], 0.12),
        "--selected-row": mixed(colours["brand"], colours["paper"], 0.12),
        "--button-fg": colours["on-brand"],
        "--button-bg": colours["brand"],
        "--button-hover-bg": colours["brand-deep"],
        "--default-button-bg": colours["brand"],
        "--default-button-hover-bg": colours["brand-deep"],
        "--close-button-bg": colours["soft"],
        "--close-button-hover-bg": colours["ink"],
    }


def _lines(values: dict[str, str]) -> str:
    return "\n".join(f"    {name}: {value};" for name, value in values.items())

"""What a brand is once it is read: frozen values, the shop's own for what a partner did not say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .colours import DARK, LIGHT, TEXT, Palette, contrast

Said = Mapping[str, str]  # by language; "" where it is the same in all


def in_language(said: Said, language: str, *, usual: str) -> str:
    """What is said in that language, else in the shop's usual one, else in any."""
    wanted = (language, "", usual, *said)
    return next((said[code] for code in wanted if code in said), "")


@dataclass(frozen=True)
class Logo:
    """Files of the brand's `static/`. Width and height in CSS pixels, as it stands in the header."""

    light: str
    dark: str
    width: int
    height: int


@dataclass(frozen=True)
class Font:
    """A file of the brand's `static/`, and the text that it is for."""

    family: str
    file: str
    weight: str = "400"
    style: str = "normal"


@dataclass(frozen=True)
class Type:
    """Families as CSS lists them; "" for the shop's own."""

    text: str = ""
    headings: str = ""
    weight: str = ""
    case: str = ""
    spacing: str = ""
    fonts: tuple[Font, ...] = ()


@dataclass(frozen=True)
class Link:
    """`to` is an address of the shop's, or a whole one."""

    text: Said
    to: str


@dataclass(frozen=True)
class Column:
    title: Said
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Contact:
    address: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""

    @property
    def dialled(self) -> str:
        return "".join(sign for sign in self.phone if sign in "+0123456789")


@dataclass(frozen=True)
class OwnPage:
    """A page of the partner's, by language: its title and what it says."""

    slug: str
    texts: Mapping[str, tuple[str, str]]

    def language(self, wanted: str, *, usual: str) -> str:
        """The one wanted, else the shop's usual one, else any."""
        return next(code for code in (wanted, usual, *self.texts) if code in self.texts)


@dataclass(frozen=True)
class File:
    """A file of the brand's, kept in memory, at an address that tells its content."""

    name: str
    address: str
    body: bytes
    kind: str


@dataclass(frozen=True, eq=False)
class Brand:
    """How a shop looks and who speaks in it. A process has one, so it is compared by itself alone."""

    name: str = "Box office"
    seller: str = "Box office"
    folder: Path | None = None
    scheme: str = "light dark"
    light: Palette = field(default_factory=lambda: LIGHT)
    dark: Palette = field(default_factory=lambda: DARK)
    logo: Logo | None = None
    icon: str = ""
    type: Type = Type()
    rounding: str = ""
    rounding_of_buttons: str = ""
    columns: tuple[Column, ...] = ()
    contact: Contact | None = None
    social: tuple[Link, ...] = ()
    pages: Mapping[str, OwnPage] = field(default_factory=dict)
    files: Mapping[str, File] = field(default_factory=dict)
    styles: str = ""  # its brand.css

    @property
    def printed(self) -> str:
        """The colour that names the shop on white paper: its own where that can be read there, else black."""
        own = (self.light["brand"], self.dark["brand"], self.light["ink"])
        return next((colour for colour in own if contrast(colour, "#ffffff") >= TEXT), "#000000")

    @property
    def inline(self) -> dict[str, dict[str, str]]:
        """Both palettes for templates that write colours down, as letters do: `inline.light.on_brand`."""
        named = {"light": self.light, "dark": self.dark}
        return {
            scheme: {role.replace("-", "_"): colour for role, colour in palette.items()}
            for scheme, palette in named.items()
        }

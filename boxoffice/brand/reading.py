"""From a folder to a Brand, with a sentence about everything that is wrong."""

import re
import tomllib
from pathlib import Path
from typing import Any

from . import said
from .colours import DARK, HEX, LIGHT, ROLES, Palette, too_near, whole
from .files import read_files, with_addresses
from .own_pages import read_pages
from .said import Table
from .values import Brand, Column, Contact, File, Font, Link, Logo, OwnPage, Type

SCHEMES = ("light dark", "light", "dark")
CASES = ("none", "uppercase", "lowercase", "capitalize")


def read(
    folder: Path | None, *, languages: tuple[str, ...], known: tuple[str, ...] = ()
) -> tuple[Brand, list[str]]:
    """The brand in that folder, or the shop's own, and what is wrong with it.

    `languages`: those of this shop, the usual one first; `known`: all that a shop can have, for a brand may
    speak more of them than the shop that wears it.
    """
    if folder is None:
        return Brand(), []
    problems: list[str] = []
    try:
        return _Reader(
            folder, languages=languages, known=known or languages, problems=problems
        ).read(), problems
    except OSError as error:
        return Brand(), [f"{error.filename} cannot be read: {error.strerror}"]


class _Reader:
    def __init__(
        self, folder: Path, *, languages: tuple[str, ...], known: tuple[str, ...], problems: list[str]
    ) -> None:
        self.folder, self.languages, self.known, self.problems = folder, languages, known, problems
        self.files: dict[str, File] = {}

    def read(self) -> Brand:
        self.files = read_files(self.folder / "static", problems=self.problems)
        top = Table(self._toml(), name="", problems=self.problems)
        name = top.text("name") or Brand.name
        colours, shape = top.table("colours"), top.table("shape")
        brand = Brand(
            name=name,
            seller=top.text("seller") or name,
            folder=self.folder,
            scheme=top.text("scheme", shape=_one_of(SCHEMES), allowed=_listed(SCHEMES)) or SCHEMES[0],
            light=self._palette(colours, "light", usual=LIGHT),
            dark=self._palette(colours, "dark", usual=DARK),
            logo=self._logo(top.table("logo")),
            icon=self._file(top, "icon"),
            type=self._type(top.table("type")),
            rounding=_length(shape, "rounding"),
            rounding_of_buttons=_length(shape, "buttons"),
            columns=tuple(self._column(one) for one in top.tables("footer")),
            contact=_contact(top.table("contact")),
            social=tuple(self._link(one) for one in top.tables("social")),
            pages=self._pages(),
            files=self.files,
            styles=self._styles(),
        )
        for table in (top, colours, shape):
            table.end()
        return brand

    def _toml(self) -> dict[str, Any]:
        path = self.folder / "brand.toml"
        try:
            return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.problems.append(f"brand.toml cannot be read: {error}")
            return {}

    def _pages(self) -> dict[str, OwnPage]:
        folder, spoken = self.folder / "pages", self.languages
        return read_pages(folder, languages=spoken, known=self.known, problems=self.problems)

    def _styles(self) -> str:
        path = self.folder / "brand.css"
        if not path.exists():
            return ""
        styles = path.read_text(encoding="utf-8")
        if "@import" in styles:
            self.problems.append("brand.css: @import is not allowed; write it all into this file")
        if styles.count("{") != styles.count("}"):
            self.problems.append("brand.css: as many { as } are needed")
        return with_addresses(styles, self.files, problems=self.problems)

    def _palette(self, colours: Table, scheme: str, *, usual: Palette) -> Palette:
        table = colours.table(scheme)
        wanted = "a colour like #7a1f3d"
        given = {role: table.text(role, shape=HEX, allowed=wanted).lower() for role in ROLES}
        table.end()
        palette = whole({role: value for role, value in given.items() if value}, usual=usual)
        for pair in too_near(palette):
            table.wrong("", f"cannot be read by everyone: {pair}")
        return palette

    def _logo(self, table: Table) -> Logo | None:
        if table.is_empty:
            return None
        logo = Logo(
            light=self._file(table, "light"),
            dark=self._file(table, "dark"),
            width=table.whole("width"),
            height=table.whole("height"),
        )
        table.end()
        if not (logo.light and logo.width and logo.height):
            table.wrong("", "needs light, a file in static/, and its width and height")
        return logo

    def _type(self, table: Table) -> Type:
        families: dict[str, Any] = {"shape": said.FAMILIES, "allowed": "a list of families, as CSS writes it"}
        weights: dict[str, Any] = {
            "shape": said.WEIGHT,
            "allowed": "a weight like 400, of a variable font 100 900",
        }
        fonts = []
        for one in table.tables("fonts"):
            styles = ("normal", "italic")
            font = Font(
                family=one.text("family", **families),
                file=self._file(one, "file"),
                weight=one.text("weight", **weights) or "400",
                style=one.text("style", shape=_one_of(styles), allowed=_listed(styles)) or "normal",
            )
            one.end()
            if not font.family or not font.file.endswith(".woff2"):
                one.wrong("", "needs a family, and a file that ends in .woff2")
            fonts.append(font)
        found = Type(
            text=table.text("text", **families),
            headings=table.text("headings", **families),
            weight=table.text("weight", **weights),
            case=table.text("case", shape=_one_of(CASES), allowed=_listed(CASES)),
            spacing=_length(table, "spacing"),
            fonts=tuple(fonts),
        )
        table.end()
        return found

    def _column(self, table: Table) -> Column:
        column = Column(
            title=table.said("title", known=self.known),
            links=tuple(self._link(one) for one in table.tables("links")),
        )
        table.end()
        return column

    def _link(self, table: Table) -> Link:
        allowed = "/ and an address of the shop’s, or https://, mailto:, tel: and another’s"
        text = table.said("text", known=self.known)
        link = Link(text=text, to=table.text("to", shape=said.ADDRESS, allowed=allowed))
        table.end()
        if not link.to:
            table.wrong("to", "is missing")
        return link

    def _file(self, table: Table, key: str) -> str:
        name = table.text(key)
        if name and name not in self.files:
            table.wrong(key, f"is “{name}”, and static/{name} is not there, or cannot be served")
            return ""
        return name


def _contact(table: Table) -> Contact | None:
    if table.is_empty:
        return None
    contact = Contact(
        address=table.lines("address"),
        email=table.text("email", shape=said.EMAIL, allowed="an address like tickets@shop.example"),
        phone=table.text("phone", shape=said.PHONE, allowed="a number like +44 20 7946 0000"),
    )
    table.end()
    return contact


def _length(table: Table, key: str) -> str:
    return table.text(key, shape=said.LENGTH, allowed="0, or a length like 0.5rem")


def _one_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(words))


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words)

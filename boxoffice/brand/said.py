"""Reads tables of brand.toml, and notes everything that is wrong: file and key, and what is allowed."""

import re
from collections.abc import Iterator
from typing import Any

from .values import Said

FAMILIES = re.compile(r"""[\w \-,."']+""")
LENGTH = re.compile(r"0|-?\d+(\.\d+)?(rem|em|px)")
WEIGHT = re.compile(r"[1-9]\d{2}( [1-9]\d{2})?")
ADDRESS = re.compile(r"(/(?!/)|https://|http://|mailto:|tel:)\S*")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
PHONE = re.compile(r"[+()\d\s.-]{5,}")


class Table:
    """One table, by its name in the file. What nobody asked for by the end is unknown."""

    def __init__(self, values: Any, *, name: str, problems: list[str]) -> None:
        self.name, self.problems = name, problems
        if not isinstance(values, dict):
            self.wrong("", "must be a table")
            values = {}
        self._values: dict[str, Any] = dict(values)
        self._known: list[str] = []

    def text(self, key: str, *, shape: re.Pattern[str] | None = None, allowed: str = "") -> str:
        """A line of text; "" where there is none."""
        value = self._taken(key, "")
        if not isinstance(value, str) or not value.isprintable():
            return self.wrong(key, "must be one line of text")
        if value and shape and not shape.fullmatch(value):
            return self.wrong(key, f"is “{value}”; allowed is {allowed}")
        return value.strip()

    def whole(self, key: str) -> int:
        """A size in pixels; 0 where there is none."""
        value = self._taken(key, 0)
        if not isinstance(value, int) or not 0 <= value <= 2000:
            self.wrong(key, "must be a whole number of pixels, 2000 at most")
            return 0
        return value

    def lines(self, key: str) -> tuple[str, ...]:
        value = self._taken(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.wrong(key, "must be a list of lines")
            return ()
        return tuple(value)

    def said(self, key: str, *, known: tuple[str, ...]) -> Said:
        """A text, or a text for each language: `{ en = "About", fr = "À propos" }`."""
        value = self._taken(key, "")
        if isinstance(value, str) and value.strip():
            return {"": value.strip()}
        if (
            not isinstance(value, dict)
            or not value
            or not all(isinstance(one, str) for one in value.values())
        ):
            self.wrong(key, "must be a text, or a table of texts by language")
            return {}
        for code in value.keys() - set(known):
            self.wrong(f"{key}.{code}", f"is no language of the shop’s; there are {', '.join(known)}")
        return dict(value)

    def table(self, key: str) -> "Table":
        return Table(self._taken(key, {}), name=self._at(key), problems=self.problems)

    def tables(self, key: str) -> Iterator["Table"]:
        value = self._taken(key, [])
        if not isinstance(value, list):
            self.wrong(key, "must be a list of tables")
            value = []
        for number, one in enumerate(value, start=1):
            yield Table(one, name=f"{self._at(key)} {number}", problems=self.problems)

    @property
    def is_empty(self) -> bool:
        return not self._values

    def end(self) -> None:
        """Whatever is left was meant, and means nothing."""
        for key in self._values.keys() - set(self._known):
            self.wrong(key, f"is unknown; there are {', '.join(self._known)}")

    def wrong(self, key: str, what: str) -> str:
        self.problems.append(f"brand.toml: {self._at(key)} {what}")
        return ""

    def _at(self, key: str) -> str:
        return ".".join(part for part in (self.name, key) if part)

    def _taken(self, key: str, default: Any) -> Any:
        self._known.append(key)
        return self._values.get(key, default)

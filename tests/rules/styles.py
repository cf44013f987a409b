"""Whether every class that a style sheet knows is said by some template, script or module of the shop."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.rules.texts import texts

ROOMS = ("boxoffice/", "catalog/", "checkout/", "templates/", "static/")
SPEAKERS = (".html", ".js", ".py")
NOTES = re.compile(r"/\*.*?\*/", re.DOTALL)
SELECTORS = re.compile(r"([^{};]+)\{")
CLASS = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
WORD = re.compile(r"[\w-]+")


def unused(root: Path, *, made: re.Pattern[str], besides: set[str]) -> list[str]:
    """Each class that nobody says, with its file.

    `made`: classes that are put together from parts; `besides`: sheets for pages of others.
    """
    said = _said(root)
    return [
        f"{name}: .{one}"
        for name, text in texts(root)
        if name.startswith("static/") and name.endswith(".css") and name not in besides
        for one in sorted(_classes(text))
        if one not in said and not made.fullmatch(one)
    ]


def _classes(sheet: str) -> set[str]:
    plain = NOTES.sub("", sheet)
    return {
        one for selector in SELECTORS.findall(plain) if "@" not in selector for one in CLASS.findall(selector)
    }


def _said(root: Path) -> set[str]:
    return {word for text in _speakers(root) for word in WORD.findall(text)}


def _speakers(root: Path) -> Iterator[str]:
    return (text for name, text in texts(root) if name.startswith(ROOMS) and name.endswith(SPEAKERS))

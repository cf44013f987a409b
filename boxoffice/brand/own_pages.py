"""A brand's own pages: `pages/about.html` in the shop's first language, `pages/fr/about.html` in another."""

import re
from html import unescape
from pathlib import Path

from .values import OwnPage

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
HEADING = re.compile(r"\s*<h1[^>]*>(.*?)</h1>(.*)", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<[^>]*>")
ENDINGS = {".html", ".txt"}


def read_pages(
    folder: Path, *, languages: tuple[str, ...], known: tuple[str, ...], problems: list[str]
) -> dict[str, OwnPage]:
    """By slug. The first of `languages` is the one that files beside the folders are in."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.name.startswith("."):
            continue
        name = path.relative_to(folder)
        language = name.parts[0] if len(name.parts) > 1 else languages[0]
        if language not in known:
            problems.append(
                f"pages/{name.parts[0]}/ is no language of the shop’s; there are {', '.join(known)}"
            )
        elif len(name.parts) > 2 or path.suffix not in ENDINGS or not SLUG.fullmatch(path.stem):
            problems.append(f"pages/{name.as_posix()} must read like about.html, or fr/about.html")
        elif (said := _said(path)) is None:
            problems.append(f"pages/{name.as_posix()} must begin with its title: a first line, or an h1")
        elif language in languages:
            found.setdefault(path.stem, {})[language] = said
    return {slug: OwnPage(slug, texts) for slug, texts in found.items()}


def _said(path: Path) -> tuple[str, str] | None:
    """Its title, and what follows; plain text has its title in its first line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    if path.suffix == ".txt":
        title, _, body = text.strip().partition("\n")
        return (title.lstrip("# ").strip(), body) if title.strip() else None
    heading = HEADING.fullmatch(text)
    title = unescape(TAG.sub("", heading[1])).strip() if heading else ""
    return (" ".join(title.split()), heading[2]) if heading and title else None

"""Whether links between the repository's documents lead somewhere: to a file, and to a heading of it."""

import re
from pathlib import Path
from urllib.parse import unquote

from tests.rules.texts import files

LINK = re.compile(r"\]\((?!https?:|mailto:)(?P<path>[^)#\s]*)(?:#(?P<heading>[^)\s]+))?\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def broken(root: Path) -> list[str]:
    """Each link to nowhere, with the document that has it."""
    documents = [name for name in files(root) if name.endswith(".md")]
    return [line for name in documents for line in _broken_in(name, root)]


def _broken_in(name: str, root: Path) -> list[str]:
    found = []
    for link in LINK.finditer(CODE.sub("", (root / name).read_text())):
        place = root / name if not link["path"] else (root / name).parent / unquote(link["path"])
        if not place.exists():
            found.append(f"{name}: {link['path']} is not there")
        elif link["heading"] and link["heading"] not in headings(place):
            found.append(f"{name}: {link['path']} has no #{link['heading']}")
    return found


def headings(document: Path) -> set[str]:
    """As addresses say them: in small letters, hyphens for spaces, nothing but letters and digits."""
    said = (re.sub(r"[^\w\- ]", "", line.lower()) for line in HEADING.findall(document.read_text()))
    return {line.strip().replace(" ", "-") for line in said}

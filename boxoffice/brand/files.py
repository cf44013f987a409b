"""What lies in a brand's `static/`, kept in memory, each file at an address that tells its content."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from .values import File

PREFIX = "/brand/"
KINDS = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".css": "text/css",
    ".js": "text/javascript",
}
LARGEST, ALL_FILES, ALL_FONTS = 1_000_000, 10_000_000, 150_000  # bytes
NAME = re.compile(r"[\w.\-/]+", re.ASCII)
URL = re.compile(r"""url\(\s*(["']?)([^"')]+)\1\s*\)""")


def read_files(folder: Path, *, problems: list[str]) -> dict[str, File]:
    """Every file below, by its name there."""
    found: dict[str, File] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_dir() or path.name.startswith("."):
            continue
        name = path.relative_to(folder).as_posix()
        if wrong := _wrong(name, path):
            problems.append(f"static/{name} {wrong}")
        else:
            found[name] = a_file(name, path.read_bytes())
    _within_budget(found, problems=problems)
    return found


def a_file(name: str, body: bytes) -> File:
    stem, dot, suffix = name.rpartition(".")
    address = f"{PREFIX}{stem}.{hashlib.sha256(body).hexdigest()[:12]}{dot}{suffix}"
    return File(name=name, address=address, body=body, kind=KINDS[f".{suffix.lower()}"])


def with_addresses(styles: str, files: Mapping[str, File], *, problems: list[str]) -> str:
    """The style sheet, in which `url(logo.svg)` is the address of that file."""

    def address(found: re.Match[str]) -> str:
        name = found[2].strip()
        if name.startswith(("data:", "#")):
            return found[0]
        if name not in files:
            problems.append(f"brand.css: url({name}) is no file in static/, and no other place may be asked")
            return found[0]
        return f'url("{files[name].address}")'

    return URL.sub(address, styles)


def _wrong(name: str, path: Path) -> str:
    if path.suffix.lower() not in KINDS:
        return f"is of a kind that is not served; there are {', '.join(KINDS)}"
    if not NAME.fullmatch(name):
        return "has a name that no address can have: letters, digits, - and _ are allowed"
    if path.stat().st_size > LARGEST:
        return f"is larger than {LARGEST // 1000} KB"
    return ""


def _within_budget(files: Mapping[str, File], *, problems: list[str]) -> None:
    sizes = {name: len(file.body) for name, file in files.items()}
    fonts = sum(size for name, size in sizes.items() if name.endswith(".woff2"))
    if fonts > ALL_FONTS:
        problems.append(f"static/ has {fonts // 1000} KB of fonts; {ALL_FONTS // 1000} KB are allowed")
    if sum(sizes.values()) > ALL_FILES:
        problems.append(f"static/ is larger than {ALL_FILES // 1_000_000} MB")

"""The arrow ticketing <- catalog <- checkout, and who may speak to whom, held by reading the import lines.

A room is a folder or a file; what it may not import stands beside it, with the reason that a person is told.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TICKETING = "boxoffice.ticketing"
HTTP = ("requests", "urllib3", "urllib.request", "http.client", "httpx", "aiohttp")
SHOP = ("boxoffice", "catalog", "checkout")
PRACTICE = ("sandbox", "rehearsal", "tests")
THE_COMMAND = "boxoffice/management/commands/acceptance.py"


@dataclass(frozen=True)
class Room:
    """Files under `place`, but not under `besides`, never import `never`, save `but`."""

    place: str
    never: tuple[str, ...]
    because: str
    but: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()

    def holds(self, path: str) -> bool:
        return _is_under(path, self.place) and not any(_is_under(path, other) for other in self.besides)

    def forbids(self, module: str) -> bool:
        return _is_in(module, self.never) and not _is_in(module, self.but)


ROOMS = (
    Room("boxoffice/ticketing", ("catalog", "checkout"), "ticketing stands below the apps"),
    Room("boxoffice/ticketing", ("django.db", "django.apps", "boxoffice.models"), "ticketing has no models"),
    Room("catalog", ("checkout",), "catalog stands below checkout"),
    Room(
        "checkout",
        ("catalog",),
        "of catalog, checkout uses seating and company only",
        but=("catalog.seating", "catalog.company"),
    ),
    Room(
        "checkout/payments",
        ("checkout.views", "checkout.models", "boxoffice.models", "django.db", "catalog"),
        "payments knows values, not views or models",
    ),
    *(Room(room, PRACTICE, "the shop runs without its practice") for room in SHOP),
    *(
        Room(room, ("acceptance",), "the shop runs without its acceptance", besides=(THE_COMMAND,))
        for room in SHOP
    ),
    Room("sandbox", (*SHOP, "rehearsal", "acceptance", "tests"), "the sandbox has nothing of the shop"),
    Room(
        "rehearsal",
        (*SHOP, "sandbox", "acceptance", "tests"),
        "rehearsal starts programs, it does not import them",
    ),
    Room(
        "acceptance",
        (*SHOP, "sandbox", "tests"),
        "acceptance knows the shop by its pages",
        but=(TICKETING, "boxoffice.version"),
    ),
    Room(
        "boxoffice",
        HTTP,
        "only ticketing speaks to f13",
        # A container's health check asks itself; the doctor asks the shop, and what time others have.
        besides=("boxoffice/ticketing", "boxoffice/probe.py", "boxoffice/doctor"),
    ),
    Room("catalog", HTTP, "only ticketing speaks to f13", besides=("catalog/own_pictures",)),
    Room("checkout", HTTP, "only ticketing speaks to f13"),
    *(Room(room, ("stripe",), "only payments speaks to Stripe") for room in ("boxoffice", "catalog")),
    Room("checkout", ("stripe",), "only payments speaks to Stripe", besides=("checkout/payments",)),
)


def turned_round(root: Path) -> list[str]:
    """Every import that goes against the arrow, as a sentence that names its file and line."""
    return [
        f"{path}:{line} imports {module}: {because}"
        for path in _python_files(root)
        for line, module in imported(root, path)
        for because in _objections(root, path, module)
    ]


def imported(root: Path, path: str) -> Iterator[tuple[int, str]]:
    """Line and full name of everything that a file imports; `from a import b` is a.b, whatever b is."""
    for node in ast.walk(ast.parse((root / path).read_text(), filename=path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _base(path, node)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def _base(path: str, node: ast.ImportFrom) -> str:
    """The module after `from`, with its dots resolved."""
    if not node.level:
        return node.module or ""
    package = Path(path).parts[: -node.level]
    return ".".join([*package, *filter(None, [node.module])])


def _objections(root: Path, path: str, module: str) -> Iterator[str]:
    yield from (room.because for room in ROOMS if room.holds(path) and room.forbids(module))
    if not _is_under(path, "boxoffice/ticketing") and _is_behind_the_front_door(root, module):
        yield "ticketing is entered by its front door"


def _is_behind_the_front_door(root: Path, module: str) -> bool:
    if not module.startswith(f"{TICKETING}."):
        return False
    inner = root.joinpath(*TICKETING.split("."), module.removeprefix(f"{TICKETING}.").split(".")[0])
    return inner.is_dir() or inner.with_suffix(".py").exists()


def _python_files(root: Path) -> list[str]:
    rooms = [root / place for place in (*SHOP, "sandbox", "rehearsal", "acceptance")]
    return sorted(str(path.relative_to(root)) for room in rooms for path in room.rglob("*.py"))


def _is_under(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}/")


def _is_in(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)

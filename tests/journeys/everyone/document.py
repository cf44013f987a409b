"""`make accessibility`: walks every page in every state, and writes what was found into docs/.

Nothing of it is judged by anybody: what axe cannot decide is listed as such.
"""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from catalog.looked_at import LOOKED_AT
from tests.journeys.browser import DESK, a_browser
from tests.journeys.everyone import LOOKS
from tests.journeys.everyone.criteria import CRITERIA, Criterion
from tests.journeys.kinds import KINDS as SHOPS
from tests.journeys.kinds import pages_of
from tests.journeys.looking import COLOURS, EVERYTHING, NARROW, TARGETS, in_scheme, too_wide
from tests.journeys.shops import Ready, opened
from tests.journeys.states import Visit
from tests.sandbox_process import SandboxProcess

TEMPLATE = Path(__file__).parent / "document.md"
DOCUMENT = Path(__file__).parents[3] / "docs" / "accessibility.md"
KINDS = ("violations", "passes", "incomplete")
AXE = """options => axe.run(document, options).then(found => Object.fromEntries(
    ["violations", "passes", "incomplete"].map(kind =>
        [kind, found[kind].map(({id, nodes}) => [id, nodes.length])])))"""
VERSION = "axe.version"
UNDECIDED = {"color-contrast": "a picture, a gradient or another part lies behind the words"}
TO_BE_SEEN = "axe says no more than that a person has to look"

Found = dict[str, list[tuple[str, int]]]


@dataclass
class Row:
    """One state: what axe found in light, in the dark and when narrow, and how much our own looks did."""

    name: str
    light: Found
    dark: Found
    narrow: Found
    sticking_out: int
    own: dict[str, int] = field(default_factory=dict)

    @property
    def rules(self) -> set[str]:
        return {rule for kind in KINDS for rule, _count in self.light[kind]}

    @property
    def faults(self) -> int:
        return sum(len(found["violations"]) for found in (self.light, self.dark, self.narrow)) + sum(
            [self.sticking_out, *self.own.values()]
        )


def main() -> int:
    """Walk, write, and say what has to be done; 1 when a page has a fault."""
    with SandboxProcess() as sandbox, tempfile.TemporaryDirectory() as kept, a_browser() as browser:
        ready = Ready(sandbox, Path(kept) / "ready").made()
        rows = [row for name in SHOPS for row in _rows(browser, ready, name, Path(kept) / name)]
        version = _version(browser)
    DOCUMENT.write_text(written(rows, version=version, on=datetime.now(UTC).date().isoformat()))
    if datetime.now(UTC).date() != LOOKED_AT:
        print("Write today's day into catalog/looked_at.py as LOOKED_AT: the page says it.")
    return int(any(row.faults for row in rows))


def _version(browser: Browser) -> str:
    page = browser.new_page()
    page.evaluate(Axe().axe_script)
    return str(page.evaluate(VERSION))


def _rows(browser: Browser, ready: Ready, name: str, folder: Path) -> Iterator[Row]:
    """All walks of one shop, each with a browser of its own."""
    kind = SHOPS[name]
    with opened(ready, folder, **kind.settings(ready.sandbox)) as shop:
        for walk in kind.walks:
            ready.sandbox.reset()
            context = browser.new_context(base_url=shop.url, locale="en-GB", service_workers="block", **DESK)
            context.set_default_timeout(15_000)
            visit = Visit(context.new_page(), shop, ready.sandbox)
            for state in pages_of(visit, walk):
                print(state, flush=True)
                yield looked_at(visit.page, name=state)
            context.close()


def looked_at(page: Page, *, name: str) -> Row:
    """As `looking.problems` does, but with everything that axe says."""
    page.wait_for_load_state("load")
    size: Any = page.viewport_size
    page.evaluate(Axe().axe_script)
    light = page.evaluate(AXE, EVERYTHING)
    in_scheme(page, "dark")
    dark = page.evaluate(AXE, COLOURS)
    in_scheme(page, "light")
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    narrow = page.evaluate(AXE, TARGETS)
    sticking_out = len(too_wide(page))
    page.set_viewport_size(size)
    own = {look: len(faults_of(page)) for look, faults_of in LOOKS.items()}
    return Row(name, light, dark, narrow, sticking_out, own)


# How it is written


def written(rows: list[Row], *, version: str, on: str) -> str:
    rules = set().union(*(row.rules for row in rows))
    return TEMPLATE.read_text().format(
        on=on,
        version=version,
        states=len(rows),
        rules=len(rules),
        faults=sum(row.faults for row in rows),
        rows="\n".join(_line(row) for row in rows),
        undecided="\n".join(_undecided(rows)),
        criteria="\n".join(_criterion(one) for one in CRITERIA),
    )


def _line(row: Row) -> str:
    light = " / ".join(str(len(row.light[kind])) for kind in KINDS)
    narrow = len(row.narrow["violations"]) + row.sticking_out
    own = " | ".join(str(count) for count in (row.own[name] for name in ("keys", "told", "sizes", "still")))
    return f"| {row.name} | {light} | {len(row.dark['violations'])} | {narrow} | {own} |"


def _undecided(rows: list[Row]) -> Iterable[str]:
    counts = [Counter[str]() for _ in range(3)]
    for row in rows:
        for count, found in zip(counts, (row.light, row.dark, row.narrow), strict=True):
            count.update(dict(found["incomplete"]))
    for rule in sorted(set().union(*counts)):
        numbers = " | ".join(str(count[rule]) for count in counts)
        yield f"| `{rule}` | {numbers} | {UNDECIDED.get(rule, TO_BE_SEEN)} |"


def _criterion(one: Criterion) -> str:
    held = "<br>".join(f"`{by}`" if "::" in by else by for by in one.held)
    return f"| {one.number} {one.name} | {one.level} | {held} |"

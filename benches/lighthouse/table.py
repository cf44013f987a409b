"""The table in docs/speed.md: between its two marks, and nowhere else."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from benches.budget import Measured
from boxoffice.version import VERSION
from rehearsal.programs import ROOT

PAGE = ROOT / "docs" / "speed.md"
BEGIN, END = "<!-- lighthouse -->", "<!-- /lighthouse -->"
HEAD = (
    "| page | performance | accessibility | best practice | SEO | largest paint | layout shift | blocked "
    "| compressed | requests |\n|---|---|---|---|---|---|---|---|---|---|"
)


def write(measured: Mapping[str, Measured], *, lighthouse: str) -> None:
    """Put it in the place of the last one."""
    text = PAGE.read_text()
    between = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
    assert between.search(text), f"{PAGE} has no {BEGIN}"
    said = f"{_when(lighthouse)}\n\n{written(measured)}"
    PAGE.write_text(between.sub(lambda _found: f"{BEGIN}\n{said}\n{END}", text))


def written(measured: Mapping[str, Measured]) -> str:
    return "\n".join([HEAD, *(_row(page, one) for page, one in measured.items())])


def _when(lighthouse: str) -> str:
    day = datetime.now(UTC).date().isoformat()
    return f"Measured on {day}, version {VERSION} of the shop, Lighthouse {lighthouse}."


def _row(page: str, one: Measured) -> str:
    seo = str(one.scores["seo"]) if one.scores["seo"] == 100 else f"{one.scores['seo']}, `noindex`"
    cells = [
        page.replace("-", " "),
        *(str(one.scores[name]) for name in ("performance", "accessibility", "best-practices")),
        seo,
        f"{one.largest_contentful_paint_ms / 1000:.2f} s",
        f"{one.layout_shift:.3g}",
        f"{one.blocking_ms:.0f} ms",
        f"{one.weight.compressed_bytes / 1000:.1f} KB",
        str(one.weight.requests),
    ]
    return f"| {' | '.join(cells)} |"

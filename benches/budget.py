"""What a page may weigh and take: `benches/budgets/<page>.json`, which benches and tests hold."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "budgets"


@dataclass(frozen=True)
class Weight:
    """What a page loads besides pictures."""

    compressed_bytes: int  # as they come over the wire, headers and all
    requests: int


@dataclass(frozen=True)
class Measured:
    """One page as Lighthouse saw it. Scores are out of 100, by category."""

    scores: Mapping[str, int]
    largest_contentful_paint_ms: float
    layout_shift: float
    blocking_ms: float
    weight: Weight


@dataclass(frozen=True)
class Budget:
    """The most that a page may take, the least that it must score; no score where none is named."""

    page: str
    compressed_bytes: int
    requests: int
    scores: Mapping[str, int] = field(default_factory=dict)
    largest_contentful_paint_ms: float = 0  # 0: not asked
    layout_shift: float = 0
    blocking_ms: float = 0

    def over(self, weight: Weight) -> Iterator[str]:
        """A sentence for each that is too much."""
        yield from self._more("compressed bytes", weight.compressed_bytes, self.compressed_bytes)
        yield from self._more("requests besides pictures", weight.requests, self.requests)

    def broken(self, measured: Measured) -> Iterator[str]:
        """A sentence for each that is not as promised."""
        for category, least in self.scores.items():
            found = measured.scores[category]
            if found < least:
                yield f"{self.page}: {category} {found}, wanted {least}"
        paint = measured.largest_contentful_paint_ms
        yield from self._more("ms to the largest paint", paint, self.largest_contentful_paint_ms)
        yield from self._more("of shifting layout", measured.layout_shift, self.layout_shift)
        yield from self._more("ms blocked", measured.blocking_ms, self.blocking_ms)
        yield from self.over(measured.weight)

    def _more(self, what: str, found: float, most: float) -> Iterator[str]:
        if found > most:
            yield f"{self.page}: {found:g} {what}, {most:g} at most"


def budget(page: str) -> Budget:
    """Raises FileNotFoundError for a page that has none."""
    return Budget(page, **json.loads((FOLDER / f"{page}.json").read_text()))

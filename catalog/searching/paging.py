"""The pages of a list, each with an address of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from .asked import Asked

AROUND = 2  # pages on either side of this one that are named


@dataclass(frozen=True)
class Pages:
    """Where we are among the pages of what was found; a page beyond the end is the last."""

    wanted: Asked
    total: int
    per_page: int

    @property
    def number(self) -> int:
        return min(self.wanted.page, self.count)

    @property
    def count(self) -> int:
        return max(1, -(-self.total // self.per_page))

    @property
    def asked(self) -> Asked:
        return replace(self.wanted, page=self.number)

    @property
    def start(self) -> int:
        return (self.number - 1) * self.per_page

    @property
    def end(self) -> int:
        return self.start + self.per_page

    @property
    def previous(self) -> str:
        return self._address(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        return self._address(self.number + 1) if self.number < self.count else ""

    @property
    def links(self) -> Iterator[tuple[int, str, bool]]:
        """Number, address, and whether pages are left out before it: the first, the last, those around."""
        near = range(max(1, self.number - AROUND), min(self.count, self.number + AROUND) + 1)
        before = 0
        for number in sorted({1, *near, self.count}):
            yield number, self._address(number), number > before + 1
            before = number

    def _address(self, number: int) -> str:
        return self.wanted.but(page=number).address

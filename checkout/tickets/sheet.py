"""A document of A4 pages, on which everything is put where it belongs.

Lengths are millimetres, sizes of text are points. A line starts where the language's lines do.
"""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import get_language, get_language_bidi

from . import typeset
from .barcodes import Barcode
from .ink import BLACK, HEIGHT, POINT, SOFT, Ink, shade_of
from .typeset import Line

__all__ = ["HEIGHT", "INNER", "MARGIN", "WHOLE", "WIDTH", "Box", "Sheet"]

WIDTH, MARGIN = 210.0, 15.0
INNER = WIDTH - 2 * MARGIN
LEADING = 1.35  # from line to line, of the size
ASCENT = 1.05  # from the top of a line to its letters' foot


class Box(NamedTuple):
    """Where something goes: from the start of a line, and how wide."""

    start: float = MARGIN
    width: float = INNER


WHOLE = Box()


class Sheet:
    """Pages are added one by one; `data` is the file. What is put gives back where it ends."""

    def __init__(self, *, title: str, made_at: datetime) -> None:
        self._is_rtl = get_language_bidi()
        self._ink = Ink(title=title, language=get_language() or "en", made_at=made_at)
        self.add_page, self.data = self._ink.add_page, self._ink.data

    @property
    def pages(self) -> int:
        return self._ink.pages

    def words(
        self,
        text: str,
        *,
        top: float,
        size: float,
        box: Box = WHOLE,
        tag: str = "P",
        bold: bool = False,
        soft: bool = False,
        branded: bool = False,
        at_end: bool = False,
        centred: bool = False,
        most: int = 0,
        rtl: bool | None = None,
    ) -> float:
        """A paragraph; of `most` lines, if that is given. `tag` as PDF names it: P, H1, H2.

        `soft` steps back, `branded` is in the brand's colour.
        """
        shade = shade_of(settings.BRAND.printed) if branded else SOFT if soft else BLACK
        found = self._lines(text, size=size, width=box.width, bold=bold, most=most, rtl=rtl)
        if not found:
            return top
        with self._ink.tagged(tag):
            for number, line in enumerate(found):
                left = self._left(line, box, size, at_end=at_end, centred=centred)
                foot = top + (number * LEADING + ASCENT) * size * POINT
                self._ink.line(line, left=left, foot=foot, size=size, shade=shade)
        return top + _height(found, size)

    def height(self, text: str, *, size: float, width: float = INNER, bold: bool = False) -> float:
        """What `words` would take."""
        return _height(self._lines(text, size=size, width=width, bold=bold, most=0, rtl=None), size)

    def barcode(self, barcode: Barcode, *, top: float, module: float, says: str) -> float:
        """In the middle, with its quiet zones, each module so wide. `says`: for who cannot see it."""
        left = (WIDTH - barcode.width * module) / 2
        scaled = (
            (left + x * module, top + y * module, width * module, height * module)
            for x, y, width, height in barcode.dark()
        )
        with self._ink.tagged("Figure", instead=says):
            self._ink.rectangles(scaled)
        return top + barcode.height * module

    def rule(self, *, top: float, thick: float = 0.25) -> None:
        self._ink.rule(left=MARGIN, top=top, width=INNER, thick=thick)

    def band(self) -> None:
        """The brand's colour along the upper edge."""
        self._ink.rule(left=0, top=4, width=WIDTH, thick=4, shade=shade_of(settings.BRAND.printed))

    def link(self, address: str, *, top: float, bottom: float) -> None:
        """What is between these heights leads there."""
        self._ink.link(address, left=MARGIN, top=top, width=INNER, height=bottom - top)

    def _lines(
        self, text: str, *, size: float, width: float, bold: bool, most: int, rtl: bool | None
    ) -> tuple[Line, ...]:
        return typeset.lines(text, width=width / (size * POINT) * 1000, bold=bold, most=most, rtl=rtl)

    def _left(self, line: Line, box: Box, size: float, *, at_end: bool, centred: bool) -> float:
        left = WIDTH - box.start - box.width if self._is_rtl else box.start
        spare = box.width - line.width / 1000 * size * POINT
        if centred:
            return left + spare / 2
        return left + spare if self._is_rtl != at_end else left


def _height(lines: tuple[Line, ...], size: float) -> float:
    return len(lines) * LEADING * size * POINT

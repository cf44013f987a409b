"""Paragraphs one below the other, on as many pages as they need."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from .sheet import HEIGHT, INNER, MARGIN, WHOLE, Box, Sheet

FOOT = HEIGHT - MARGIN - 4
WORDS, AMOUNT = Box(MARGIN, INNER - 45), Box(MARGIN + INNER - 43, 43)


class Flow:
    """A document written from its beginning to its end. `of`: how many pages it has, where that is known."""

    def __init__(self, *, title: str, made_at: datetime, of: int) -> None:
        self._sheet = Sheet(title=title, made_at=made_at)
        self._of = of
        self._top = MARGIN
        self._begin()

    @property
    def pages(self) -> int:
        return self._sheet.pages

    def data(self) -> bytes:
        return self._sheet.data()

    def gap(self, height: float) -> None:
        self._top += height

    def rule(self) -> None:
        self._have_room(3)
        self._sheet.rule(top=self._top + 1)
        self._top += 3

    def line(self, text: str, *, amount: object = "", size: float = 10, tag: str = "P", **look: bool) -> None:
        """Words, and an amount at the line's end. `look`: bold, soft, branded."""
        box = WORDS if amount else WHOLE
        is_bold = look.get("bold", False)
        self._have_room(self._sheet.height(text, size=size, width=box.width, bold=is_bold))
        top, options = self._top, dict[str, Any](look)
        self._top = self._sheet.words(text, top=top, size=size, box=box, tag=tag, **options)
        if amount:
            self._sheet.words(str(amount), top=top, size=size, box=AMOUNT, at_end=True, rtl=False, **options)

    def _have_room(self, height: float) -> None:
        if self._top + height > FOOT - 2 and self._top > MARGIN:
            self._begin()

    def _begin(self) -> None:
        self._sheet.add_page()
        self._sheet.band()
        self._top = MARGIN
        if self._of > 1:
            counted = _("Page %(number)s of %(total)s") % {"number": self.pages, "total": self._of}
            self._sheet.words(counted, top=FOOT, size=8, soft=True, at_end=True)

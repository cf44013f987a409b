"""The typefaces that tickets are printed in: read once in each process, embedded as subsets.

Decision 22 says which they are and why. What is done to fpdf2's fonts here, it has no public way for: its
own reads each file anew for each document, which takes a second where there are Chinese letters.
"""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import uharfbuzz as hb
from fontTools import ttLib
from fpdf import FPDF
from fpdf.fonts import SubsetMap, TTFFont

FOLDER = Path(__file__).parent / "fonts"
# Each with its bold, where there is one; in the order in which they are asked for a letter.
FACES = (
    ("NotoSans-Regular", "NotoSans-Bold"),  # Latin, Greek, Cyrillic
    ("NotoSansArabic-Regular", "NotoSansArabic-Bold"),
    ("NotoSansHebrew-Regular", "NotoSansHebrew-Bold"),
    ("NotoSansThai-Regular", "NotoSansThai-Bold"),
    ("NotoSansDevanagari-Regular", ""),
    ("NotoSansArmenian-Regular", ""),
    ("NotoSansGeorgian-Regular", ""),
    ("NotoSansSymbols2-Regular", ""),  # signs and pictures
    ("DroidSansFallback", ""),  # Chinese, Japanese, Korean
)
# Of what a document never needs once its text is shaped.
UNUSED_TABLES = tuple(int.from_bytes(tag.encode()) for tag in ("GSUB", "GPOS", "GDEF"))


class Glyph(NamedTuple):
    """A drawn letter, in thousandths of the size: where it stands, and how far on the next one is.

    `text`: the letters that it shows; "" for what only adds to another one.
    """

    id: int
    text: str
    start: int
    advance: float
    dx: float
    dy: float


class Face:
    """One file. Made by `face`, which makes each once."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.path = FOLDER / f"{name}.ttf"
        self.font = hb.Font(hb.Face(hb.Blob.from_file_path(str(self.path))))
        self._pattern = TTFFont(_nowhere(), self.path, name.lower(), "")
        self.scale = self._pattern.scale
        self.glyph_names: list[str] = self._pattern.ttfont.getGlyphOrder()

    def has(self, letter: str) -> bool:
        return ord(letter) in self._pattern.cmap

    @cached_property
    def _widths(self) -> dict[str, tuple[int, int]]:
        return self._pattern.ttfont["hmtx"].metrics

    def width(self, glyph_id: int) -> int:
        """As documents note it down, in whole thousandths."""
        return round(self.scale * self._widths[self.glyph_names[glyph_id]][0])

    def for_document(self, number: int) -> TTFFont:
        """A font of one document, with nothing of it used yet."""
        font = TTFFont.__new__(TTFFont)
        for name in TTFFont.__slots__:
            if hasattr(self._pattern, name):
                setattr(font, name, getattr(self._pattern, name))
        font.i, font.missing_glyphs, font.subset = number, [], SubsetMap(font)
        return font

    def used(self, font: TTFFont) -> ttLib.TTFont:
        """A small font of nothing but the glyphs that a document has used."""
        names = {glyph.glyph_name for glyph, _code in font.subset.items() if glyph}
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(self._pattern.ttfont.getGlyphID(name) for name in names)
        wanted.drop_table_tag_set.update(UNUSED_TABLES)
        wanted.flags |= hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NOTDEF_OUTLINE
        plan = hb.SubsetPlan(self.font.face, wanted)
        small = ttLib.TTFont(BytesIO(plan.execute().blob.data), recalcTimestamp=False)
        old = dict(plan.new_to_old_glyph_mapping)
        small.setGlyphOrder([self.glyph_names[old[number]] for number in sorted(old)])
        return small


_faces: dict[str, Face] = {}
_one_at_a_time = Lock()


def face(name: str) -> Face:
    """The typeface of this file; read when it is first wanted, by one thread while others wait."""
    if name not in _faces:
        with _one_at_a_time:
            if name not in _faces:
                _faces[name] = Face(name)
    return _faces[name]


def faces(*, bold: bool) -> Iterator[Face]:
    """All, as they are asked for a letter; each is read only when those before it have not had it."""
    for usual, heavy in FACES:
        yield face(heavy if bold and heavy else usual)


@lru_cache(maxsize=2000)
def shaped(name: str, text: str, *, is_rtl: bool) -> tuple[Glyph, ...]:
    """A run of one script and direction, in a typeface, as it is drawn from left to right.

    `start` of each glyph is the place in the text of the first letter that it belongs to.
    """
    drawn = face(name)
    buffer = hb.Buffer()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if is_rtl else "ltr"
    hb.shape(drawn.font, buffer, {})
    starts = sorted({info.cluster for info in buffer.glyph_infos})
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    glyphs = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        end = ends.pop(info.cluster, info.cluster)  # of several glyphs for a letter, the first shows it
        glyphs.append(
            Glyph(
                info.codepoint,
                text[info.cluster : end],
                info.cluster,
                position.x_advance * drawn.scale,
                position.x_offset * drawn.scale,
                position.y_offset * drawn.scale,
            )
        )
    return tuple(glyphs)


def _nowhere() -> FPDF:
    """fpdf2 makes fonts of a document alone."""
    return FPDF()

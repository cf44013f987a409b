"""What is shown on the pages of a PDF, and how it is tagged for whoever hears it read aloud.

fpdf2 writes the file. It has no public way to say where each glyph stands and what is read in its place,
so this module uses some of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from fpdf import FPDF
from fpdf.fonts import TTFFont
from fpdf.prefs import ViewerPreferences

from .typefaces import Face, Glyph
from .typeset import Line, Piece

HEIGHT = 297.0  # millimetres
POINT = 25.4 / 72  # the same
BRACKETS = ("()", "[]", "{}", "<>", "«»", "‹›")
MIRRORED = {one: other for pair in BRACKETS for one, other in (tuple(pair), tuple(pair)[::-1])}
BLACK, SOFT, FAINT = "0 g", "0.35 g", "0.75 g"  # soft: steps back, and is dark enough to be read


def shade_of(colour: str) -> str:
    """`#7a1f3d` as PDF writes it, for what is filled."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return " ".join(f"{part:.3f}" for part in parts) + " rg"


class Ink:
    """Pages are added one by one; `data` is the file. Lengths in millimetres from the upper left corner."""

    def __init__(self, *, title: str, language: str, made_at: datetime) -> None:
        self._faces: dict[str, Face] = {}  # by fpdf2's name for them
        self._codes: dict[tuple[str, int, str], int] = {}
        self._parts = 0  # tagged, on this page
        self._file = FPDF(format="A4")
        self._file.set_title(title)
        self._file.set_lang(language)
        self._file.set_creation_date(made_at)  # the same order is the same file, whenever it is made
        self._file.viewer_preferences = ViewerPreferences(display_doc_title=True)

    @property
    def pages(self) -> int:
        return self._file.page

    def add_page(self) -> None:
        self._file.add_page()
        self._parts = 0

    def data(self) -> bytes:
        """The file. Nothing can be added afterwards."""
        for key, face in self._faces.items():
            font = self._font(face)
            font.ttfont = face.used(font)
            self._file.fonts[key] = font
        return bytes(self._file.output())

    @contextmanager
    def tagged(self, tag: str, *, instead: str | None = None) -> Iterator[None]:
        """What is drawn within is one part of the document. `instead`: what is read for a picture."""
        self._file._add_marked_content(struct_type=f"/{tag}", mcid=self._parts, alt_text=instead)
        self._out(f"/{tag} <</MCID {self._parts}>> BDC")
        self._parts += 1
        yield
        self._out("EMC")

    def line(self, line: Line, *, left: float, foot: float, size: float, shade: str) -> None:
        """`foot` is where its letters stand; `size` in points; `shade` as PDF writes a colour."""
        x, shown = left / POINT, []
        for piece in line.pieces:
            shown.append(self._piece(piece, x, _up(foot), size))
            x += piece.width * size / 1000
        self._out(f"q {shade} BT {' '.join(shown)} ET Q")

    def rectangles(self, found: Iterator[tuple[float, float, float, float]]) -> None:
        """Black ones: left, top, width, height. As one shape, so that no light shines between them."""
        shapes = " ".join(f"{x:.3f} {y:.3f} {width:.3f} {height:.3f} re" for x, y, width, height in found)
        self._out(f"q {1 / POINT:.6f} 0 0 {-1 / POINT:.6f} 0 {_up(0):.4f} cm {BLACK} {shapes} f Q")

    def rule(self, *, left: float, top: float, width: float, thick: float, shade: str = FAINT) -> None:
        """A line across, which means nothing to who hears it read."""
        shape = f"{left / POINT:.2f} {_up(top):.2f} {width / POINT:.2f} {thick / POINT:.2f} re"
        self._out(f"/Artifact BMC q {shade} {shape} f Q EMC")

    def link(self, address: str, *, left: float, top: float, width: float, height: float) -> None:
        self._file.link(left, top, width, height, address)

    def _font(self, face: Face) -> TTFFont:
        key, fonts = face.name.lower(), self._file.fonts
        if key not in fonts:
            fonts[key] = face.for_document(len(fonts) + 1)
            self._faces[key] = face
        return fonts[key]  # type: ignore[return-value]

    def _piece(self, piece: Piece, x: float, y: float, size: float) -> str:
        """Operators that show it, each glyph where shaping wants it; `x` and `y` in points from below."""
        font, em = self._font(piece.face), size / 1000
        shown = [self._file._set_font_for_page(font, size, wrap_in_text_object=False)]
        for dx, dy, glyphs in _runs(piece):
            codes = "".join(f"{self._code(font, piece, glyph):04X}" for glyph in glyphs)
            shown.append(f"1 0 0 1 {x + dx * em:.2f} {y + dy * em:.2f} Tm <{codes}> Tj")
        text = " ".join(shown)
        if piece.is_rtl or all(map(_is_plain, piece.glyphs)):
            return text
        # Marks, and letters that change places: glyph by glyph, they would be read in a wrong order.
        return f"/Span <</ActualText <{_hexadecimal(piece.text)}>>> BDC {text} EMC"

    def _code(self, font: TTFFont, piece: Piece, glyph: Glyph) -> int:
        """A glyph's number in this document, by which its letters can be read again."""
        face, text = piece.face, _as_seen(glyph.text) if piece.is_rtl else glyph.text
        key = (face.name, glyph.id, text)
        if key not in self._codes:
            known = font.subset.get_glyph(
                glyph=glyph.id,
                unicode=tuple(map(ord, text)),
                glyph_name=face.glyph_names[glyph.id],
                glyph_width=face.width(glyph.id),
            )
            self._codes[key] = font.subset.pick_glyph(known) or 0
        return self._codes[key]

    def _out(self, operators: str) -> None:
        self._file._out(operators)


def _runs(piece: Piece) -> Iterator[tuple[float, float, list[Glyph]]]:
    """Glyphs that follow each other by their own widths, and where the first stands."""
    run: list[Glyph] = []
    start = end = x = 0.0
    for glyph in piece.glyphs:
        left = x + glyph.dx
        if run and (abs(left - end) > 0.5 or glyph.dy != run[0].dy):
            yield start, run[0].dy, run
            run = []
        if not run:
            start = end = left
        run.append(glyph)
        end += piece.face.width(glyph.id)
        x += glyph.advance
    if run:
        yield start, run[0].dy, run


def _is_plain(glyph: Glyph) -> bool:
    """One letter that stands by itself."""
    return len(glyph.text) == 1 and bool(glyph.advance) and not glyph.dx and not glyph.dy


def _as_seen(text: str) -> str:
    """Readers turn round what runs from right to left, letter by letter, and brackets: so they find them."""
    return "".join(MIRRORED.get(letter, letter) for letter in reversed(text))


def _up(top: float) -> float:
    """Points from the page's foot, as PDF counts."""
    return (HEIGHT - top) / POINT


def _hexadecimal(text: str) -> str:
    return (b"\xfe\xff" + text.encode("utf-16-be", errors="replace")).hex().upper()

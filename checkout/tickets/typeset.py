"""Text in any script, to lines that fit a width: each a row of pieces, as they stand from left to right.

Directions are resolved by the Unicode bidirectional algorithm, letters are shaped before they are measured,
and what no typeface has is a sign that something is missing.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import groupby

from fpdf.bidi import BidiParagraph, auto_detect_base_direction
from fpdf.enums import TextDirection

from . import typefaces
from .typefaces import Face, Glyph

MISSING = "\N{REPLACEMENT CHARACTER}"
RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI", "FSI"})
UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029 ]+")  # ends of lines and the like
MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # say how text runs, and are not shown
AFTER_THESE = frozenset(" –—")  # a line may end here; a seat or a reference is not parted at its hyphens
WIDE = frozenset({"W", "F"})  # scripts without spaces: a line may end after each sign…
NEVER_FIRST = frozenset("、。，．・：；？！」』）】〉》ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々")
NEVER_LAST = frozenset("「『（【〈《")  # …but for these


@dataclass(frozen=True)
class Piece:
    """Letters of one direction in one typeface."""

    face: Face
    text: str
    level: int  # of the bidirectional algorithm: odd ones run from right to left

    @property
    def is_rtl(self) -> bool:
        return bool(self.level % 2)

    @cached_property
    def glyphs(self) -> tuple[Glyph, ...]:
        return typefaces.shaped(self.face.name, self.text, is_rtl=self.is_rtl)

    @cached_property
    def width(self) -> float:
        """In thousandths of the size."""
        return sum(glyph.advance for glyph in self.glyphs)


@dataclass(frozen=True)
class Line:
    """What stands in one line, from left to right."""

    pieces: tuple[Piece, ...]

    @cached_property
    def width(self) -> float:
        """In thousandths of the size."""
        return sum(piece.width for piece in self.pieces)


@lru_cache(maxsize=500)  # the tickets of an order say nearly the same
def lines(
    text: str, *, width: float, bold: bool = False, most: int = 0, rtl: bool | None = None
) -> tuple[Line, ...]:
    """The text in lines of at most so many thousandths of its size; at most so many, if `most` is given.

    `rtl`: which way the text as a whole runs; None: as its first letter that has a direction does.
    """
    text = "".join(letter if _is_known(letter) else MISSING for letter in UNPRINTED.sub(" ", text).strip())
    base = (is_rtl(text) if rtl is None else rtl) if text else False
    read = [pair for pair in zip(text, _levels(text, base), strict=True) if not MARKS.match(pair[0])]
    letters, levels = "".join(letter for letter, _level in read), [level for _letter, level in read]
    return _laid(letters, levels, base=base, width=width, bold=bold, most=most)


def is_rtl(text: str) -> bool:
    """Whether a text by itself runs from right to left."""
    return auto_detect_base_direction(text) is TextDirection.RTL


def _laid(
    text: str, levels: list[int], *, base: bool, width: float, bold: bool, most: int
) -> tuple[Line, ...]:
    pieces = _pieces(text, levels, bold=bold)
    ends = list(_ends(text, _steps(pieces, len(text)), width=width))
    if most and len(ends) > most:
        cut = text[: ends[most - 1]].rstrip()[:-2]
        cut_levels = [*levels[: len(cut)], int(base)]
        return _laid(f"{cut}…", cut_levels, base=base, width=width, bold=bold, most=most)
    starts = [0, *ends]
    return tuple(_line(pieces, start, end) for start, end in zip(starts, ends, strict=False))


def _pieces(text: str, levels: list[int], *, bold: bool) -> list[Piece]:
    """In the order in which they are read."""
    faces = _faces(text, bold=bold)
    found = []
    for _same, run in groupby(range(len(text)), key=lambda place: (levels[place], faces[place].name)):
        places = list(run)
        letters = text[places[0] : places[-1] + 1]
        found.append(Piece(faces[places[0]], letters, levels[places[0]]))
    return found


def _levels(text: str, base: bool) -> list[int]:
    if not base and not any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text):
        return [0] * len(text)
    paragraph = BidiParagraph(text, TextDirection.RTL if base else TextDirection.LTR, preserve_bn_chars=True)
    return [character.embedding_level for character in paragraph.get_characters()]


def _faces(text: str, *, bold: bool) -> list[Face]:
    """A typeface for each letter. What has no shape of its own takes its neighbour's: words stay whole."""
    found: list[Face] = []
    for letter in text:
        before = found[-1] if found else None
        stays = before and (_is_unseen(letter) or (_follows(letter) and before.has(letter)))
        found.append(before if before and stays else _face_of(letter, bold=bold))
    return found


@lru_cache(maxsize=2000)
def _face_of(letter: str, *, bold: bool) -> Face:
    """The first that has it; for what is not seen anyway, the first of all."""
    having = (face for face in typefaces.faces(bold=bold) if face.has(letter) or _is_unseen(letter))
    return next(having)


@lru_cache(maxsize=2000)
def _is_known(letter: str) -> bool:
    return _is_unseen(letter) or any(face.has(letter) for face in typefaces.faces(bold=False))


def _follows(letter: str) -> bool:
    return letter == " " or unicodedata.category(letter).startswith("M")


def _is_unseen(letter: str) -> bool:
    """What only says how others are drawn: joiners, marks of direction, choices of a picture's style."""
    return unicodedata.category(letter) == "Cf" or "\ufe00" <= letter <= "\ufe0f"


def _steps(pieces: Sequence[Piece], length: int) -> list[float | None]:
    """How far each letter goes on; None for one that cannot be parted from the one before it."""
    steps: list[float | None] = [None] * length
    start = 0
    for piece in pieces:
        for glyph in piece.glyphs:
            steps[start + glyph.start] = (steps[start + glyph.start] or 0) + glyph.advance
        start += len(piece.text)
    return steps


def _ends(text: str, steps: Sequence[float | None], *, width: float) -> Iterator[int]:
    """Where each line ends: after the last word that fits; inside one only where it fits no line."""
    start, good, used = 0, 0, 0.0
    place = 0
    while place < len(text):
        step = steps[place] or 0
        if place > start and steps[place] is not None and _may_end_before(text, place):
            good = place
        if used + step > width and place > start and text[place] != " ":
            end = good if good > start else _whole(steps, place, after=start)
            yield end
            start, good, used, place = end, end, 0.0, end
            continue
        used += step
        place += 1
    if text:
        yield len(text)


def _whole(steps: Sequence[float | None], place: int, *, after: int) -> int:
    """The last place up to this one at which no letter is torn; at least one letter is taken."""
    back = next((end for end in range(place, after, -1) if steps[end] is not None), 0)
    return back or next((end for end in range(place, len(steps)) if steps[end] is not None), len(steps))


def _may_end_before(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if before in AFTER_THESE:
        return after != " "
    is_wide = unicodedata.east_asian_width(before) in WIDE or unicodedata.east_asian_width(after) in WIDE
    return is_wide and after not in NEVER_FIRST and before not in NEVER_LAST


def _line(pieces: Sequence[Piece], start: int, end: int) -> Line:
    """The pieces between two places, turned to how they stand from left to right."""
    found, place = [], 0
    for piece in pieces:
        letters = piece.text[max(0, start - place) : max(0, end - place)]
        if letters:
            found.append(Piece(piece.face, letters, piece.level))
        place += len(piece.text)
    return Line(tuple(_in_sight(_trimmed(found))))


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    """Without the space at which a line ends."""
    if not pieces or not pieces[-1].text.endswith(" "):
        return pieces
    *others, last = pieces
    letters = last.text.rstrip()
    return [*others, Piece(last.face, letters, last.level)] if letters else others


def _in_sight(pieces: list[Piece]) -> list[Piece]:
    """Rule L2: from the highest level down, whatever is at least as high is turned round."""
    levels = {piece.level for piece in pieces}
    for level in range(max(levels, default=0), min((one for one in levels if one % 2), default=1) - 1, -1):
        runs = [list(run) for _is, run in groupby(pieces, key=lambda piece: piece.level >= level)]
        turned = (run[::-1] if run[0].level >= level else run for run in runs)
        pieces = [piece for run in turned for piece in run]
    return pieces

"""A seat's code as light and dark modules, in a type that the supplier's scanners read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import zxingcpp

FORMATS = {
    "qr_code": zxingcpp.BarcodeFormat.QRCode,
    "aztec": zxingcpp.BarcodeFormat.Aztec,
    "aztec_small": zxingcpp.BarcodeFormat.Aztec,
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "pdf417": zxingcpp.BarcodeFormat.PDF417,
    "code128": zxingcpp.BarcodeFormat.Code128,
    "code93": zxingcpp.BarcodeFormat.Code93,
    "code39": zxingcpp.BarcodeFormat.Code39,
}  # in our order of liking: what fits a phone's screen best comes first
ANY_SCANNER = "qr_code"
CODE_39 = re.compile(r"[0-9A-Z $%+./-]*")  # small letters it would turn into capitals
LINEAR = frozenset({"code128", "code93", "code39"})
# Light modules on each side, without which scanners do not see where it begins: as much as the standards ask.
QUIET = {"qr_code": 4, "aztec": 2, "aztec_small": 2, "datamatrix": 2, "pdf417": 2}
QUIET_BESIDE_BARS = 10

SMALL_AZTEC = 27  # modules of the largest compact one
MOST_BARS = 900  # a fifth of a millimetre each across a page: the finest that scanners read


@dataclass(frozen=True)
class Barcode:
    """`rows` of modules, 1 is dark, without the quiet zone. One with bars has a single row."""

    type: str
    rows: tuple[bytes, ...]

    @property
    def is_linear(self) -> bool:
        return self.type in LINEAR

    @property
    def quiet(self) -> int:
        return QUIET.get(self.type, QUIET_BESIDE_BARS)

    @property
    def width(self) -> int:
        """In modules, quiet zones included."""
        return len(self.rows[0]) + 2 * self.quiet

    @property
    def height(self) -> int:
        """The same; bars need a light zone beside them only, and are tall enough to be hit by a laser."""
        return max(40, self.width // 4) if self.is_linear else len(self.rows) + 2 * self.quiet

    def dark(self) -> Iterator[tuple[int, int, int, int]]:
        """Left, top, width and height of all that is dark, in modules from the quiet zone's corner."""
        top, tall = (0, self.height) if self.is_linear else (self.quiet, 1)
        for number, row in enumerate(self.rows):
            left = self.quiet
            for is_dark, run in groupby(row):
                length = len(list(run))
                if is_dark:
                    yield left, top + number, length, tall
                left += length

    def svg(self) -> str:
        """Dark on white, quiet zones included, a unit for each module."""
        path = "".join(f"M{x} {y}h{width}v{height}h-{width}z" for x, y, width, height in self.dark())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}"'
            f' viewBox="0 0 {self.width} {self.height}">'
            f'<path fill="#fff" d="M0 0h{self.width}v{self.height}h-{self.width}z"/><path d="{path}"/></svg>'
        )


def drawn(text: str, *, supported: Iterable[str]) -> Barcode | None:
    """In the best liked of the types that the supplier can scan and that hold the text.

    Where none of them does, or the supplier names none, in the one that most scanners know. None where
    even that cannot hold it.
    """
    known = set(supported)
    wished = [*(name for name in FORMATS if name in known), ANY_SCANNER]
    return next((found for name in wished if (found := _drawn(text, name))), None)


def qr_code(text: str) -> str:
    """A picture of any text."""
    return zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_svg()


@lru_cache(maxsize=200)
def _drawn(text: str, name: str) -> Barcode | None:
    try:
        found = Barcode(name, _of_type(text, name))
    except (ValueError, RuntimeError):  # few letters, a longest text, or half a character
        return None
    is_too_fine = found.is_linear and found.width > MOST_BARS
    is_too_large = name == "aztec_small" and len(found.rows) > SMALL_AZTEC
    return None if is_too_fine or is_too_large else found


def _of_type(text: str, name: str) -> tuple[bytes, ...]:
    if name == "code39" and not CODE_39.fullmatch(text):
        # A supplier that prints other letters in it writes them as pairs ("full ASCII"): so do we.
        return _modules(text, zxingcpp.BarcodeFormat.Code39Ext)[:1]
    if name == "datamatrix":
        return _modules(text, FORMATS[name], force_square=True)  # few phones' screens are 8 by 32
    rows = _modules(text, FORMATS[name])
    return rows[:1] if name in LINEAR else rows


def _modules(text: str, kind: zxingcpp.BarcodeFormat, **options: object) -> tuple[bytes, ...]:
    """Rows from the top; ValueError where this type cannot hold the text."""
    picture = zxingcpp.create_barcode(text, kind, **options).to_image(add_quiet_zones=False)
    levels = memoryview(picture)  # type: ignore[arg-type] # it can be one, which its stubs do not say
    height, width = levels.shape or (0, 0)
    light = levels.tobytes()
    rows = (light[start : start + width] for start in range(0, height * width, width))
    return tuple(bytes(level < 128 for level in row) for row in rows)

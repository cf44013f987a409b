"""A canvas that becomes a PNG: gradients and plain shapes in up to 256 colours, without any library."""

import struct
import zlib
from collections.abc import Sequence

Colour = tuple[int, int, int]
Point = tuple[float, float]

SKY = 128  # the first colours are the gradient behind everything


class Canvas:
    """Pixels by number of colour. Coordinates go from 0 to 1, from the top left, whatever the size."""

    def __init__(
        self, width: int, height: int, *, top: Colour, bottom: Colour, colours: Sequence[Colour]
    ) -> None:
        self.width, self.height = width, height
        self._palette = [_mixed(top, bottom, share=step / (SKY - 1)) for step in range(SKY)] + list(colours)
        self._rows = [bytearray([y * SKY // height]) * width for y in range(height)]

    def polygon(self, points: Sequence[Point], colour: int) -> None:
        """Fill a polygon, line by line."""
        corners = [(x * self.width, y * self.height) for x, y in points]
        edges = list(zip(corners, corners[1:] + corners[:1], strict=True))
        lowest = max(y for _, y in corners)
        for y in range(max(0, int(min(y for _, y in corners))), min(self.height, int(lowest) + 1)):
            crossings = sorted(
                x0 + (y - y0) * (x1 - x0) / (y1 - y0)
                for (x0, y0), (x1, y1) in edges
                if (y0 <= y) != (y1 <= y)
            )
            for start, end in zip(crossings[::2], crossings[1::2], strict=False):
                self._span(y, start, end, colour)

    def rectangle(self, x: float, y: float, width: float, height: float, colour: int) -> None:
        for line in range(max(0, int(y * self.height)), min(self.height, int((y + height) * self.height))):
            self._span(line, x * self.width, (x + width) * self.width, colour)

    def circle(self, x: float, y: float, radius: float, colour: int) -> None:
        """A round one on any canvas: the radius is a share of the shorter side."""
        size = radius * min(self.width, self.height)
        across, down = x * self.width, y * self.height
        for line in range(max(0, int(down - size)), min(self.height, int(down + size) + 1)):
            half = max(size * size - (line - down) ** 2, 0) ** 0.5
            self._span(line, across - half, across + half, colour)

    def png(self) -> bytes:
        """The picture as a file."""
        header = struct.pack(">IIBBBBB", self.width, self.height, 8, 3, 0, 0, 0)
        palette = b"".join(bytes(colour) for colour in self._palette)
        lines = b"".join(b"\0" + bytes(row) for row in self._rows)
        chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)

    def _span(self, line: int, start: float, end: float, colour: int) -> None:
        first, last = max(0, round(start)), min(self.width, round(end))
        if first < last:
            self._rows[line][first:last] = bytes([SKY + colour]) * (last - first)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _mixed(one: Colour, other: Colour, *, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue

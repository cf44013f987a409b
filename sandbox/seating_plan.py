"""A hall drawn from its seats alone: a square for each, a colour for each band, the stage above."""

from collections.abc import Iterator

from sandbox.catalogue.model import Area, Band, Seat
from sandbox.drawing import Canvas, Colour

SEAT, GAP, WIDTH = 7, 9, 600
WHITE: Colour = (250, 250, 248)
BANDS: tuple[Colour, ...] = ((178, 34, 52), (32, 84, 147), (46, 125, 80), (140, 90, 160), (196, 128, 30))
STAGE: Colour = (60, 60, 66)


def seating_plan(areas: tuple[Area, ...]) -> bytes:
    """The plan of a hall, its areas below each other."""
    lines = list(_lines(areas))
    height = (len(lines) + 5) * GAP
    canvas = Canvas(WIDTH, height, top=WHITE, bottom=WHITE, colours=(*BANDS, STAGE))
    canvas.rectangle(0.3, 1 * GAP / height, 0.4, 2 * GAP / height, len(BANDS))
    for number, (colour, blocks) in enumerate(lines):
        _row(canvas, blocks, top=(number + 4) * GAP, colour=colour)
    return canvas.png()


def _lines(areas: tuple[Area, ...]) -> Iterator[tuple[int, list[tuple[Seat, ...]]]]:
    """Row by row, an empty one between areas."""
    for area in areas:
        for number, band in enumerate(area.bands):
            yield from ((number % len(BANDS), blocks) for blocks in _rows(band))
        yield 0, []


def _rows(band: Band) -> list[list[tuple[Seat, ...]]]:
    rows: dict[str, list[tuple[Seat, ...]]] = {}
    for block in band.blocks:
        rows.setdefault(block[0].row, []).append(block)
    return list(rows.values())


def _row(canvas: Canvas, blocks: list[tuple[Seat, ...]], *, top: int, colour: int) -> None:
    """A row, centred, with room between its blocks."""
    length = sum(len(block) for block in blocks) + len(blocks) - 1
    left = (WIDTH - length * GAP) / 2
    for block in blocks:
        for _ in block:
            canvas.rectangle(left / WIDTH, top / canvas.height, SEAT / WIDTH, SEAT / canvas.height, colour)
            left += GAP
        left += GAP

"""The seats of a hall as HTML: one checkbox each, and nothing else. Thousands take a few milliseconds.

Where a seat stands is said by classes, for pages have no styles in their markup: `g3` is a gap of three seats
before this one, `w50` an area of fifty columns, `n` a seat that is not the neighbour of the one before it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from boxoffice.ticketing import AvailabilityBand, Seat

from .hall import Area, Hall, Place, Row

LOOKS = 16  # bands that look different, by shape and colour
WIDEST = 99  # what the style sheet has classes for
HERE = "\N{OBJECT REPLACEMENT CHARACTER}"  # where a seat's number goes, in words that are made once for a row


def seats(hall: Hall, *, picked: Collection[str] = ()) -> SafeString:
    """Every area, front first. `picked` are values of checkboxes that come checked."""
    bands = [_Look.of(band, number) for number, band in enumerate(hall.bands)]
    chosen = frozenset(map(str, picked))
    areas = (_area(area, number, bands, chosen) for number, area in enumerate(hall.areas))
    return mark_safe("".join(areas))  # noqa: S308 -- every text in it is escaped below


def value(band: int, seat: Seat) -> str:
    """A seat as one form value: which band of the page, and its id, which is opaque."""
    return f"{band}:{seat.id}"


def look(band: int) -> str:
    """The class that gives a band its shape and colour."""
    return f"b{band % LOOKS}"


def separator() -> str:
    """What stands between the facts of one seat."""
    return pgettext("between the facts of one seat: Stalls, row B, seat 3, £55.00", ", ")


def whereabouts(area: str, row: str, seat: str) -> str:
    """`Stalls, row B, seat 3`, of which area and row may be without names."""
    said = {"area": area, "row": row, "seat": seat}
    if area and row:
        return _("%(area)s, row %(row)s, seat %(seat)s") % said
    if area:
        return _("%(area)s, seat %(seat)s") % said
    return _("Row %(row)s, seat %(seat)s") % said if row else _("Seat %(seat)s") % said


@dataclass(frozen=True, slots=True)
class _Look:
    """What all seats of a band share."""

    look: str
    price: str  # with the separator before it

    @classmethod
    def of(cls, band: AvailabilityBand, number: int) -> "_Look":
        return cls(look(number), escape(f"{separator()}{band.price}") if band.price else "")


def _area(area: Area, number: int, bands: list[_Look], picked: frozenset[str]) -> str:
    name = escape(area.ticket_type.name or _("Seats"))
    kind = "boxes" if area.has_boxes else _width(area)
    rows = "".join(_row(area, row, bands, picked) for row in area.rows)
    title = f'<h3 id="area-{number}"><bdi>{name}</bdi></h3>'
    return f'<div class="area {kind}" role="group" aria-labelledby="area-{number}">{title}{rows}</div>\n'


def _width(area: Area) -> str:
    long = " long" if any(len(row.name) > 4 for row in area.rows) else ""
    return f"w{area.width}{long}" if area.width <= WIDEST else f"wide{long}"


def _row(area: Area, row: Row, bands: list[_Look], picked: frozenset[str]) -> str:
    words = escape(whereabouts(area.ticket_type.name, row.name, HERE))
    before, _here, after = words.partition(HERE)
    written = "".join(_seats(row, before, after, bands, picked, gaps=not area.has_boxes))
    return f'<div class="row" data-row="{escape(row.name)}">{written}</div>\n'


def _seats(
    row: Row, before: str, after: str, bands: list[_Look], picked: frozenset[str], *, gaps: bool
) -> Iterator[str]:
    free, between = 0, separator()
    for place in row.places:
        band, seat = bands[place.band], place.seat
        notes = escape(f"{between}{seat.notes}") if seat.has_notes else ""
        its_value = value(place.band, seat)
        checked = " checked" if its_value in picked else ""
        gap = place.column - free if gaps or free else 0
        free = place.column + 1
        yield (
            f'<input type="checkbox" name="seat" class="{band.look}{_marks(place, gap)}" '
            f'value="{escape(its_value)}" '
            f'aria-label="{before}{escape(seat.column or seat.id)}{after}{band.price}{notes}"{checked}>'
        )


def _marks(place: Place, gap: int) -> str:
    """Classes for what is the case with few seats."""
    seat = place.seat
    marks = " n" if place.opens else ""
    if gap:
        marks += f" g{min(gap, WIDEST)}"
    if seat.is_restricted_view:
        marks += " r"
    return marks + " t" if seat.text else marks

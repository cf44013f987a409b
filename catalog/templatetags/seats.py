"""What the templates of the seat map ask."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import json_script
from django.utils.safestring import SafeString

from .. import seat_map
from ..hall import Hall
from ..seat_data import seat_data

register = template.Library()


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the legend."""

    look: str
    name: str
    price: Any
    free: int


@register.simple_tag
def seats(hall: Hall, *, picked: Collection[str] = ()) -> SafeString:
    """All seats as checkboxes."""
    return seat_map.seats(hall, picked=picked or ())


@register.filter
def legend(hall: Hall) -> list[Key]:
    """Bands that have seats, as they look."""
    return list(_keys(hall))


def _keys(hall: Hall) -> Iterator[Key]:
    names = {area.ticket_type.code: area.ticket_type.name for area in hall.areas}
    for number, band in enumerate(hall.bands):
        if band.has_seat_selection:
            name = ", ".join(filter(None, [names.get(band.ticket_type_code), band.name]))
            yield Key(seat_map.look(number), name, band.price, len(band.seats))


@register.simple_tag
def seating_data(offered: Any) -> SafeString:
    """What the scripts are told."""
    told = seat_data(
        offered.hall,
        offered.availability,
        sending=offered.cheapest_sending,
        most_bands=offered.most_bands,
    )
    return json_script(told, "seating")


@register.simple_tag
def free_address(offered: Any) -> str:
    """Where the map asks what is free now, of this performance and this stay, with this code."""
    said = {"departure": offered.stay.departure, "nights": offered.stay.nights}
    said["promo"] = offered.promo.goes_on or None
    query = {name: str(value) for name, value in said.items() if value is not None}
    return reverse("catalog:free", args=[offered.performance.id], query=query or None)

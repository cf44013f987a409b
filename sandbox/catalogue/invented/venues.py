"""The invented venues, and which supplier sells for each."""

from sandbox.catalogue.invented.tables import rows
from sandbox.catalogue.model import Source, Venue
from sandbox.catalogue.places import venue
from sandbox.catalogue.sources import SOURCES


def _read() -> dict[str, tuple[Venue, Source]]:
    found = {}
    for key, desc, city, postcode, north, east, street, source in rows("venues"):
        found[key] = venue(desc, city, postcode, (float(north), float(east)), street), SOURCES[source]
    return found


VENUES = _read()

"""The invented venues, and which supplier sells for each."""

from zlib import crc32

from sandbox.catalogue.invented.tables import rows
from sandbox.catalogue.model import Source, Venue
from sandbox.catalogue.places import CITIES, venue
from sandbox.catalogue.sources import SOURCES

SPREAD = 4000  # how far from its city a further venue may lie, in hundred-thousandths of a degree


def _read() -> dict[str, tuple[Venue, Source]]:
    found = {}
    for key, desc, city, postcode, north, east, street, source in rows("venues"):
        found[key] = venue(desc, city, postcode, (float(north), float(east)), street), SOURCES[source]
    return found


def _read_further() -> dict[str, tuple[Venue, Source]]:
    """Venues for the events that are made by rule; their names are their keys."""
    found = {}
    for desc, city, postcode, street, source in rows("further_venues"):
        found[desc] = (
            venue(desc, city, postcode, _near(city, seed=crc32(desc.encode())), street),
            SOURCES[source],
        )
    return found


def _near(city: str, *, seed: int) -> tuple[float, float]:
    """Somewhere in the city: always the same place for a seed."""
    north, east = seed % (2 * SPREAD) - SPREAD, seed // (2 * SPREAD) % (2 * SPREAD) - SPREAD
    return round(CITIES[city].latitude + north / 1e5, 5), round(CITIES[city].longitude + east / 1e5, 5)


FURTHER = _read_further()
VENUES = _read() | FURTHER

"""The zone of a venue, which f13 does not name: the one of its country whose clocks show what f13 says."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import cache
from importlib.resources import files
from math import cos, hypot, radians
from zoneinfo import ZoneInfo

from boxoffice.ticketing import Event
from boxoffice.words import TERRITORIES

DEGREES = re.compile(r"([+-])(\d\d)(\d\d)(?:\d\d)?([+-])(\d{3})(\d\d)(?:\d\d)?")


@dataclass(frozen=True)
class Place:
    """A zone by the name of its largest place, and where that is, in degrees."""

    zone: str
    latitude: float
    longitude: float

    def agrees(self, moment: datetime) -> bool:
        return moment.astimezone(ZoneInfo(self.zone)).utcoffset() == moment.utcoffset()

    def far(self, event: Event) -> float:
        """Roughly, in degrees. 0 where nobody knows where the event is."""
        if event.latitude is None or event.longitude is None:
            return 0.0
        north = float(event.latitude) - self.latitude
        east = (float(event.longitude) - self.longitude + 180) % 360 - 180
        return hypot(north, east * cos(radians(self.latitude)))


def zone_of(event: Event, moment: datetime) -> tzinfo:
    """The zone of an event's place, by f13's offset of a moment there; UTC where none has it."""
    agreeing = [place for place in _places(event.country_code) if place.agrees(moment)]
    return ZoneInfo(min(agreeing, key=lambda place: place.far(event)).zone) if agreeing else UTC


def shown_in(zone: tzinfo, moment: datetime) -> datetime:
    """A moment by the clocks of a zone. An hour that they show twice is told in UTC."""
    local = moment.astimezone(zone)
    return moment.astimezone(UTC) if local.fold else local


def _places(country_code: str) -> list[Place]:
    """Those of a country by f13's code, largest first."""
    return _by_country().get(TERRITORIES.get(country_code.lower(), country_code.upper()), [])


@cache
def _by_country() -> Mapping[str, list[Place]]:
    """The time zone database's own table: country, where, zone, and a comment."""
    found: defaultdict[str, list[Place]] = defaultdict(list)
    for line in files("tzdata").joinpath("zoneinfo/zone.tab").read_text().splitlines():
        if line and not line.startswith("#"):
            country, where, name, *_comment = line.split("\t")
            found[country].append(Place(name, *_degrees(where)))
    return found


def _degrees(where: str) -> tuple[float, float]:
    """Of `+513030-0000731`: degrees, minutes and maybe seconds."""
    north, degrees, minutes, east, degrees_east, minutes_east = DEGREES.fullmatch(where).groups()  # type: ignore[union-attr]
    latitude = int(degrees) + int(minutes) / 60
    longitude = int(degrees_east) + int(minutes_east) / 60
    return (latitude if north == "+" else -latitude, longitude if east == "+" else -longitude)

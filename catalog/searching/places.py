"""Where cities and venues lie, and how far an event is from there. Plain arithmetic, for any database."""

from dataclasses import dataclass
from math import cos, hypot, radians

from django.db.models import Avg, Case, ExpressionWrapper, F, FloatField, Q, Value, When
from django.db.models.expressions import Expression
from django.db.models.lookups import LessThanOrEqual

from ..folding import fold
from ..models import Event, EventText, Place

NEAR = 50  # kilometres
DEGREE = 111.2  # kilometres, from north to south
A_METRE = 0.00001  # degrees; what an average is beyond that depends on the order of the rows


@dataclass(frozen=True)
class Point:
    """Somewhere on earth; without a name where a browser gave it."""

    latitude: float
    longitude: float
    name: str = ""

    def kilometres_to(self, event: Event) -> float | None:
        if event.latitude is None or event.longitude is None:
            return None
        east = abs(event.longitude - self.longitude)
        north = event.latitude - self.latitude
        return DEGREE * hypot(north, min(east, 360 - east) * self.narrowing)

    @property
    def narrowing(self) -> float:
        """How much shorter a degree from east to west is here than one from north to south."""
        return cos(radians(self.latitude))

    @property
    def is_near(self) -> Q:
        """Whether an event is within reach. Its latitude goes first: that has few in reach."""
        reach = NEAR / DEGREE
        band = Q(latitude__range=(self.latitude - reach, self.latitude + reach))
        return band & Q(LessThanOrEqual(self.square(), reach**2))

    def square(self, prefix: str = "") -> Expression:
        """The square of the distance in degrees: what is nearer has a smaller one."""
        north, east = F(f"{prefix}latitude") - self.latitude, F(f"{prefix}longitude") - self.longitude
        # The short way round the earth, across the date line where that is shorter.
        short = Case(
            When(Q(**{f"{prefix}longitude__gt": self.longitude + 180}), then=east - Value(360.0)),
            When(Q(**{f"{prefix}longitude__lt": self.longitude - 180}), then=east + Value(360.0)),
            default=east,
            output_field=FloatField(),
        )
        squares = north * north + short * short * Value(self.narrowing**2)
        return ExpressionWrapper(squares, output_field=FloatField())


def renew(language: str) -> None:
    """Keep where the cities and venues of what is listed now lie, and no others."""
    wanted = {place.folded: place for name in ("venue", "city") for place in _places(name, language=language)}
    for kept in Place.objects.filter(language=language):
        new = wanted.get(kept.folded)
        if new is None:
            kept.delete()
        elif _is_same(new, kept):
            del wanted[kept.folded]
    Place.objects.bulk_create(
        wanted.values(),
        update_conflicts=True,
        unique_fields=["language", "folded"],
        update_fields=["name", "latitude", "longitude"],
    )


def _is_same(new: Place, kept: Place) -> bool:
    north, east = abs(new.latitude - kept.latitude), abs(new.longitude - kept.longitude)
    return new.name == kept.name and max(north, east) < A_METRE


def _places(name: str, *, language: str) -> list[Place]:
    """Each city or venue in the midst of its events."""
    listed = EventText.objects.listed(language).exclude(event__latitude=None).exclude(event__longitude=None)
    found = listed.order_by(name).values_list(name).annotate(Avg("event__latitude"), Avg("event__longitude"))
    return [
        Place(
            language=language, folded=fold(called)[:300], name=called, latitude=latitude, longitude=longitude
        )
        for called, latitude, longitude in found
        if fold(called)
    ]

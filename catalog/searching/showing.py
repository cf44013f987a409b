"""What was found, as the page shows it: values to choose, with numbers; filters to leave out; ways on."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from . import names, ordering
from .asked import FILTERS, NO, YES, Asked, without
from .days import NamedDays, named_days
from .facets import Counts
from .finding import Found

SHOWN_AT_ONCE = 12  # values of one kind; the others unfold


@dataclass(frozen=True)
class Choice:
    """One value of a filter, and how many events there would be with it."""

    code: str
    name: str
    number: int
    is_chosen: bool = False
    address: str = ""


@dataclass(frozen=True)
class Chip:
    """A filter in use, and the address without it."""

    name: str
    address: str


@dataclass(frozen=True)
class Facet:
    """The values of one kind, those that find most first."""

    parameter: str
    name: str
    choices: tuple[Choice, ...]

    @property
    def first(self) -> tuple[Choice, ...]:
        return self.choices[:SHOWN_AT_ONCE]

    @property
    def rest(self) -> tuple[Choice, ...]:
        return self.choices[SHOWN_AT_ONCE:]

    @property
    def is_of_use(self) -> bool:
        return len(self.choices) > 1 or any(choice.is_chosen for choice in self.choices)


def facets(found: Found) -> list[Facet]:
    """Cities, categories and countries."""
    told = (
        ("cities", "city", _("City")),
        ("categories", "category", _("Category")),
        ("countries", "country", _("Country")),
    )
    return [
        Facet(parameter, name, choices(kind, asked=found.asked, counts=found.counts))
        for kind, parameter, name in told
    ]


def choices(kind: str, *, asked: Asked, counts: Counts) -> tuple[Choice, ...]:
    """All values of a kind that find something; those chosen stay, whatever they find."""
    numbers, chosen = counts.numbers[kind], getattr(asked, kind)
    found = [
        Choice(
            code,
            names.label(kind, code, counts=counts),
            numbers.get(code, 0),
            is_chosen=code in chosen,
            address=asked.but(**{kind: (code,)}).address,
        )
        for code in {*numbers, *chosen}
    ]
    return tuple(sorted(found, key=lambda choice: (not choice.is_chosen, -choice.number, choice.name)))


def offers(found: Found) -> Choice:
    return Choice(
        YES, _("Offers only"), found.counts.numbers["offers"].get(YES, 0), is_chosen=found.asked.offers
    )


def seated(found: Found) -> list[Choice]:
    numbers, asked = found.counts.numbers["seated"], found.asked.seated
    told = [
        Choice(code, names.seats(code), numbers.get(code, 0), is_chosen=asked == code) for code in (YES, NO)
    ]
    return [Choice("", _("With and without seats"), sum(numbers.values()), is_chosen=not asked), *told]


def sorts(found: Found) -> list[Choice]:
    """The orders to choose from; the usual one goes without saying."""
    usual, *others = ordering.choices(found.understood)
    codes = {usual: ""} | {name: name for name in others}
    return [
        Choice(code, str(ordering.NAMES[name]), 0, is_chosen=code == found.asked.sort)
        for name, code in codes.items()
    ]


def named(found: Found) -> list[NamedDays]:
    return named_days(found.asked, today=timezone.localdate())


def ways_on(found: Found) -> list[tuple[str | Promise, int, str]]:
    """Which filter to leave out, how many events that finds, and where."""
    return [(names.WITHOUT[way.name], way.number, way.address) for way in found.ways_on]


def title(found: Found) -> str:
    """What the page is called: after the words, or after the one place or kind that was chosen."""
    asked = found.asked
    if asked.words:
        return _("Events for “%(words)s”") % {"words": asked.words}
    chosen = [(kind, code) for kind in ("cities", "countries", "categories") for code in getattr(asked, kind)]
    if len(chosen) != 1:
        return _("All events")
    kind, code = chosen[0]
    name = names.label(kind, code, counts=found.counts)
    return name if kind == "categories" else _("Events in %(place)s") % {"place": name}


def chips(found: Found) -> Iterator[Chip]:
    """Every filter in use but the words, which stand in their own box."""
    asked, counts = found.asked, found.counts
    for kind in ("cities", "countries", "categories"):
        for code in getattr(asked, kind):
            others = tuple(other for other in getattr(asked, kind) if other != code)
            yield Chip(names.label(kind, code, counts=counts), asked.but(**{kind: others}).address)
    for name, text in _single(found).items():
        if name in FILTERS and any(getattr(asked, field) != getattr(Asked, field) for field in FILTERS[name]):
            yield Chip(text, without(asked, name).address)


def _single(found: Found) -> dict[str, str]:
    """What filters of one value say, as far as they are in use."""
    asked, point = found.asked, found.understood.point
    said = {"venue": asked.venue, "offers": _("Offers only"), "seated": names.seats(asked.seated)}
    if asked.first_day or asked.last_day:
        said["days"] = names.days(asked)
    if asked.lowest is not None or asked.highest is not None:
        said["price"] = names.prices(asked, currencies=found.counts.currencies)
    if point:
        said["near"] = _("Near %(place)s") % {"place": point.name} if point.name else _("Near you")
    return said

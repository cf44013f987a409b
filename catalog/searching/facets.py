"""How many events there are of each kind, each kind counted with all filters but its own, in one question.

What an event has one of (a city, an offer or none) is counted by the database in groups of equal events, some
hundreds at most, and added up here: dear conditions are looked at twice, not once for every kind.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    F,
    Func,
    IntegerField,
    QuerySet,
    Value,
    When,
)

from ..models import Label
from .asked import NO, YES, Asked
from .matching import Conditions, events

# A COUNT without a GROUP BY: Django would add one beside other columns.
NUMBER = Func(F("pk"), function="COUNT", output_field=IntegerField())
KINDS = ("cities", "countries", "offers", "seated")
GROUPED = ("city_code", "country_code", "has_offer", "is_seated", "currency_code")
NOTHING = Value("", output_field=CharField())
NO_FACTS = (Value(False, output_field=BooleanField()), Value(False, output_field=BooleanField()), NOTHING)


@dataclass(frozen=True)
class Group:
    """Events that are equal in all that is counted here."""

    city: str
    country: str
    has_offer: bool
    is_seated: bool
    currency: str
    number: int

    def code(self, kind: str) -> str:
        match kind:
            case "cities":
                return self.city
            case "countries":
                return self.country
            case "offers":
                return YES if self.has_offer else ""
        return YES if self.is_seated else NO

    def is_in(self, asked: Asked, kind: str) -> bool:
        match kind:
            case "cities":
                return not asked.cities or self.city in asked.cities
            case "countries":
                return not asked.countries or self.country in asked.countries
            case "offers":
                return self.has_offer or not asked.offers
        return not asked.seated or self.code(kind) == asked.seated


@dataclass(frozen=True)
class Counts:
    """Numbers of events by code, for each kind; what codes are called; the currencies of what was found."""

    total: int = 0
    numbers: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    currencies: tuple[str, ...] = ()

    @property
    def is_one_currency(self) -> bool:
        return len(self.currencies) == 1


def count(asked: Asked, meant: Conditions, *, language: str) -> Counts:
    """All counts and labels that a page of results needs."""
    groups: list[Group] = []
    numbers: dict[str, dict[str, int]] = {"categories": {}}
    labels: dict[str, dict[str, str]] = {"cities": {}, "categories": {}}
    for kind, code, name, has_offer, is_seated, currency, number in _ask(meant, language=language):
        if kind == "group":
            groups.append(Group(code, name, bool(has_offer), bool(is_seated), currency, number))
        elif kind == "category":
            numbers["categories"][code] = number
        else:
            labels[kind][code] = name
    found = [group for group in groups if all(group.is_in(asked, kind) for kind in KINDS)]
    return Counts(
        total=sum(group.number for group in found),
        numbers=numbers | {kind: _numbers(groups, asked, kind=kind) for kind in KINDS},
        labels=labels,
        currencies=tuple(sorted({group.currency for group in found} - {""})),
    )


def _numbers(groups: Iterable[Group], asked: Asked, *, kind: str) -> dict[str, int]:
    numbers: Counter[str] = Counter()
    for group in groups:
        if all(group.is_in(asked, other) for other in KINDS if other != kind):
            numbers[group.code(kind)] += group.number
    return {code: number for code, number in numbers.items() if code}


# The question


def _ask(meant: Conditions, *, language: str) -> QuerySet:
    groups = events(meant, but=KINDS).values(*GROUPED).annotate(number=Count("pk"))
    by_category = events(meant, but=("categories",)).filter(categories__isnull=False)
    categories = by_category.values("categories__code").annotate(number=Count("pk"))
    labels = Label.objects.filter(language=language)
    return groups.values_list(_text("group"), *map(F, GROUPED), F("number")).union(
        categories.values_list(_text("category"), F("categories__code"), NOTHING, *NO_FACTS, F("number")),
        labels.values_list(_kind_of_label(), F("code"), F("name"), *NO_FACTS, Value(0)),
        all=True,
    )


def _text(words: str) -> Value:
    return Value(words, output_field=CharField())


def _kind_of_label() -> Case:
    city = When(kind=Label.Kind.CITY, then=_text("cities"))
    return Case(city, default=_text("categories"), output_field=CharField())

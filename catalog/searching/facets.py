"""How many events there are of each kind: counted together, each with all filters but its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import Case, CharField, Count, F, Func, IntegerField, QuerySet, Value, When

from ..models import Event, Label
from .asked import NO, YES
from .matching import Conditions, events

EVERYTHING: Conditions = {}
# A COUNT without a GROUP BY: Django would add one beside other columns.
NUMBER = Func(F("pk"), function="COUNT", output_field=IntegerField())
# What is counted, by the filter that is left out while it is counted.
KINDS = {"cities": "city_code", "countries": "country_code", "categories": "categories__code"}


@dataclass
class Counts:
    """Numbers of events by code, for each kind; what the codes are called; and the currencies of all."""

    total: int = 0
    by_kind: dict[str, dict[str, int]] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    currencies: tuple[str, ...] = ()

    @property
    def is_one_currency(self) -> bool:
        return len(self.currencies) == 1

    def of(self, kind: str) -> Mapping[str, int]:
        return self.by_kind.get(kind, {})


def count(meant: Conditions, *, language: str) -> Counts:
    """All counts and labels that a page of results needs, in one question."""
    counts = Counts()
    first, *others = _questions(meant, language=language)
    for kind, code, name, number in first.union(*others, all=True):
        if kind == "total":
            counts.total = number
        elif kind == "currencies":
            counts.currencies += (code,)
        elif name:
            counts.labels.setdefault(kind, {})[code] = name
        else:
            counts.by_kind.setdefault(kind, {})[code] = number
    return counts


def _questions(meant: Conditions, *, language: str) -> Iterator[QuerySet]:
    yield _number("total", events(meant))
    for kind, code in KINDS.items():
        yield _numbers(kind, events(meant, but=kind), by=code)
    yield _number("offers", events(meant, but="offers").filter(has_offer=True), answer=YES)
    for answer, is_seated in ((YES, True), (NO, False)):
        yield _number("seated", events(meant, but="seated").filter(is_seated=is_seated), answer=answer)
    yield _numbers("currencies", events(EVERYTHING), by="currency_code")
    labels = Label.objects.filter(language=language)
    yield labels.values_list(_kind_of_label(), F("code"), F("name"), Value(0))


def _number(kind: str, found: QuerySet[Event], *, answer: str = "") -> QuerySet:
    return found.values_list(_text(kind), _text(answer), _text(""), NUMBER)


def _numbers(kind: str, found: QuerySet[Event], *, by: str) -> QuerySet:
    """A row for each code that there is."""
    counted = found.filter(**{f"{by}__gt": ""}).values(by).annotate(number=Count("pk"))
    return counted.values_list(_text(kind), F(by), _text(""), F("number"))


def _kind_of_label() -> Case:
    city = When(kind=Label.Kind.CITY, then=_text("cities"))
    return Case(city, default=_text("categories"), output_field=CharField())


def _text(words: str) -> Value:
    return Value(words, output_field=CharField())

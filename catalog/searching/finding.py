"""One search from end to end, in three questions to the database: what was meant, how many, which."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone

from ..models import EventText
from . import ordering
from .asked import Asked, asked_from, without
from .facets import NUMBER, Counts, count
from .matching import Conditions, conditions, events
from .paging import Pages
from .understood import Understood, understand

PER_PAGE = 24
MOST_POPULAR = 8


@dataclass(frozen=True)
class WayOn:
    """What leaving out one filter would find."""

    name: str
    address: str
    number: int


@dataclass(frozen=True)
class Found:
    """All that the page of results shows."""

    asked: Asked
    understood: Understood
    counts: Counts
    pages: Pages
    cards: Sequence[EventText] = ()
    ways_on: Sequence[WayOn] = ()
    popular: Sequence[EventText] = ()

    @property
    def problems(self) -> tuple[str, ...]:
        return self.asked.problems + self.understood.problems

    @property
    def total(self) -> int:
        return self.counts.total


def find(given: QueryDict, *, language: str) -> Found:
    """What the parameters of an address ask for."""
    today = timezone.localdate()
    asked = asked_from(given, today=today)
    understood = understand(asked, language=language)
    asked = replace(asked, sort=ordering.said(asked, understood))
    meant = conditions(asked, understood, language=language, today=today)
    counts = count(asked, meant, language=language)
    pages = Pages(asked, total=counts.total, per_page=PER_PAGE)
    found = Found(pages.asked, understood, counts, pages)
    if not counts.total:
        return _with_ways_on(found, meant, language=language)
    return replace(found, cards=_cards(found, meant, language=language))


def _cards(found: Found, meant: Conditions, *, language: str) -> Sequence[EventText]:
    order = ordering.order(found.asked, found.understood, is_one_currency=found.counts.is_one_currency)
    listed = EventText.objects.listed(language).filter(event__in=events(meant)).order_by(*order)
    return list(listed[found.pages.start : found.pages.end])


def _with_ways_on(found: Found, meant: Conditions, *, language: str) -> Found:
    """What is most popular of all, and with it in the same question, how many each filter keeps away."""
    kept_away = {f"without_{name}": _number(events(meant, but=(name,))) for name in meant}
    popular = list(EventText.objects.listed(language).annotate(**kept_away)[:MOST_POPULAR])
    ways_on = [
        WayOn(name, without(found.asked, name).address, getattr(text, f"without_{name}"))
        for text in popular[:1]
        for name in meant
    ]
    return replace(found, popular=popular, ways_on=[way for way in ways_on if way.number])


def _number(found: QuerySet) -> Subquery:
    return Subquery(found.values_list(NUMBER))

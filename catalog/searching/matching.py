"""Which events are meant: one condition for each filter in use, to be put together as a page needs them."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import F, Q, QuerySet

from ..folding import leans
from ..models import LISTED, Event, EventMonth, EventText
from .asked import YES, Asked
from .engines import engine
from .understood import Understood

ALL_DAYS = 2**31 - 1

Conditions = Mapping[str, Q]


def conditions(asked: Asked, understood: Understood, *, language: str, today: date) -> Conditions:
    """By the name of the filter, as FILTERS has them."""
    found = {
        "words": _words(understood.words, language=language),
        "near": understood.point.is_near if understood.point else Q(),
        "cities": Q(city_code__in=asked.cities) if asked.cities else Q(),
        "countries": Q(country_code__in=asked.countries) if asked.countries else Q(),
        "categories": _categories(asked.categories),
        "venue": Q(pk__in=_at_venue(asked.venue, language=language)) if asked.venue else Q(),
        "days": _days(asked, today=today),
        "offers": Q(has_offer=True) if asked.offers else Q(),
        "price": _price(asked.lowest, highest=asked.highest),
        "seated": Q(is_seated=asked.seated == YES) if asked.seated else Q(),
    }
    return {name: condition for name, condition in found.items() if condition}


def events(meant: Conditions, *, but: Iterable[str] = ()) -> QuerySet[Event]:
    """What is listed and meets every condition, but those."""
    met = [condition for name, condition in meant.items() if name not in but]
    return Event.objects.filter(LISTED, *met).order_by()


def _words(words: Iterable[str], *, language: str) -> Q:
    if not words:
        return Q()
    texts = EventText.objects.filter(language=language)
    for word in words:
        texts = texts.filter(words__contains=word) if leans(word) else texts
    beginnings = [word for word in words if not leans(word)]
    if beginnings:
        texts = engine().with_words(texts, beginnings)
    return Q(pk__in=texts.values("event"))


def _categories(codes: tuple[str, ...]) -> Q:
    link = Event.categories.through
    return Q(pk__in=link.objects.filter(category__code__in=codes).values("event")) if codes else Q()


def _at_venue(venue: str, *, language: str) -> QuerySet:
    return EventText.objects.filter(language=language, venue__iexact=venue).values("event")


def _price(lowest: int | None, *, highest: int | None) -> Q:
    """Something can be had within the range. The prices are those seen last, however long ago."""
    condition = Q()
    if lowest is not None:
        condition &= Q(highest_price__gte=lowest)
    if highest is not None:
        condition &= Q(lowest_price__lte=highest)
    return condition


# Days


def _days(asked: Asked, *, today: date) -> Q:
    """On one of those days, or where no day is to be chosen."""
    first, last = asked.first_day, asked.last_day
    if first is None and last is None:
        return Q()
    first = first or today  # days that have gone by stay in the mirror for a while
    months = EventMonth.objects.alias(
        early=F("days").bitand(_bits_from(first)), late=F("days").bitand(_bits_until(last))
    ).alias(both=F("days").bitand(_bits_from(first) & _bits_until(last)))
    return Q(needs_performance=False) | Q(pk__in=months.filter(_within(first, last=last)).values("event"))


def _within(first: date, *, last: date | None) -> Q:
    """Of the first month its end counts, of the last its beginning, of those between every day."""
    begins, ends = first.replace(day=1), last.replace(day=1) if last else None
    if begins == ends:
        return Q(month=begins, both__gt=0)
    after = Q(month__gte=begins, days__gt=0) & (Q(month__gt=begins) | Q(early__gt=0))
    return after & Q(month__lte=ends) & (Q(month__lt=ends) | Q(late__gt=0)) if ends else after


def _bits_from(day: date) -> int:
    """The days of a month from that one on; bit 0 is the 1st."""
    return ALL_DAYS >> (day.day - 1) << (day.day - 1)


def _bits_until(day: date | None) -> int:
    return (1 << day.day) - 1 if day else ALL_DAYS

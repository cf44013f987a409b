"""Single events as the mirror would have written them, for tests that need them just so."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from boxoffice import ticketing
from boxoffice.ticketing import CostRange, Currency, Money, Price
from catalog.folding import fold, searchable
from catalog.models import Category, Event, EventMonth, EventText, Label
from catalog.searching import vocabulary

POUND = Currency("gbp", pre_symbol="£")
numbers = count()


def listed(
    name: str,
    *,
    venue: str = "",
    city: str = "London",
    country_code: str = "uk",
    categories: Iterable[str] = (),
    days: Iterable[date] = (),
    price: tuple[int, int] | None = None,
    language: str = "en",
    **facts: Any,
) -> Event:
    """An event on sale, its days and its price from the lowest to the highest, as lists and search see it."""
    number = next(numbers)
    facts = {"event_id": f"L{number}", "rank_most_popular": number, "city_code": fold(city)} | facts
    event = Event.objects.create(
        name=name,
        venue=venue,
        city=city,
        country_code=country_code,
        **facts,
        **(_costs(price) if price else {}),
    )
    _say(event, language=language)
    for code in categories:
        event.categories.add(Category.objects.get_or_create(code=code)[0])
        _label("category", code, name=code.title(), language=language)
    _keep(event, days=days)
    return event


def _say(event: Event, *, language: str) -> None:
    words = searchable((event.name, event.venue, event.city, event.event_id))
    EventText.objects.create(
        event=event,
        language=language,
        name=event.name,
        venue=event.venue,
        city=event.city,
        words=words,
        folded_title=fold(event.name),
        kept=ticketing.to_text(ticketing.Event(id=event.event_id, name=event.name)),
    )
    vocabulary.learn([words], language=language)
    _label("city", event.city_code, name=event.city, language=language)


def _label(kind: str, code: str, *, name: str, language: str) -> None:
    Label.objects.get_or_create(kind=kind, code=code, language=language, defaults={"name": name})


def _keep(event: Event, *, days: Iterable[date]) -> None:
    for day in days:
        month, _is_new = EventMonth.objects.get_or_create(
            event=event, month=day.replace(day=1), defaults={"days": 0}
        )
        month.days |= 1 << (day.day - 1)
        month.save()


def _costs(price: tuple[int, int], *, currency: Currency = POUND) -> dict[str, Any]:
    cheapest, dearest = (Price(Money(Decimal(one), currency), Money.zero(currency)) for one in price)
    return {
        "currency_code": currency.code,
        "lowest_price": cheapest.total.amount,
        "highest_price": dearest.total.amount,
        "kept_costs": ticketing.to_text(CostRange(cheapest=cheapest, dearest=dearest)),
        "priced_at": timezone.now(),
    }

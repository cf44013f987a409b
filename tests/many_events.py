"""A catalogue of any size, made up: rows as the mirror would have written them, without asking anybody."""

import random
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from django.utils import timezone

from boxoffice import ticketing
from boxoffice.ticketing import CostRange, Currency, Money, Price
from catalog.folding import fold, searchable
from catalog.models import Category, Event, EventMonth, EventText, Label
from catalog.searching import engines, places, vocabulary

POUND = Currency("gbp", pre_symbol="£")
CATEGORIES = (
    "theatre",
    "musical",
    "opera",
    "dance",
    "concert",
    "comedy",
    "family",
    "tours",
    "museum",
    "sport",
)
CITIES = 150
BATCH = 500
# A description's usual length: search must not pay for what it does not read.
TOLD = ticketing.Event(id="", name="", info_html="<p>A quiet evening, told at some length.</p>" * 120)
# Two thousand words that can be said; the first ones are used most, as in any language.
SYLLABLES = ("ba", "cor", "del", "fin", "gra", "hol", "jam", "kes", "lun", "mar", "nov", "pel", "ros")
WORDS = ["".join(parts) for parts in product(SYLLABLES, repeat=3)]


def many_events(number: int, *, language: str = "en", seed: int = 7) -> None:
    """That many events on sale. One is “The Singular Zephyr”; “Hamlet” is played once in a hundred."""
    chance = random.Random(seed)
    categories = [Category.objects.get_or_create(code=code)[0] for code in CATEGORIES]
    _label(language)
    for start in range(0, number, BATCH):
        rows = [_event(one, chance=chance) for one in range(start, min(start + BATCH, number))]
        Event.objects.bulk_create(rows)
        EventText.objects.bulk_create(_text(row, language=language) for row in rows)
        EventMonth.objects.bulk_create(month for row in rows for month in _months(row, chance=chance))
        link = Event.categories.through
        link.objects.bulk_create(link(event=row, category=chance.choice(categories)) for row in rows)
    vocabulary.renew(language)
    places.renew(language)
    engines.know_the_sizes()


def _label(language: str) -> None:
    cities = [("city", f"city-{city}", f"Town {WORDS[-city - 1].title()}") for city in range(CITIES)]
    codes = [("category", code, code.title()) for code in CATEGORIES]
    Label.objects.bulk_create(
        Label(kind=kind, code=code, name=name, language=language) for kind, code, name in cities + codes
    )


def _event(number: int, *, chance: random.Random) -> Event:
    city = min(int(chance.expovariate(0.05)), CITIES - 1)
    lowest = Decimal(chance.randint(5, 120))
    prices = [Price(Money(amount, POUND), Money(amount / 10, POUND)) for amount in (lowest, lowest * 3)]
    return Event(
        event_id=f"M{number}",
        name=_name(number, chance=chance),
        venue=f"{WORDS[-city * 7 - chance.randint(1, 7)].title()} Hall",
        city=f"Town {WORDS[-city - 1].title()}",
        city_code=f"city-{city}",
        country_code=("uk", "fr", "de", "us")[city % 4],
        latitude=51.5 + city * 0.1 + chance.random() / 10,
        longitude=-0.1 + city * 0.1 + chance.random() / 10,
        is_seated=bool(number % 2),
        needs_performance=bool(number % 10),
        has_offer=not number % 7,
        currency_code="gbp",
        lowest_price=prices[0].total.amount,
        highest_price=prices[1].total.amount,
        kept_costs=ticketing.to_text(CostRange(cheapest=prices[0], dearest=prices[1])),
        priced_at=timezone.now(),
        critic_percent=chance.randint(20, 100),
        rank_most_popular=number,
        rank_recent=(number * 7919) % 100_003,
        picture_url=f"https://pictures.example/{number}.jpg",
    )


def _name(number: int, *, chance: random.Random) -> str:
    if number == 0:
        return "The Singular Zephyr"
    words = [WORDS[min(int(chance.paretovariate(0.4)), len(WORDS)) - 1].title() for _word in range(3)]
    return " ".join(["Hamlet" if number % 100 == 50 else "The", *words])


def _text(row: Event, *, language: str) -> EventText:
    return EventText(
        event=row,
        language=language,
        name=row.name,
        venue=row.venue,
        city=row.city,
        words=searchable((row.name, row.venue, row.city, row.event_id)),
        folded_title=fold(row.name),
        kept=ticketing.to_text(TOLD),
    )


def _months(row: Event, *, chance: random.Random) -> list[EventMonth]:
    first = timezone.localdate().replace(day=1) + timedelta(days=31 * chance.randint(0, 9))
    months = [date(first.year, first.month, 1)]
    for _month in range(5):
        months.append((months[-1] + timedelta(days=31)).replace(day=1))
    return [EventMonth(event=row, month=month, days=chance.getrandbits(28)) for month in months]

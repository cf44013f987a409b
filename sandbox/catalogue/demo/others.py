"""The other test events: other currencies, seats that are never got, and what goes with the rest."""

from dataclasses import replace
from decimal import Decimal
from functools import cache

from sandbox.catalogue.demo.theatre import LYRIC_APOLLO, SADLERS_WELLS
from sandbox.catalogue.halls import blocks
from sandbox.catalogue.house import House, Terms
from sandbox.catalogue.layouts import SHELF, STUDIO
from sandbox.catalogue.model import Area, Band, Discount, Event
from sandbox.catalogue.money import EUR, GBP, USD
from sandbox.catalogue.places import venue
from sandbox.catalogue.prices import ADULT, CHILD, KINDS, NORMAL, OAP, STUDENT, prices
from sandbox.catalogue.schedules import Undated, Weekly, week
from sandbox.catalogue.sources import EXT_TEST0, EXT_TEST1
from sandbox.catalogue.texts import texts

MGM = venue(
    "MGM Grand Las Vegas", "las_vegas-us", "NV89109", (36.1034, -115.1721), "3799 South Strip Boulevard"
)
MOULIN = venue("Moulin Rouge", "paris-fr", "75018", (48.8841, 2.3323), "82 boulevard de Clichy")
LANGUAGES = ("en", "fr", "de", "es", "ar")


def _cheaper(ticket: Discount) -> Discount:
    """The blanket offer of La Femme: 75 + 5 for 68 + 3, and the concessions in proportion."""
    seatprice = (ticket.seatprice * 68 / 75).quantize(Decimal(1))
    return replace(
        ticket,
        seatprice=seatprice,
        surcharge=min(ticket.surcharge, Decimal(3)),
        full_seatprice=ticket.seatprice,
        full_surcharge=ticket.surcharge,
    )


@cache
def _la_femme_house() -> tuple[Area, ...]:
    tickets = prices((ADULT, CHILD, STUDENT, OAP), seat=75, fee=5, currency=USD)
    seats = blocks("A-F:1-20")
    band = Band("A/pool", tuple(_cheaper(ticket) for ticket in tickets), blocks=seats, max_together=15)
    return (Area("PREF", "Preferred seating", (band,)),)


@cache
def _moulin_house() -> tuple[Area, ...]:
    def band(code: str, desc: str, seat: int, plan: str) -> Band:
        return Band(
            code, prices((NORMAL,), seat=seat, fee=10, currency=EUR), desc, blocks(plan, separator="-")
        )

    bands = (
        band("A/pool", "Menu Belle Époque", 245, "1-20:1-6"),
        band("B/pool", "Menu Mistinguett", 205, "21-40:1-6"),
    )
    return (Area("DINNER", "Dinner and show at 9 pm", bands),)


LA_FEMME = Event(
    id="6L9",
    source=EXT_TEST1,
    venue=MGM,
    currency=USD,
    texts=texts("La Femme", venue=MGM, subject="stage", minutes=120, languages=LANGUAGES, has_offers=True),
    classes={"circuscabaret": "Circus, Cabaret & Variety"},
    schedule=Weekly(week("daily 22:30; fri sat 20:00"), ahead=365),
    areas=lambda performance: _la_femme_house(),
    contiguous_only=True,
    min_running_time=90,
    max_running_time=120,
    quantities=tuple(range(1, 16)),
    popularity=900,
)
MOULIN_ROUGE = Event(
    id="DBZ",
    source=EXT_TEST0,
    venue=MOULIN,
    currency=EUR,
    texts=texts(
        "Moulin Rouge (Dinner Show)", venue=MOULIN, subject="stage", minutes=180, languages=LANGUAGES
    ),
    classes={"circuscabaret": "Circus, Cabaret & Variety"},
    schedule=Weekly(week("daily 19:00"), ahead=365),
    areas=lambda performance: _moulin_house(),
    contiguous_only=True,
    max_running_time=180,
    popularity=850,
)
NEVER_AS_ASKED = Event(
    id="3CVA",
    source=EXT_TEST0,
    venue=SADLERS_WELLS,
    currency=GBP,
    texts=texts("Test Event - Type 1", venue=SADLERS_WELLS, subject="stage"),
    classes={"theatre": "Theatre"},
    schedule=Weekly(week("mon-fri 19:00")),
    areas=House(STUDIO, Terms(currency=GBP, top=Decimal(20))).areas,
    is_sold_by_weekday=True,
    seat_selection=True,
    scripts=frozenset({"got_none"}),
)
SUPPER = Event(
    id="MH0",
    source=EXT_TEST0,
    venue=SADLERS_WELLS,
    currency=GBP,
    texts=texts("Supper before the Show", venue=SADLERS_WELLS, subject="goods", languages=LANGUAGES),
    classes={"dining": "Food & Drink"},
    schedule=Weekly(week("mon-sat 17:30")),
    areas=House(SHELF, Terms(currency=GBP, top=Decimal(32), kinds=KINDS["families"])).areas,
    is_sold_by_weekday=True,
    is_seated=False,
)
LUNCHBOX = Event(
    id="7AC",
    source=EXT_TEST1,
    venue=LYRIC_APOLLO,
    currency=GBP,
    texts=texts("Unremarkable Cat Lunchbox", venue=LYRIC_APOLLO, subject="goods"),
    classes={"theatre": "Theatre"},
    schedule=Undated(),
    areas=House(SHELF, Terms(currency=GBP, top=Decimal(10), peak=Decimal(0))).areas,
    is_sold_by_weekday=True,
    type="misc_item",
    is_seated=False,
    show_perf_time=False,
    need_performance=False,
    is_add_on=True,
    is_auto_quantity_add_on=True,
)

EVENTS = (LA_FEMME, MOULIN_ROUGE, NEVER_AS_ASKED, SUPPER, LUNCHBOX)

"""The test events of most scripted conditions: 6IF, 6IE, 7AA, 7AB, and the seats they are about."""

from datetime import time
from functools import lru_cache

from sandbox.catalogue.halls import blocks
from sandbox.catalogue.model import Area, Band, Discount, Event, Performance, Texts, Venue
from sandbox.catalogue.money import GBP
from sandbox.catalogue.places import venue
from sandbox.catalogue.prices import (
    ADULT,
    CHILD,
    NORMAL,
    OAP,
    STUDENT,
    Kind,
    percent_off,
    price,
    prices,
    without_fee,
)
from sandbox.catalogue.reviews import reviews
from sandbox.catalogue.schedules import Weekly, Yearly, week
from sandbox.catalogue.sources import (
    ETICKET_WITHOUT_BARCODE,
    EXT_TEST0,
    EXT_TEST1,
    POST_WORLDWIDE,
    VOUCH,
)
from sandbox.catalogue.texts import texts

SADLERS_WELLS = venue(
    "Sadler's Wells", "london-uk", "EC1R 4TN", (51.52961137, -0.10601562), "Rosebery Avenue\r\nIslington"
)
LYRIC_APOLLO = venue("Lyric Apollo", "london-uk", "W6 7ES", (51.49306, -0.22639), "Queen Caroline Street")
LYCEUM = venue("Lyceum Theatre", "london-uk", "WC2E 7RQ", (51.511556, -0.11975), "21 Wellington Street")

ALL_KINDS = (ADULT, CHILD, STUDENT, OAP)
WITHOUT_CONCESSIONS = (ADULT,)
SATURDAY, NIGHT = 5, time(18)


def _best_available_band(code: str, plan: str, *, tickets: tuple[Discount, ...], together: int = 6) -> Band:
    return Band(code, tickets, blocks=blocks(plan), max_together=together)


@lru_cache(maxsize=2)
def _nutcracker_hall(*, first_of_month: bool) -> tuple[Area, ...]:
    def band(code: str, plan: str, seat: int, fee: int, kinds: tuple[Kind, ...], together: int = 6) -> Band:
        tickets = prices(kinds, seat=seat, fee=fee, currency=GBP)
        return _best_available_band(code, plan, tickets=tickets, together=together)

    stalls_a = WITHOUT_CONCESSIONS if first_of_month else ALL_KINDS
    stalls_b = WITHOUT_CONCESSIONS if first_of_month else (ADULT, CHILD)
    circle = (
        band("A/pool", "NM:380-409; NN:380-409", 35, 4, ALL_KINDS),
        band("B/pool", "NP:380-409; NQ:380-409", 30, 4, (ADULT, CHILD)),
        band("C/pool", "GL:400-429; GM:400-429", 25, 4, ALL_KINDS),
    )
    stalls = (
        band("A/pool", "YG:160-199; YH:160-199", 21, 3, stalls_a),
        band("B/pool", "YJ:160-199; YK:160-199", 18, 3, stalls_b, together=3),
    )
    return (
        Area("CIRCLE", "Upper circle", circle),
        Area("STALLS", "Stalls", stalls),
        Area("BALCONY", "Balcony", (band("A/pool", "BA:1-30; BB:1-30", 47, 5, ALL_KINDS),)),
    )


def _nutcracker_areas(performance: Performance) -> tuple[Area, ...]:
    """Nothing is left on Saturday nights; no discounts in the stalls on the 1st of the month."""
    starts_at = performance.starts_at
    if starts_at.weekday() == SATURDAY and starts_at.time() >= NIGHT:
        return ()
    return _nutcracker_hall(first_of_month=starts_at.day == 1)


@lru_cache(maxsize=1)
def _swan_lake_hall() -> tuple[Area, ...]:
    def band(code: str, plan: str, seat: int, fee: int) -> Band:
        return _best_available_band(code, plan, tickets=prices((ADULT,), seat=seat, fee=fee, currency=GBP))

    return (
        Area(
            "CIRCLE",
            "Upper circle",
            (band("A/pool", "CA:1-30; CB:1-30", 32, 4), band("B/pool", "CC:1-30", 27, 4)),
        ),
        Area(
            "STALLS", "Stalls", (band("A/pool", "SA:1-40; SB:1-40", 45, 5), band("B/pool", "SC:1-40", 38, 5))
        ),
    )


RESTRICTED = "A1 A2 A10 C5 C6"
SEAT_TEXTS = {"A6": "Great seat", "C6": "Haunted seat"}


@lru_cache(maxsize=2)
def _small_hall(*, leaving_singles: str) -> tuple[Area, ...]:
    def band(code: str, plan: str, ticket: Discount) -> Band:
        seats = blocks(plan, restricted=RESTRICTED, texts=SEAT_TEXTS)
        return Band(code, (ticket,), blocks=seats, leaving_singles=leaving_singles, max_together=4)

    def ticket(seat: int) -> Discount:
        return price(NORMAL, seat=seat, fee=5, currency=GBP)

    stalls = (
        band("A/pool", "A:1-10; B:2-9", ticket(50)),
        band("B/pool", "C:3-6; D:2-7", without_fee(ticket(40), desc="No booking fee")),
    )
    circle = (
        band("A/pool", "E:4-5 7-9; F:1-3", percent_off(ticket(35), 8, currency=GBP, desc="8% off")),
        band("B/pool", "G:7-10; H:1-4 7-10", ticket(30)),
    )
    return Area("STALLS", "Stalls", stalls), Area("CIRCLE", "Dress Circle", circle)


def _cat_areas(performance: Performance) -> tuple[Area, ...]:
    return _small_hall(leaving_singles="always")


def _toy_areas(performance: Performance) -> tuple[Area, ...]:
    return _small_hall(leaving_singles="never")


LANGUAGES = ("en", "fr", "de", "es", "ar")
PICTURES = (
    "landscape",
    "marquee",
    "seating_plan",
    "square",
    "supplier",
    "triplet_one",
    "triplet_two",
    "triplet_three",
    "triplet_four",
    "triplet_five",
)


def _texts(desc: str, venue: Venue, *, minutes: int) -> dict[str, Texts]:
    return texts(desc, venue=venue, subject="stage", minutes=minutes, languages=LANGUAGES, has_offers=True)


EVENTS = (
    Event(
        id="6IF",
        source=EXT_TEST0,
        venue=SADLERS_WELLS,
        currency=GBP,
        texts=_texts("Matthew Bourne's Nutcracker TEST", SADLERS_WELLS, minutes=120),
        classes={"dance": "Ballet & Dance"},
        schedule=Weekly(week("daily 19:30; sat 14:30"), names={1: "Including back stage pass"}),
        areas=_nutcracker_areas,
        min_running_time=120,
        max_running_time=120,
        contiguous_only=True,
        max_bundle_size=1,
        max_mixed_discounts=3,
        critic_percent=100,
        user_percent=100,
        reviews=reviews("6IF"),
        pictures=PICTURES,
        has_video=True,
        popularity=2000,
        upsells=("6IE", "MH0"),
    ),
    Event(
        id="6IE",
        source=EXT_TEST0,
        venue=SADLERS_WELLS,
        currency=GBP,
        texts=_texts("Matthew Bourne's Swan Lake test", SADLERS_WELLS, minutes=120),
        classes={"dance": "Ballet & Dance"},
        schedule=Weekly(week("mon-sat 19:30")),
        areas=lambda performance: _swan_lake_hall(),
        min_running_time=90,
        max_running_time=120,
        contiguous_only=True,
        upsells=("6IF", "6KU", "MH0"),
        pictures=PICTURES,
        popularity=1900,
        scripts=frozenset({"fails_on_tuesdays", "restricted_on_thursdays", "fail_part_one"}),
    ),
    Event(
        id="7AB",
        source=EXT_TEST1,
        venue=LYRIC_APOLLO,
        currency=GBP,
        texts=_texts("The Unremarkable Incident of the Cat at Lunchtime", LYRIC_APOLLO, minutes=90),
        classes={"theatre": "Theatre"},
        schedule=Yearly(1, 1, time(15, 30), first_year=2014),
        areas=_cat_areas,
        seat_selection=True,
        min_running_time=90,
        max_running_time=90,
        quantities=(1, 2, 3, 4),
        send_methods=(VOUCH, POST_WORLDWIDE),
        add_ons=("7AC",),
        pictures=PICTURES,
        has_video=True,
        reviews=reviews("7AB"),
        popularity=1800,
        upsells=("7AA", "6IF"),
        scripts=frozenset({"h10_fails", "d7_moves"}),
    ),
    Event(
        id="7AA",
        source=EXT_TEST1,
        venue=LYCEUM,
        currency=GBP,
        texts=_texts("Toy Story - The Opera", LYCEUM, minutes=90),
        classes={"opera": "Opera"},
        schedule=Weekly(week("thu-sat 19:00; sun 15:00"), ahead=365),
        areas=_toy_areas,
        seat_selection=True,
        contiguous_only=True,
        min_running_time=90,
        max_running_time=90,
        quantities=(1, 2, 3, 4),
        send_methods=(ETICKET_WITHOUT_BARCODE, POST_WORLDWIDE),
        upsells=("7AB",),
        pictures=PICTURES,
        popularity=1700,
        scripts=frozenset({"h10_fails", "d7_moves"}),
    ),
)

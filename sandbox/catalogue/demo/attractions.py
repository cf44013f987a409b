"""The test events without a stage: passes, flights, hotels, a membership, a souvenir."""

from dataclasses import replace
from decimal import Decimal

from sandbox.catalogue.house import House, Terms
from sandbox.catalogue.layouts import ENTRY, HELICOPTER, ROOMS, SHELF, Layout
from sandbox.catalogue.model import Currency, Event, Schedule, Source, Venue
from sandbox.catalogue.money import GBP, JPY, USD
from sandbox.catalogue.places import venue
from sandbox.catalogue.prices import KINDS
from sandbox.catalogue.schedules import Undated, Weekly, week
from sandbox.catalogue.sources import EXT_TEST0, EXT_TEST1, SOURCES, post
from sandbox.catalogue.texts import texts

MUSEUM = venue("Victoria & Albert Museum", "london-uk", "SW7 2RL", (51.4966, -0.1722), "Cromwell Road")
PARK = venue("Ingressoland", "orlando-us", "FL32830", (28.3852, -81.5639), "1 Pretend Parkway")
TOWERS = venue("Test Towers", "london-uk", "SW1A 1AA", (51.5014, -0.1419), "2 Example Mall")
BAY = venue("東京ベイパーク (Tokyo Bay Park)", "tokyo-jp", "279-0031", (35.6329, 139.8804), "Maihama 1-1")
AIRFIELD = venue("Desert Airfield", "las_vegas-us", "NV89139", (36.0397, -115.2), "5596 Haven Street")
STRIP = venue("Test Hotels", "las_vegas-us", "NV89109", (36.1147, -115.1728), "3600 Strip Boulevard")
COUNTER = venue("The Souvenir Counter", "london-uk", "WC2E 7RQ", (51.5116, -0.1198), "21 Wellington Street")

ATTRACTION = {"attract": "Attractions"}
TOUR = {"tours": "Tours"}
HOTEL = {"hotel": "Hotels"}
ALL_DAY = Weekly(week("daily 00:00"), ahead=365)
FLIGHTS = Weekly(week("daily 08:00-17:30/30"), ahead=731)


def _event(
    event_id: str,
    name: str,
    where: Venue,
    *,
    classes: dict[str, str],
    top: str,
    currency: Currency = USD,
    schedule: Schedule = ALL_DAY,
    layout: Layout = ENTRY,
    source: Source = EXT_TEST0,
    kinds: str = "adult",
    subject: str = "visit",
    languages: tuple[str, ...] = ("en", "fr", "de", "es"),
) -> Event:
    terms = Terms(currency=currency, top=Decimal(top), kinds=KINDS[kinds], peak=Decimal(0))
    return Event(
        id=event_id,
        source=source,
        venue=where,
        currency=currency,
        texts=texts(name, venue=where, subject=subject, languages=languages),
        classes=classes,
        schedule=schedule,
        areas=House(layout, terms).areas,
        is_sold_by_weekday=True,
        is_seated=False,
        show_perf_time=False,
    )


def _undated(event: Event) -> Event:
    """Nothing to choose: one performance, which is picked by itself."""
    return replace(event, schedule=Undated(), need_performance=False)


def _by_post_only(event: Event) -> Event:
    """With a fortnight for the post: for a near date there is no way of sending at all."""
    return replace(event, source=EXT_TEST1, send_methods=(post("6", days=14, desc="Post worldwide"),))


def _pass(event_id: str, name: str, top: str, *, schedule: Schedule = ALL_DAY) -> Event:
    return _event(event_id, name, TOWERS, classes=ATTRACTION, top=top, currency=GBP, schedule=schedule)


def _flight(event_id: str, name: str, top: str) -> Event:
    flight = _event(event_id, name, AIRFIELD, classes=TOUR, top=top, schedule=FLIGHTS, layout=HELICOPTER)
    return replace(flight, show_perf_time=True, min_running_time=50, max_running_time=70, has_video=True)


def _hotel(event_id: str, name: str, top: str, *, by_nights: bool) -> Event:
    """Either the day of departure is asked for, or the number of nights."""
    hotel = _event(
        event_id, name, STRIP, classes=HOTEL, top=top, layout=ROOMS, source=EXT_TEST1, subject="stay"
    )
    return replace(hotel, type="hotel_room", need_departure_date=not by_nights, need_duration=by_nights)


MEMBERSHIP = _event("6KF", "V&A Memberships", MUSEUM, classes={"museum": "Museums"}, top="64", currency=GBP)
THEME_PARK = _event(
    "1D7B8",
    "Ingressoland",
    PARK,
    classes=ATTRACTION,
    top="109",
    schedule=Weekly(week("daily 00:00"), ahead=30),
    kinds="families",
)
ONE_DAY_PASSPORT = replace(
    _event(
        "AG8", "One Day Passport", BAY, classes=ATTRACTION, top="9400", currency=JPY, source=SOURCES["sakura"]
    ),
    texts=texts(
        "1デーパスポート (One Day Passport)",
        venue=BAY,
        subject="visit",
        languages=("en", "ja", "de"),
        names={"ja": "1デーパスポート"},
    ),
)
SOUVENIR = replace(
    _event(
        "GVA",
        "Souvenir DVD",
        COUNTER,
        classes={"merch": "Merchandise"},
        top="15",
        currency=GBP,
        layout=SHELF,
        subject="goods",
    ),
    type="misc_item",
)

EVENTS = (
    replace(_undated(MEMBERSHIP), quantities=(1,)),
    _undated(_pass("6KS", "1-Day Ticket", "52")),
    _undated(_pass("6KT", "3-Day Hopper", "119")),
    _undated(_pass("6KV", "Individual Ticket", "29")),
    _pass("6KU", "Family Ticket", "88", schedule=Weekly(week("tue-sun 00:00"), ahead=365)),
    replace(THEME_PARK, need_performance=False),
    _by_post_only(_event("9XW", "Five Day Park Hopper", PARK, classes=ATTRACTION, top="480")),
    _by_post_only(_event("9XY", "Two Day Park Hopper", PARK, classes=ATTRACTION, top="230")),
    ONE_DAY_PASSPORT,
    _flight("DP9", "Imperial Helicopter Tour", "449"),
    _flight("DPB", "North Canyon Helicopter Tour", "329"),
    _undated(SOUVENIR),
    _hotel("I3R", "Test Hotel: Standard", "120", by_nights=False),
    _hotel("I3S", "Test Hotel: Garden", "140", by_nights=False),
    _hotel("I3T", "Test Hotel: Pool", "155", by_nights=False),
    _hotel("I3U", "Test Hotel: Long Weekend", "380", by_nights=True),
    _hotel("I3V", "Test Hotel: The Week", "790", by_nights=True),
)

"""More than 150 invented events, read from their tables: every rule that f13 knows, with and without."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from sandbox.catalogue.house import House, Terms
from sandbox.catalogue.invented.row import Row
from sandbox.catalogue.invented.tables import rows
from sandbox.catalogue.invented.words import CLASSES, NAMES, SCHEDULES
from sandbox.catalogue.model import CustomField, Event, Schedule
from sandbox.catalogue.offers import LATE, SAVER, SESAME, Offer, no_fee, save
from sandbox.catalogue.prices import KINDS
from sandbox.catalogue.reviews import percent, reviews
from sandbox.catalogue.schedules import Weekly
from sandbox.catalogue.sources import WALLET
from sandbox.catalogue.texts import subject_of, texts

PICTURES = ("triplet_one", "square", "landscape", "triplet_two", "triplet_three", "marquee", "supplier")
DRESS = CustomField("dress_code", "What to wear", "Evening dress is welcome, trainers are not.")
UNDATED = {"anyday", "dummies"}  # their dates mean nothing, so they cost the same on all of them
TYPES = {"hotel": "hotel_room", "merch": "misc_item"}
SINGLES = {"never": "never", "ifnec": "if_necessary"}


def event_from(row: Row) -> Event:
    words = row.words
    event = Event(
        id=row.id,
        source=row.source,
        venue=row.venue,
        currency=row.currency,
        texts={},
        classes={code: CLASSES[code] for code in row.classes.split()},
        schedule=_schedule(row),
        areas=House(row.layout, _terms(row)).areas,
        is_sold_by_weekday=True,
        type=TYPES.get(row.kind, "simple_ticket"),
        status=next((word for word in ("dead", "pending") if word in words), "live"),
        min_running_time=row.minutes and row.minutes - 10 * (row.seed % 2),
        max_running_time=row.minutes,
        popularity=row.seed % 1000,
        added=date(2023, 1, 1) + timedelta(days=row.seed % 1000),
        commission=Decimal(5 + row.seed % 11) / 100,
        tax_rate=Decimal(words.get("tax")) / 100 if "tax" in words else None,
        send_methods=(WALLET,) if "wallets" in words else None,
    )
    return _with_looks(_with_others(_with_dates(_with_seats(event, row), row), row), row)


def _with_seats(event: Event, row: Row) -> Event:
    words, is_seated = row.words, row.layout.is_seated
    return replace(
        event,
        is_seated=is_seated,
        seat_selection=is_seated and "best" not in words,
        contiguous_only="contig" in words or "best" in words,
        whole_blocks_only="whole" in words,
        quantities=tuple(int(number) for number in words.listed("qty")) or event.quantities,
        max_bundle_size=words.number("bundle"),
        max_mixed_discounts=words.number("mixed"),
        example_seats_are_real="example" not in words,
    )


def _with_dates(event: Event, row: Row) -> Event:
    is_undated = row.schedule in UNDATED
    return replace(
        event,
        show_perf_time=not (is_undated or row.kind == "hotel" or "notime" in row.words),
        need_performance=not is_undated,
        has_no_perfs=row.schedule == "anyday" and row.kind != "merch",
        need_departure_date="departure" in row.words,
        need_duration="duration" in row.words,
    )


def _with_others(event: Event, row: Row) -> Event:
    """The events that go with it, or what it goes with."""
    words = row.words
    return replace(
        event,
        is_add_on="addon-only" in words,
        is_auto_quantity_add_on="auto" in words,
        is_date_matched_add_on="dated" in words or "timed" in words,
        is_time_matched_add_on="timed" in words,
        add_ons=words.listed("addon"),
        upsells=words.listed("upsell"),
        components=words.listed("parts"),
    )


def _with_looks(event: Event, row: Row) -> Event:
    """What is said and shown of it."""
    said = reviews(row.id) if "reviews" in row.words else ()
    return replace(
        event,
        texts=texts(
            row.name,
            venue=row.venue,
            subject=subject_of(row.kind),
            minutes=row.minutes,
            languages=row.languages,
            has_offers="offer" in row.words or "offers" in row.words,
            wild="wild" in row.words,
        ),
        custom_fields=(DRESS,) if "dress" in row.words else (),
        custom_filters=row.words.listed("filter"),
        reviews=said,
        critic_percent=percent(said, is_user=False),
        user_percent=percent(said, is_user=True),
        has_video="video" in row.words,
        pictures=(*PICTURES, "seating_plan") if row.layout.is_seated else PICTURES[: 3 + row.seed % 5],
    )


def _terms(row: Row) -> Terms:
    words = row.words
    return Terms(
        currency=row.currency,
        top=Decimal(row.top),
        kinds=KINDS[words.kinds],
        offer=_offer(row),
        midweek="offers" in words,
        extras=((SAVER, LATE) if "offers" in words else ()) + ((SESAME,) if "promo" in words else ()),
        leaving_singles=next((rule for word, rule in SINGLES.items() if word in words), "always"),
        together=max((int(number) for number in words.listed("qty")), default=6),
        peak=Decimal(0) if row.schedule in UNDATED else Decimal("0.15"),
        sold_out="sold" in words,
        nearly="nearly" in words,
    )


def _offer(row: Row) -> Offer | None:
    if "nofee" in row.words:
        return no_fee
    if "offers" in row.words:
        return save(12)
    per_cent = row.words.number("offer")
    return save(per_cent) if per_cent else None


def _schedule(row: Row) -> Schedule:
    schedule = SCHEDULES[row.schedule]
    if not isinstance(schedule, Weekly):
        return schedule
    names = NAMES[row.schedule] if "names" in row.words else {}
    return replace(schedule, limited=4 if "few" in row.words else 0, names=names)


ROWS = tuple(Row(*cells) for cells in rows("stages") + rows("visits"))
EVENTS: tuple[Event, ...] = tuple(event_from(row) for row in ROWS)

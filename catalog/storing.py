"""Writes what f13 said of events into the mirror: changed rows only. Nothing here asks f13."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from boxoffice import ticketing

from .folding import fold, searchable
from .models import Category, Event, EventMonth, EventText, Label
from .searching import places, vocabulary

LONGEST_ID = 100  # as the row has room for; no id of f13's comes near
LARGEST_PRICE = Decimal(10**10)
LONGEST_RUN = 366  # days: of a run without known days, no more are taken as its days
MOST_LENT = 1000  # at a time: the next reading lends the rest
LIST_PICTURE = "triplet_one"
TEXT_FIELDS = ("name", "venue", "city", "words", "folded_title", "kept")

Rows = Mapping[str, Event]


@transaction.atomic
def store_texts(events: Iterable[ticketing.Event], *, language: str) -> bool:
    """Keep what f13 says of these events in one language; whether anything was new."""
    told = _by_id(events)
    is_first = language == settings.LANGUAGES[0][0]
    rows, changed = _rows(told, facts=_told_facts if is_first else None)
    changed |= _store_categories(told, rows) if is_first else False
    changed |= _store_labels(told.values(), language=language)
    return _store_text_rows(told, rows, language=language) or changed


@transaction.atomic
def store_costs(events: Iterable[ticketing.Event]) -> bool:
    """Keep what these events cost, their offers and days; whether anything was new."""
    told = _by_id(events)
    rows, changed = _rows(told, facts=_cost_facts)
    Event.objects.filter(pk__in=[row.pk for row in rows.values()]).update(priced_at=timezone.now())
    return _store_months(told, rows) or changed


@transaction.atomic
def store_ranks(event_ids: Sequence[str], *, order: str, first: int) -> bool:
    """Keep the places of these events in one of f13's orders; whether any moved."""
    field = f"rank_{order}"
    rows = Event.objects.only("event_id", field).in_bulk(event_ids, field_name="event_id")
    moved = []
    for rank, event_id in enumerate(event_ids, start=first):
        row = rows.get(event_id)
        if row is not None and getattr(row, field) != rank:
            setattr(row, field, rank)
            moved.append(row)
    Event.objects.bulk_update(moved, [field])
    return bool(moved)


@transaction.atomic
def store_add_ons(events: Iterable[ticketing.Event]) -> bool:
    """Keep which add-ons each of these events has; whether any came or went."""
    told = _by_id(events)
    wanted_ids = {add_on.id for event in told.values() for add_on in event.add_ons}
    rows = Event.objects.prefetch_related("add_ons").in_bulk([*told, *wanted_ids], field_name="event_id")
    changed = False
    for event_id, event in told.items():
        parent = rows[event_id]
        wanted = {rows[add_on.id] for add_on in event.add_ons if add_on.id in rows}
        if wanted != set(parent.add_ons.all()):
            parent.add_ons.set(wanted)
            changed = True
    return changed


def lend_texts(language: str) -> int:
    """Where f13 says nothing of an event in a language (it is gone, say), its text is another one's."""
    lacking = Event.objects.exclude(texts__language=language).prefetch_related("texts")
    lent = [next(iter(event.texts.all()), None) for event in lacking[:MOST_LENT]]
    made = EventText.objects.bulk_create(
        EventText(**{name: getattr(text, name) for name in ("event", *TEXT_FIELDS)}, language=language)
        for text in lent
        if text is not None
    )
    return len(made)


def retitle(text: EventText) -> None:
    """Keep a title that staff gave or took back, and let search and lists know it."""
    event = ticketing.from_text(ticketing.Event, text.kept)
    new = _text(event, text.event, language=text.language, own_name=text.own_name)
    text.words, text.folded_title = new.words, new.folded_title
    text.save(update_fields=["own_name", "words", "folded_title"])
    vocabulary.learn([text.words], language=text.language)


def tidy_up(language: str) -> int:
    """Once all texts of a language are read: lend those that f13 lacks, and let search know what there is."""
    lent = lend_texts(language)
    vocabulary.renew(language)
    places.renew(language)
    return lent


def take_off_sale(*, before: datetime) -> int:
    """Whatever was last met before that moment stays, as no longer on sale."""
    gone = Event.objects.filter(is_on_sale=True, met_at__lt=before)
    return gone.update(is_on_sale=False, has_offer=False, offer_since=None, changed_at=timezone.now())


# Rows


def _by_id(events: Iterable[ticketing.Event]) -> dict[str, ticketing.Event]:
    return {event.id: event for event in events if len(event.id) <= LONGEST_ID}


def _rows(told: Mapping[str, ticketing.Event], *, facts: Any) -> tuple[dict[str, Event], bool]:
    """The row of each event, made where there is none, brought up to date where there are facts to keep."""
    rows = Event.objects.in_bulk(list(told), field_name="event_id")
    changed = _create_missing(told, rows)
    if facts is not None:
        changed |= _update(told, rows, facts=facts)
    Event.objects.filter(pk__in=[row.pk for row in rows.values()]).update(met_at=timezone.now())
    return rows, changed


def _create_missing(told: Mapping[str, ticketing.Event], rows: dict[str, Event]) -> bool:
    new = [event for event in told.values() if event.id not in rows]
    made = Event.objects.bulk_create(Event(event_id=event.id, **_facts(event)) for event in new)
    rows.update({row.event_id: row for row in made})
    for language, _name in settings.LANGUAGES if new else ():
        texts = [_text(event, rows[event.id], language=language) for event in new]
        EventText.objects.bulk_create(texts)
        vocabulary.learn((text.words for text in texts), language=language)
    return bool(new)


def _update(told: Mapping[str, ticketing.Event], rows: Rows, *, facts: Any) -> bool:
    now, changed, fields = timezone.now(), [], {"changed_at"}
    for event in told.values():
        row = rows[event.id]
        new = {name: value for name, value in facts(event, row).items() if getattr(row, name) != value}
        for name, value in new.items():
            setattr(row, name, value)
        if new:
            row.changed_at = now
            changed.append(row)
            fields |= set(new)
    Event.objects.bulk_update(changed, sorted(fields))
    return bool(changed)


def _facts(event: ticketing.Event) -> dict[str, Any]:
    """What every answer about an event holds."""
    return {
        "name": (event.name or event.id)[:300],
        "venue": event.venue[:300],
        "city": event.city[:200],
        "city_code": event.city_code[:100],
        "country_code": event.country_code[:8],
        "latitude": _degrees(event.latitude),
        "longitude": _degrees(event.longitude),
        "source_code": event.source_code[:100],
        "critic_percent": _degrees(event.critic_review_percent),
        "is_seated": event.is_seated,
        "needs_performance": event.needs_performance,
        "is_add_on": event.is_add_on,
        "is_on_sale": True,
    }


def _told_facts(event: ticketing.Event, row: Event) -> dict[str, Any]:
    picture = event.picture(LIST_PICTURE)
    return {**_facts(event), "picture_url": picture.url if picture and len(picture.url) <= 500 else ""}


def _cost_facts(event: ticketing.Event, row: Event) -> dict[str, Any]:
    costs = event.cost_range
    cheapest = costs.cheapest if costs else None
    return {
        **_facts(event),
        "currency_code": (cheapest.indicative or cheapest).currency.code[:8] if cheapest else "",
        "lowest_price": _compared(cheapest),
        "highest_price": _compared(costs.dearest if costs else None),
        "has_offer": event.has_offer,
        "offer_since": (row.offer_since or timezone.now()) if event.has_offer else None,
        "kept_costs": ticketing.to_text(costs) if costs else "",
    }


def _compared(price: ticketing.Price | None) -> Decimal | None:
    """The amount by which prices of several currencies can be compared, where f13 gives one."""
    if price is None:
        return None
    amount = (price.indicative or price).total.amount
    return amount if amount < LARGEST_PRICE else None


def _degrees(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


# Texts


def _store_text_rows(told: Mapping[str, ticketing.Event], rows: Rows, *, language: str) -> bool:
    found = EventText.objects.filter(event__in=rows.values(), language=language)
    known = {text.event_id: text for text in found}
    changed = []
    for event in told.values():
        text = known.get(rows[event.id].pk)
        new = _text(event, rows[event.id], language=language, own_name=text.own_name if text else "")
        if text is None or any(getattr(text, name) != getattr(new, name) for name in TEXT_FIELDS):
            changed.append(new)
    EventText.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["event", "language"], update_fields=TEXT_FIELDS
    )
    vocabulary.learn((text.words for text in changed), language=language)
    # Robots are told when a page last became another one.
    Event.objects.filter(pk__in=[text.event_id for text in changed]).update(changed_at=timezone.now())
    return bool(changed)


def _text(event: ticketing.Event, row: Event, *, language: str, own_name: str = "") -> EventText:
    """The row without its costs: they change at another pace."""
    return EventText(
        event=row,
        language=language,
        name=(event.name or event.id)[:300],
        venue=event.venue[:300],
        city=event.city[:200],
        words=_searchable(event, language=language, own_name=own_name),
        folded_title=fold(own_name or event.name or event.id)[:300],
        kept=ticketing.to_text(replace(event, cost_range=None, cached_prices=())),
    )


def _searchable(event: ticketing.Event, *, language: str, own_name: str) -> str:
    classes = (one.name for one in event.classes)
    return searchable((own_name, event.name, event.venue, event.city, event.country, *classes, event.id))


def _store_labels(events: Iterable[ticketing.Event], *, language: str) -> bool:
    told: dict[tuple[str, str], str] = {}
    for event in events:
        told |= {(Label.Kind.CITY, event.city_code): event.city} if event.city_code else {}
        told |= {(Label.Kind.CATEGORY, one.code): one.name for one in event.classes}
    known = {
        (label.kind, label.code): label.name
        for label in Label.objects.filter(language=language, code__in={code for _, code in told})
    }
    new = [
        Label(kind=kind, code=code[:100], language=language, name=(name or code)[:200])
        for (kind, code), name in told.items()
        if known.get((kind, code)) != (name or code)[:200]
    ]
    Label.objects.bulk_create(
        new, update_conflicts=True, unique_fields=["kind", "code", "language"], update_fields=["name"]
    )
    return bool(new)


def _store_categories(told: Mapping[str, ticketing.Event], rows: Rows) -> bool:
    wanted = {event.id: {one.code[:100] for one in event.classes} for event in told.values()}
    codes = set().union(*wanted.values())
    ids = dict(Category.objects.filter(code__in=codes).values_list("code", "pk"))
    new = Category.objects.bulk_create(Category(code=code) for code in codes - ids.keys())
    ids |= {category.code: category.pk for category in new}
    through = Event.categories.through
    known: dict[int, set[int]] = defaultdict(set)
    for link in through.objects.filter(event__in=rows.values()):
        known[link.event_id].add(link.category_id)
    changed = False
    for event_id, own in wanted.items():
        row, own_ids = rows[event_id], {ids[code] for code in own}
        if own_ids != known[row.pk]:
            row.categories.set(own_ids)
            changed = True
    return changed


# Days


def _store_months(told: Mapping[str, ticketing.Event], rows: Rows) -> bool:
    known: dict[int, dict[date, int]] = defaultdict(dict)
    for kept in EventMonth.objects.filter(event__in=rows.values()):
        known[kept.event_id][kept.month] = kept.days
    changed, gone = [], []
    for event in told.values():
        row = rows[event.id]
        months = days_by_month(event)
        changed += [
            EventMonth(event=row, month=month, days=days)
            for month, days in months.items()
            if known[row.pk].get(month) != days
        ]
        gone += [(row.pk, month) for month in known[row.pk].keys() - months.keys()]
    for pk, month in gone:
        EventMonth.objects.filter(event=pk, month=month).delete()
    EventMonth.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["event", "month"], update_fields=["days"]
    )
    return bool(changed or gone)


def days_by_month(event: ticketing.Event) -> dict[date, int]:
    """The days on which f13 has seen tickets, as bits by month. Where it has seen none, those of the run."""
    months: dict[date, int] = defaultdict(int)
    for day in {day for price in event.cached_prices for day in price.dates} or _run(event):
        months[day.replace(day=1)] |= 1 << (day.day - 1)
    return dict(months)


def _run(event: ticketing.Event) -> Iterable[date]:
    if event.run_starts is None or event.run_ends is None:
        return ()
    starts = event.run_starts.date()
    length = min((event.run_ends.date() - starts).days, LONGEST_RUN)
    return (starts + timedelta(days=number) for number in range(length + 1))

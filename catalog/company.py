"""What goes with an event: add-ons, upsells, a tour's parts; what an add-on belongs to; what is alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from boxoffice import ticketing

from .models import Event, EventText, EventTextQuerySet

MOST_ALIKE = 4


@dataclass(frozen=True)
class Part:
    """One stop of a tour; `card` where it has a page of its own."""

    told: ticketing.Event
    card: EventText | None = None


@dataclass(frozen=True)
class Company:
    add_ons: tuple[EventText, ...] = ()
    parents: tuple[EventText, ...] = ()  # of an add-on
    upsells: tuple[EventText, ...] = ()
    parts: tuple[Part, ...] = ()
    alike: tuple[EventText, ...] = ()  # of an event that is no longer on sale


def company(event: Event, *, language: str) -> Company:
    """In one query."""
    if not event.is_on_sale:
        return Company(alike=_alike(event, language=language))
    told = event.told
    parts = {part.id for part in told.components}
    named = Q(event__event_id__in={*told.upsell_ids, *parts})
    cards = _cards(language).filter(named | Q(event__in=_belonging(event)))
    by_id = {card.event.event_id: card for card in cards if card.event_id != event.pk}
    others = [card for id, card in by_id.items() if id not in parts]
    add_ons = tuple(card for card in others if card.event.is_add_on)
    return Company(
        add_ons=() if event.is_add_on else add_ons,
        parents=tuple(card for card in others if not card.event.is_add_on) if event.is_add_on else (),
        upsells=() if event.is_add_on else _in_order(by_id, told.upsell_ids),
        parts=tuple(Part(part, by_id.get(part.id)) for part in told.components),
    )


def cards(event_ids: Iterable[str], *, language: str) -> dict[str, EventText]:
    """Those of these events that have a page here, add-ons too, by id."""
    found = _cards(language).filter(event__event_id__in=list(event_ids))
    return {card.event.event_id: card for card in found}


def told(event_id: str, *, language: str) -> ticketing.Event | None:
    """What is said of an event that has a page here."""
    card = _cards(language).filter(event__event_id=event_id).defer(None).first()
    return card.told if card else None


def addresses(event_ids: Iterable[str], *, language: str) -> dict[str, list[str]]:
    """Where their venues stand, line by line and without the venues' names, as far as it was told.

    Also of what is no longer on sale: tickets for it may be. One query.
    """
    texts = EventText.objects.filter(language=language, event__event_id__in=list(event_ids))
    kept = texts.values_list("event__event_id", "kept")
    return {event_id: address_lines(ticketing.from_text(ticketing.Event, text)) for event_id, text in kept}


def address_lines(told: ticketing.Event) -> list[str]:
    """Where an event's venue is, line by line; the venue's own name is not among them."""
    piece = told.piece("address")
    text = told.venue_address or (piece.text if piece else "")
    lines = (line.strip(" ,") for line in text.splitlines())
    return [line for line in lines if line and line != told.venue]


def parents(add_on_ids: Iterable[str]) -> dict[str, frozenset[str]]:
    """The events that each add-on goes with, by its id."""
    links: Any = Event.add_ons.through._default_manager
    pairs = links.filter(to_event__event_id__in=list(add_on_ids))
    found: dict[str, set[str]] = {}
    for parent, add_on in pairs.values_list("from_event__event_id", "to_event__event_id"):
        found.setdefault(add_on, set()).add(parent)
    return {add_on: frozenset(ids) for add_on, ids in found.items()}


def _cards(language: str) -> EventTextQuerySet:
    """Add-ons too, which `listed` leaves out."""
    return (
        EventText.objects.filter(language=language, event__is_on_sale=True, event__is_hidden=False)
        .select_related("event")
        .defer("kept", "words", "own_words")
        .order_by("event__rank_most_popular", "name", "event__event_id")
    )


def _belonging(event: Event) -> QuerySet[Any]:
    """The other side of the table of add-ons, seen from this event."""
    links: Any = Event.add_ons.through._default_manager
    if event.is_add_on:
        return links.filter(to_event=event).values("from_event")
    return links.filter(from_event=event).values("to_event")


def _in_order(by_id: dict[str, EventText], ids: Iterable[str]) -> tuple[EventText, ...]:
    found = (by_id.get(id) for id in dict.fromkeys(ids))
    return tuple(card for card in found if card and not card.event.is_add_on)


def _alike(event: Event, *, language: str) -> tuple[EventText, ...]:
    """The same house first, then the same kind of thing in the same city, then either."""
    codes = [one.code for one in event.told.classes]
    in_city = Q(event__city_code=event.city_code, event__country_code=event.country_code)
    of_kind = Q(event__categories__code__in=codes)
    nearness = Case(
        When(Q(event__venue=event.venue) & in_city, then=Value(0)),
        When(in_city & of_kind, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    found = EventText.objects.listed(language).filter(in_city | of_kind).annotate(nearness=nearness)
    return tuple(found.order_by("nearness", "event__rank_most_popular", "pk").distinct()[:MOST_ALIKE])

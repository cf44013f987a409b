"""Brings the mirror up to date: every event the account sells, in every language, changed rows only."""

import logging
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from boxoffice import shared, ticketing
from boxoffice.ticketing import PICTURES, Include, get_service

from .models import Event, EventText

logger = logging.getLogger(__name__)

INCLUDE = Include(
    cost_range=True,
    best_value_offer=True,
    pictures=PICTURES,
    extra_info=True,
    reviews=True,
    video=True,
    meta_components=True,
)
PAGE_LENGTH = 50
ONE_AT_A_TIME = "catalog.refresh"
LONGEST_REFRESH = 15 * 60.0

Progress = Callable[[int, int], None]


def refresh(*, progress: Progress = lambda done, total: None) -> int | None:
    """Read all events again; how many there are, or None while another process is at it.

    Raises TicketingErrors.
    """
    if not shared.store.claim(ONE_AT_A_TIME, LONGEST_REFRESH):
        return None
    try:
        return _refresh(progress)
    finally:
        shared.store.drop(ONE_AT_A_TIME)


def _refresh(progress: Progress) -> int:
    seen: list[str] = []
    for language, _name in settings.LANGUAGES:
        seen = [event_id for page in _pages(language, progress) for event_id in page]
    gone = Event.objects.filter(is_on_sale=True).exclude(event_id__in=seen).update(is_on_sale=False)
    logger.info("Mirror refreshed: %s events, %s no longer on sale", len(seen), gone)
    return len(seen)


def _pages(language: str, progress: Progress) -> Iterable[list[str]]:
    """Store page after page; what each held."""
    service = get_service(language)
    number, done, has_next = 0, 0, True
    while has_next:
        page = service.list_events(sort="most_popular", page=number, page_length=PAGE_LENGTH, include=INCLUDE)
        yield store(page.events, language=language, first_rank=done)
        number, done, has_next = number + 1, done + len(page), page.paging.has_next and len(page) > 0
        progress(done, page.paging.total or done)


@transaction.atomic
def store(events: Iterable[ticketing.Event], *, language: str, first_rank: int) -> list[str]:
    """Keep these events, the best seller first; their ids. Rows that say the same are not written again."""
    events = list(events)
    rows = Event.objects.in_bulk([event.id for event in events], field_name="event_id")
    for rank, event in enumerate(events, start=first_rank):
        rows[event.id] = _store_facts(event, rows.get(event.id), rank=rank)
    _store_texts(events, rows, language=language)
    return [event.id for event in events]


def _store_facts(event: ticketing.Event, row: Event | None, *, rank: int) -> Event:
    facts = {**_facts(event), "rank": rank, "is_on_sale": True}
    now = timezone.now()
    if row is None:
        return Event.objects.create(event_id=event.id, refreshed_at=now, changed_at=now, **facts)
    changed = {name: value for name, value in facts.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    row.refreshed_at = now
    row.changed_at = now if changed else row.changed_at
    row.save(update_fields=[*changed, "refreshed_at", "changed_at"])
    return row


def _store_texts(events: Iterable[ticketing.Event], rows: dict[str, Event], *, language: str) -> None:
    texts = EventText.objects.filter(event__in=rows.values(), language=language)
    known = {text.event_id: text.kept for text in texts}
    fresh = [
        EventText(event=rows[event.id], language=language, kept=kept)
        for event in events
        if (kept := ticketing.to_text(event)) != known.get(rows[event.id].pk)
    ]
    EventText.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["event", "language"], update_fields=["kept"]
    )


def _facts(event: ticketing.Event) -> dict[str, object]:
    cheapest = event.cost_range.cheapest if event.cost_range else None
    return {
        "name": (event.name or event.id)[:300],
        "venue": event.venue[:300],
        "city": event.city[:200],
        "city_code": event.city_code[:100],
        "country_code": event.country_code[:8],
        "source_code": event.source_code[:100],
        "currency_code": cheapest.currency.code[:8] if cheapest else "",
        "lowest_price": cheapest.total.amount if cheapest else None,
        "has_offer": event.has_offer,
        "is_add_on": event.is_add_on,
    }

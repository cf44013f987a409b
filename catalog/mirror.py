"""Brings the mirror up to date: every event the account sells, in every language, changed rows only."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal

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
LONGEST_ID = 100  # as the row has room for; no id of f13's comes near
LARGEST_PRICE = Decimal(10**10)
LONGEST_PAGE = 60.0  # seconds: whoever reads a page for longer has died

Progress = Callable[[int, int], None]


def refresh(*, progress: Progress = lambda done, total: None) -> int | None:
    """Read all events again; how many there are, or None while another process is at it.

    Raises TicketingErrors.
    """
    if not shared.store.claim(ONE_AT_A_TIME, LONGEST_PAGE):
        return None
    try:
        return _refresh(progress)
    finally:
        shared.store.drop(ONE_AT_A_TIME)


def _refresh(progress: Progress) -> int:
    started, count, is_whole = timezone.now(), 0, True
    for language, _name in settings.LANGUAGES:
        count, all_came = _read(language, progress)
        is_whole = is_whole and all_came
    gone = _take_off_sale(before=started) if is_whole else 0
    logger.info("Mirror refreshed: %s events, %s no longer on sale", count, gone)
    return count


def _read(language: str, progress: Progress) -> tuple[int, bool]:
    """Store page after page: how many events there were, and whether those are all.

    The best sellers change places while we read. What moved to an earlier page is missed then, and something
    else comes twice; so only as many different events as f13 counts are all of them.
    """
    service = get_service(language)
    seen: set[str] = set()
    number, has_next = 0, True
    while has_next:
        page = service.list_events(sort="most_popular", page=number, page_length=PAGE_LENGTH, include=INCLUDE)
        new = [event for event in page.events if event.id not in seen]
        store(new, language=language, first_rank=len(seen))
        seen.update(event.id for event in new)
        shared.store.set(ONE_AT_A_TIME, 1, LONGEST_PAGE)
        number, has_next = number + 1, page.paging.has_next and bool(new)
        progress(len(seen), page.paging.total or len(seen))
    # An account that sells nothing at all is rather an f13 in trouble.
    return len(seen), bool(seen) and len(seen) == (page.paging.total or len(seen))


def _take_off_sale(*, before: datetime) -> int:
    """Whatever this round has not met. Another round that runs beside this one counts too."""
    return Event.objects.filter(is_on_sale=True, refreshed_at__lt=before).update(is_on_sale=False)


@transaction.atomic
def store(events: Iterable[ticketing.Event], *, language: str, first_rank: int) -> None:
    """Keep these events, the best seller first. Of what says the same, only the time is written again."""
    events = list({event.id: event for event in events if len(event.id) <= LONGEST_ID}.values())
    rows = Event.objects.in_bulk([event.id for event in events], field_name="event_id")
    for rank, event in enumerate(events, start=first_rank):
        rows[event.id] = _store_facts(event, rows.get(event.id), rank=rank)
    _store_texts(events, rows, language=language)


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
        "lowest_price": cheapest.total.amount if cheapest and cheapest.total.amount < LARGEST_PRICE else None,
        "has_offer": event.has_offer,
        "is_add_on": event.is_add_on,
    }

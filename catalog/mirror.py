"""Brings the mirror up to date, part by part and page by page; a process that dies is taken over from.

Parts are what f13 tells at a different pace: texts in each language, what events cost and when they are on,
f13's orders, add-ons. Each part remembers how far it has been read. One process reads at a time.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from django.conf import settings
from django.utils import timezone

from boxoffice import pages, shared
from boxoffice.ticketing import PICTURES, EventPage, Include, Paging, get_service

from . import storing
from .models import Event, MirrorPart
from .searching import engines

logger = logging.getLogger(__name__)

TEXTS = Include(extra_info=True, reviews=True, pictures=PICTURES, video=True, meta_components=True)
COSTS = Include(cost_range=True, best_value_offer=True, avail_details_with_performances=True)
ORDERS = ("most_popular", "recent", "last_sale", "cost_ascending", "cost_descending")
PAGE_LENGTH = 50
ORDERS_PAGE_LENGTH = 200
ONE_AT_A_TIME = "catalog.refresh"
LONGEST_PAGE = 60.0  # seconds: whoever reads a page for longer has died
MOST_EVENTS = 200_000
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)

Progress = Callable[[int, int], None]
Store = Callable[[EventPage, int], bool]


@dataclass(frozen=True)
class Part:
    """What is read together: how often, which pages, and where they go."""

    name: str
    every: timedelta
    read: Callable[[int], EventPage]  # by the page's number, from 0
    store: Store  # the page, and how many events came before it; whether anything was new
    finish: Callable[[datetime, EventPage], int] = lambda started, last: 0


def refresh(*, progress: Progress = lambda done, total: None) -> int | None:
    """Read everything again; how many events are on sale, or None while another process is at it.

    Raises TicketingErrors.
    """
    return _alone(lambda: _refresh_all(progress))


def refresh_what_is_due() -> int | None:
    """Read the parts whose time has come, those first that another process left half read."""
    return _alone(lambda: _read(_due(timezone.now())))


def is_empty() -> bool:
    return not Event.objects.exists()


def parts() -> tuple[Part, ...]:
    """All there is to read, in the order of a first start: what pages cannot do without comes first."""
    languages = [code for code, _name in settings.LANGUAGES]
    first, *others = languages
    return (
        _texts(first),
        _costs(),
        _order(ORDERS[0], every=_quarter()),
        *(_texts(language) for language in others),
        *(_order(order, every=_hour()) for order in ORDERS[1:]),
        _add_ons(),
    )


# Reading


def _alone(read: Callable[[], int]) -> int | None:
    if not shared.store.claim(ONE_AT_A_TIME, LONGEST_PAGE):
        return None
    try:
        return read()
    finally:
        shared.store.drop(ONE_AT_A_TIME)


def _refresh_all(progress: Progress) -> int:
    everything = parts()
    MirrorPart.objects.update(started_at=None)
    for number, part in enumerate(everything):
        for done, total in _pages(part):
            # What later parts hold is not known yet: as much as this one, at a guess.
            progress(number * total + done, len(everything) * total)
    progress(1, 1)
    return Event.objects.filter(is_on_sale=True).count()


def _read(due: Iterator[Part]) -> int:
    for part in due:
        for _page in _pages(part):
            pass
    return Event.objects.filter(is_on_sale=True).count()


def _due(now: datetime) -> Iterator[Part]:
    """The parts to read now. Their turns are spread over the hour: f13 never gets them all at once."""
    everything = parts()
    states = {state.name: state for state in MirrorPart.objects.all()}
    for number, part in enumerate(everything):
        state = states.get(part.name)
        turn = _latest_turn(now, every=part.every, share=number / len(everything))
        if state is None or state.finished_at is None or state.started_at is None or state.started_at < turn:
            yield part


def _latest_turn(now: datetime, *, every: timedelta, share: float) -> datetime:
    return now - (now - EPOCH - every * share) % every


def _pages(part: Part) -> Iterator[tuple[int, int]]:
    """Read and store what is left of a part; after each page, how many events of how many are done."""
    state = _begun(part)
    has_next, changed = True, False
    while has_next:
        page = part.read(state.page)
        changed |= part.store(page, state.position)
        state.page, state.position = state.page + 1, state.position + len(page)
        state.save(update_fields=["page", "position"])
        shared.store.set(ONE_AT_A_TIME, 1, LONGEST_PAGE)
        has_next = page.paging.has_next and bool(page.events)
        has_next &= state.position < (page.paging.total or MOST_EVENTS)  # some lists never end
        yield state.position, max(page.paging.total or 0, state.position)
    state.finished_at = timezone.now()
    state.save(update_fields=["finished_at"])
    finished = part.finish(state.started_at or state.finished_at, page)
    if changed or finished:
        engines.know_the_sizes()
        pages.changed()
    logger.info("Mirror: %s read, %s events, %s set right at the end", part.name, state.position, finished)


def _begun(part: Part) -> MirrorPart:
    """Where to read on: where the last reader stopped, or at the beginning."""
    state, _is_new = MirrorPart.objects.get_or_create(name=part.name)
    if state.started_at is None or state.finished_at is not None:
        state.started_at, state.page, state.position, state.finished_at = timezone.now(), 0, 0, None
        state.save()
    return state


# The parts


def _hour() -> timedelta:
    return timedelta(minutes=settings.TEXTS_EVERY_MINUTES)


def _quarter() -> timedelta:
    return timedelta(minutes=settings.REFRESH_EVERY_MINUTES)


def _texts(language: str) -> Part:
    return Part(
        f"texts {language}",
        every=_hour(),
        read=partial(_alphabetic, language=language, include=TEXTS),
        store=lambda page, position: storing.store_texts(page, language=language),
        finish=lambda started, last: storing.tidy_up(language),
    )


def _costs() -> Part:
    return Part(
        "costs",
        every=_quarter(),
        read=partial(_alphabetic, language=settings.LANGUAGE_CODE, include=COSTS),
        store=lambda page, position: storing.store_costs(page),
        finish=_take_off_sale,
    )


def _order(order: str, *, every: timedelta) -> Part:
    service = get_service(settings.LANGUAGE_CODE)
    return Part(
        f"order {order}",
        every=every,
        read=lambda number: service.list_events(sort=order, page=number, page_length=ORDERS_PAGE_LENGTH),
        store=lambda page, position: storing.store_ranks(
            [event.id for event in page], order=order, first=position
        ),
    )


def _add_ons() -> Part:
    return Part(
        "add-ons",
        every=_hour(),
        read=_read_add_ons,
        store=lambda page, position: storing.store_add_ons(page),
    )


def _alphabetic(number: int, *, language: str, include: Include) -> EventPage:
    """By name, for names move least while we read."""
    service = get_service(language)
    return service.list_events(sort="alphabetic", page=number, page_length=PAGE_LENGTH, include=include)


def _read_add_ons(number: int) -> EventPage:
    """f13 names an event's add-ons only where events are asked by their ids."""
    on_sale = Event.objects.filter(is_on_sale=True, is_add_on=False).order_by("pk")
    start = number * PAGE_LENGTH
    ids = list(on_sale.values_list("event_id", flat=True)[start : start + PAGE_LENGTH])
    if not ids:
        return EventPage()
    found = get_service(settings.LANGUAGE_CODE).get_events(ids, add_ons=True)
    return EventPage(tuple(found.values()), Paging(number, PAGE_LENGTH, int(len(ids) == PAGE_LENGTH)))


def _take_off_sale(started: datetime, last: EventPage) -> int:
    """What this reading has not met is gone, if it has met all that f13 counts.

    Events change places while we read, so that some may be missed; the next reading meets them. An account
    that sells nothing at all is rather an f13 in trouble.
    """
    met = Event.objects.filter(met_at__gte=started).count()
    is_whole = met > 0 and met >= (last.paging.total or 0)
    return storing.take_off_sale(before=started) if is_whole else 0

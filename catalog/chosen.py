"""Reads a few chosen events anew, because staff asked: between the rounds of the mirror."""

from collections.abc import Iterable, Sequence

from django.conf import settings

from boxoffice.ticketing import Event, get_service

from . import mirror, storing

MOST = mirror.PAGE_LENGTH


def refresh(event_ids: Sequence[str]) -> set[str]:
    """Read texts in every language, prices, offers and days of at most MOST events; which of them are sold.

    The others stay as they are: the next round takes them off sale. Raises TicketingErrors.
    """
    for language, _name in settings.LANGUAGES:
        told = get_service(language).get_events(event_ids, include=mirror.TEXTS)
        storing.store_texts(_sold(told.values()), language=language)
    told = get_service(settings.LANGUAGE_CODE).get_events(event_ids, add_ons=True, include=mirror.COSTS)
    sold = _sold(told.values())
    storing.store_costs(sold)
    storing.store_add_ons(sold)
    return {event.id for event in sold}


def _sold(told: Iterable[Event]) -> list[Event]:
    """Asked by its id, f13 also tells of what it has taken out of its lists."""
    return [event for event in told if not event.is_dead]

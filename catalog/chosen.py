"""Reads a few chosen events anew, because staff asked: between the rounds of the mirror."""

from collections.abc import Iterable, Sequence

from django.conf import settings

from boxoffice.ticketing import Event, get_service

from . import mirror, storing

MOST = mirror.PAGE_LENGTH


def refresh(event_ids: Sequence[str]) -> bool:
    """Texts in every language, prices, offers and days of at most MOST events; whether anything was new.

    What f13 no longer tells of stays as it is: the next round finds out. Raises TicketingErrors.
    """
    changed = False
    for language, _name in settings.LANGUAGES:
        told = get_service(language).get_events(event_ids, include=mirror.TEXTS)
        changed |= storing.store_texts(_sold(told.values()), language=language)
    costs = get_service(settings.LANGUAGE_CODE).get_events(event_ids, add_ons=True, include=mirror.COSTS)
    changed |= storing.store_costs(_sold(costs.values()))
    return storing.store_add_ons(_sold(costs.values())) or changed


def _sold(told: Iterable[Event]) -> list[Event]:
    """Asked by its id, f13 also tells of what it has taken out of its lists."""
    return [event for event in told if not event.is_dead]

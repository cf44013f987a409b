"""The white label: what is held is handed over to Ingresso's own checkout, which asks, charges and sells."""

from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings

from boxoffice.ticketing import Service

from .buyer import NotPaid


def address(record: Any, *, back: str) -> str:
    """Ingresso's page for what is held. `back`: where a buyer returns who would rather not pay yet."""
    query = urlencode({"trolley_token": record.trolley_token, "referer_url": back})
    place = quote(record.transaction_uuid or "", safe="")
    return f"{settings.WHITE_LABEL_URL}/api/complete_booking/{place}/?{query}"


def pay(service: Service, record: Any) -> None:
    """Nothing is bought from here: should a purchase ever come so far, the tickets stay held."""
    raise NotPaid("what is bought at the white label is not bought from here", why="refused")

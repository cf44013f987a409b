"""Which seats are free now: what the map asks when somebody comes back to it."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from boxoffice import live
from boxoffice.ticketing import Availability, TicketingError

from ..choosing import said_code
from ..forms import said_stay

RETRY_SECONDS = {"down": 60, "broken": 30, "throttled": 20, "away": 15}


@require_safe
@never_cache
def free(request: HttpRequest, perf_id: str) -> JsonResponse:
    """The free seats of each band, or what keeps us from knowing and when to ask again."""
    stay = said_stay(request.GET)
    try:
        availability = live.get_availability(
            perf_id,
            language=get_language() or "en",
            departure=stay.departure,
            nights=stay.nights,
            promo_code=said_code(request.GET),
            since=live.since(request.session),
        )
    except TicketingError:
        return JsonResponse(_trouble("away"))
    kind = _kind_of_trouble(availability)
    return JsonResponse(_trouble(kind) if kind else {"bands": _bands(availability)})


def _bands(availability: Availability) -> list[dict[str, Any]]:
    return [
        {
            "band": [band.ticket_type_code, band.code],
            **({"price": str(band.price)} if band.price else {}),
            "seats": [seat.id for seat in band.seats],
        }
        for band in availability.bands
    ]


def _kind_of_trouble(availability: Availability) -> str:
    if availability.is_down:
        return "down"
    if availability.is_broken:
        return "broken"
    return "throttled" if availability.is_throttled else ""


def _trouble(kind: str) -> dict[str, Any]:
    sentences = {
        "down": _(
            "The venue's ticket system cannot be reached just now. "
            "We look again in a minute; your choice stays."
        ),
        "broken": _(
            "The venue's ticket system is having trouble. We look again in half a minute; your choice stays."
        ),
        "throttled": _(
            "Many people are asking for tickets just now. We look again in a moment; your choice stays."
        ),
        "away": _("We cannot look just now. We try again in a moment, and your choice stays."),
    }
    return {"trouble": kind, "sentence": sentences[kind], "retry": RETRY_SECONDS[kind]}

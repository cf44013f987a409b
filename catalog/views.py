"""What is on, one event, one performance. Nothing here is held or personal."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import calendar, choosing
from .models import Event

PER_PAGE = 24
LONGEST_QUERY, MOST_WORDS = 200, 12
LONGEST_ID = 500  # f13 hears of no address that a proxy before it might cut off


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The best sellers, offers first in line."""
    events = _listed()
    return render(
        request,
        "catalog/home.html",
        {"offers": events.filter(has_offer=True)[:6], "events": events[:PER_PAGE]},
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Events whose name, venue or city holds every word."""
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip()
    events = _listed()
    for word in words.split()[:MOST_WORDS]:
        events = events.filter(Q(name__icontains=word) | Q(venue__icontains=word) | Q(city__icontains=word))
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalog/search.html", {"words": words, "page": page})


@require_safe
def event_page(request: HttpRequest, event_id: str, slug: str) -> HttpResponse:
    """One event: its texts, pictures and dates."""
    event = get_object_or_404(Event.objects.prefetch_related("texts"), event_id=event_id, is_hidden=False)
    if slug != event.slug:
        return HttpResponsePermanentRedirect(event.get_absolute_url())
    dates = calendar.dates(event, month=request.GET.get("month", ""), language=get_language() or "en")
    return render(request, "catalog/event_page.html", {"event": event, "dates": dates})


@require_safe
@never_cache
def performance_page(request: HttpRequest, perf_id: str) -> HttpResponse:
    """What can be had for one performance now, to choose from."""
    is_an_id = len(perf_id) <= LONGEST_ID
    offered = choosing.look(perf_id, language=get_language() or "en") if is_an_id else None
    if offered is None:
        raise Http404
    if offered.performance.is_ghost:
        return render(request, "catalog/no_longer_on_sale.html", {"offered": offered}, status=410)
    return render(request, "catalog/performance_page.html", {"offered": offered})


def _listed():
    """Events that belong in lists. Add-ons never do: they are not sold alone."""
    return Event.objects.filter(is_on_sale=True, is_add_on=False, is_hidden=False).prefetch_related("texts")

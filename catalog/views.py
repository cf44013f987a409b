"""What is on, one event, one performance. Nothing here is held or personal."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import calendar, choosing
from .folding import fold
from .models import EventText

PER_PAGE = 24
LONGEST_QUERY, MOST_WORDS = 200, 12
LONGEST_ID = 500  # f13 hears of no address that a proxy before it might cut off


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The best sellers, offers first in line."""
    cards = _listed()
    offers = cards.filter(event__has_offer=True)[:6]
    return render(request, "catalog/home.html", {"offers": offers, "cards": cards[:PER_PAGE]})


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Events that hold every word."""
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip()
    cards = _listed()
    for word in fold(words).split()[:MOST_WORDS]:
        cards = cards.filter(words__contains=word)
    page = Paginator(cards, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalog/search.html", {"words": words, "page": page})


@require_safe
def event_page(request: HttpRequest, event_id: str, slug: str) -> HttpResponse:
    """One event: its texts, pictures and dates."""
    language = get_language() or "en"
    texts = EventText.objects.select_related("event").filter(language=language, event__is_hidden=False)
    text = get_object_or_404(texts, event__event_id=event_id)
    event = text.event
    event.text = text
    if slug != event.slug:
        return HttpResponsePermanentRedirect(event.get_absolute_url())
    dates = calendar.dates(event, month=request.GET.get("month", ""), language=language)
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
    return EventText.objects.listed(get_language() or "en")

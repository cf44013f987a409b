"""The shop's first page."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from boxoffice import pages

from ..found.pages import about_home
from ..models import EventText, EventTextQuerySet
from ..searching import showing
from ..searching.asked import Asked
from ..searching.days import named_days
from ..searching.facets import count

# Whole rows: the first card of the page is as large as four.
MOST_AT_THE_TOP, MOST_OFFERS, MOST_SOLD = 9, 8, 16
MOST_CITIES = 24
MOST_CHOSEN = 60  # of them only the first are shown; staff feature fewer


@require_safe
@pages.public
def home(request: HttpRequest) -> HttpResponse:
    """What staff feature, offers, ways into the search, best sellers: three questions to the database."""
    language, asked = get_language() or "en", Asked()
    cards = EventText.objects.listed(language)
    chosen = list(_chosen(cards))
    featured = [card for card in chosen if card.event.is_featured][:MOST_AT_THE_TOP]
    offers = [card for card in chosen if card.event.has_offer]
    counts = count(asked, {}, language=language)
    context = {
        "about": about_home(request),
        "featured": featured,
        "offers": offers[: MOST_OFFERS if featured else MOST_AT_THE_TOP],
        "cards": cards[:MOST_SOLD],
        "named_days": named_days(asked, today=timezone.localdate()),
        "categories": showing.choices("categories", asked=asked, counts=counts),
        "cities": showing.choices("cities", asked=asked, counts=counts)[:MOST_CITIES],
    }
    return render(request, "catalog/home.html", context)


def _chosen(cards: EventTextQuerySet) -> EventTextQuerySet:
    """What is featured, as staff order it, and then what is on offer."""
    either = cards.filter(Q(event__is_featured=True) | Q(event__has_offer=True))
    order = ("-event__is_featured", "event__feature_order", *cards.query.order_by)
    return either.order_by(*order)[:MOST_CHOSEN]

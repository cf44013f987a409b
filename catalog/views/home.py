"""The shop's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from boxoffice import pages

from ..models import EventText

MOST_EVENTS, MOST_OFFERS = 24, 6


@require_safe
@pages.public
def home(request: HttpRequest) -> HttpResponse:
    """The best sellers, offers first in line."""
    cards = EventText.objects.listed(get_language() or "en")
    offers = cards.filter(event__has_offer=True)[:MOST_OFFERS]
    return render(request, "catalog/home.html", {"offers": offers, "cards": cards[:MOST_EVENTS]})

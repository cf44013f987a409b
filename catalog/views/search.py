"""What buyers look for."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from boxoffice import pages

from ..folding import fold
from ..models import EventText

PER_PAGE = 24
LONGEST_QUERY, MOST_WORDS = 200, 12


@require_safe
@pages.public
def search(request: HttpRequest) -> HttpResponse:
    """Events that hold every word."""
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_QUERY].strip()
    cards = EventText.objects.listed(get_language() or "en")
    for word in fold(words).split()[:MOST_WORDS]:
        cards = cards.filter(words__contains=word)
    page = Paginator(cards, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "catalog/search.html", {"words": words, "page": page})

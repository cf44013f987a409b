"""What buyers look for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from boxoffice import pages

from ..found.pages import about_search
from ..searching import names, showing
from ..searching.asked import PARAMETERS
from ..searching.finding import find


@require_safe
@pages.public
def search(request: HttpRequest) -> HttpResponse:
    """The events that an address asks for, with all that can narrow or widen the search."""
    found = find(request.GET, language=get_language() or "en")
    title = showing.title(found)
    context = {
        "about": about_search(found, title=title),
        "title": title,
        "found": found,
        "chips": list(showing.chips(found)),
        "currency": names.currency(found.counts.currencies),
        "facets": showing.facets(found),
        "named_days": showing.named(found),
        "order": " ".join(PARAMETERS),
        "offers": showing.offers(found),
        "seated": showing.seated(found),
        "sorts": showing.sorts(found),
        "today": timezone.localdate(),
        "ways_on": showing.ways_on(found),
    }
    return render(request, "catalog/search.html", context)

"""One event: its texts, pictures and dates."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from boxoffice import pages

from .. import calendar
from ..models import EventText


@require_safe
@pages.public
def event_page(request: HttpRequest, event_id: str, slug: str) -> HttpResponse:
    """What is said of the event, and when it is on; any slug leads to the right one."""
    language = get_language() or "en"
    texts = EventText.objects.select_related("event").filter(language=language, event__is_hidden=False)
    text = get_object_or_404(texts, event__event_id=event_id)
    event = text.event
    event.text = text
    if slug != event.slug:
        return HttpResponsePermanentRedirect(event.get_absolute_url())
    dates = calendar.dates(event, month=request.GET.get("month", ""), language=language)
    return render(request, "catalog/event_page.html", {"event": event, "dates": dates})

"""One event: its texts, pictures and dates."""

from django.db.models import QuerySet
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
    return _page(request, event_id, slug=slug, among=EventText.objects.filter(event__is_hidden=False))


def preview(request: HttpRequest, event_id: str) -> HttpResponse:
    """The same page for staff, of hidden events too."""
    return _page(request, event_id, among=EventText.objects.all(), template="catalog/event_preview.html")


def _page(
    request: HttpRequest,
    event_id: str,
    *,
    among: QuerySet[EventText],
    slug: str | None = None,
    template: str = "catalog/event_page.html",
) -> HttpResponse:
    language = get_language() or "en"
    texts = among.select_related("event").filter(language=language)
    text = get_object_or_404(texts, event__event_id=event_id)
    event = text.event
    event.text = text
    if slug is not None and slug != event.slug:
        return HttpResponsePermanentRedirect(event.get_absolute_url())
    dates = calendar.dates(event, month=request.GET.get("month", ""), language=language)
    return render(request, template, {"event": event, "dates": dates})

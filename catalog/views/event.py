"""One event: its texts, pictures and dates. The same for everyone."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from boxoffice import headers, pages

from .. import calendar, timetable
from ..company import company
from ..forms import StayForm, needs_stay
from ..found.about import About, Image
from ..found.pages import about_event
from ..models import Event, EventText, OwnPicture
from ..pictures import Film, Pictures, film, pictures
from ..templatetags.catalogue import has_fresh_price

LATE_SECONDS = 5  # for which a page that waits for f13 is shown to others: many may come while it is away


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
    wish = calendar.wish(event_id, month=request.GET.get("month", ""), language=language)
    text = _text(wish, among=among)
    event = text.event
    event.text = text
    if slug is not None and slug != event.slug:
        return HttpResponsePermanentRedirect(event.get_absolute_url())
    dates = calendar.dates(event, wish, known=timetable.known_beside(text, wish))
    context = _context(event, dates, language=language, has_own_pictures=text.has_own_pictures)
    response = render(request, template, context)
    if dates.is_late:
        pages.for_seconds(response, LATE_SECONDS)
    if dates.is_unknown:
        add_never_cache_headers(response)  # it is wrong as soon as f13 answers again
    if context["film"]:
        _allow(response, context["film"])
    return response


def _text(wish: timetable.Wish, *, among: QuerySet[EventText]) -> Any:
    """The event in that language, with what is kept of its dates: one query."""
    texts = among.select_related("event").filter(language=wish.language)
    own = OwnPicture.objects.filter(event=OuterRef("event"))
    columns = timetable.beside(wish) | {"has_own_pictures": Exists(own)}
    return get_object_or_404(texts.annotate(**columns), event__event_id=wish.event_id)


def _context(event: Event, dates: calendar.Dates, *, language: str, has_own_pictures: bool) -> dict[str, Any]:
    told = event.told
    shown = pictures(told, own=tuple(event.own_pictures.all()) if has_own_pictures else ())
    return {
        "event": event,
        "told": told,
        "dates": dates,
        "company": company(event, language=language),
        "pictures": shown,
        "film": film(told),
        "stay_form": StayForm(told=told) if needs_stay(told) else None,
        "about": _about(event, dates, shown),
    }


def _about(event: Event, dates: calendar.Dates, shown: Pictures) -> About:
    """What robots read is what people see: the same dates, prices and pictures."""
    images = [Image(one.url, one.width, one.height, one.alternative) for one in shown.all]
    has_something = bool(dates.take or dates.performances)
    return about_event(
        event,
        performances=dates.performances,
        images=images,
        has_prices=has_something and dates.has_prices and has_fresh_price(event),
    )


def _allow(response: HttpResponse, shown: Film) -> None:
    """A frame from the film's own origin, on its own page alone. As a header, which kept pages keep too."""
    response[headers.POLICY] = headers.policy({"frame-src": [shown.origin]})

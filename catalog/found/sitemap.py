"""`/sitemap.xml` and its parts: every page that search engines may list, in every language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from boxoffice import pages

from ..models import Event
from .about import absolute

PER_PART = 1_000  # events: with each one's address in each language, far below what a sitemap may hold
MOST_PARTS = 1_000
XML = "application/xml; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """A page in all languages: pairs of language and address, the default language first."""

    addresses: tuple[tuple[str, str], ...]
    changed_at: datetime | None = None


@require_safe
@pages.public
def index(request: HttpRequest) -> HttpResponse:
    parts = max(1, -(-_listed().count() // PER_PART))
    addresses = [absolute(reverse("found:sitemap_part", args=[number])) for number in range(1, parts + 1)]
    return _xml("catalog/sitemap_index.xml", {"addresses": addresses})


@require_safe
@pages.public
def part(request: HttpRequest, number: int) -> HttpResponse:
    """Part 1 begins with the pages that are no events."""
    if not 0 < number <= MOST_PARTS:
        raise Http404
    first = (number - 1) * PER_PART
    entries = [_of_event(event) for event in _listed()[first : first + PER_PART]]
    if number == 1:
        entries = [*_other_pages(), *entries]
    elif not entries:
        raise Http404
    return _xml("catalog/sitemap.xml", {"entries": entries})


def _listed():
    """Hidden events, add-ons and what is no longer on sale have no place among what can be found."""
    return (
        Event.objects.filter(is_on_sale=True, is_add_on=False, is_hidden=False)
        .only("event_id", "name", "own_slug", "changed_at")
        .order_by("pk")
    )


def _of_event(event: Event) -> Entry:
    return Entry(_in_each_language("catalog:event", event.event_id, event.slug), event.changed_at)


def _other_pages() -> Iterator[Entry]:
    """Home, all events, and what is on in each city and of each kind."""
    yield Entry(_in_each_language("catalog:home"))
    yield Entry(_in_each_language("catalog:search"))
    for name, field in (("city", "city_code"), ("category", "categories__code")):
        for code in _listed().order_by(field).values_list(field, flat=True).distinct():
            if code:
                yield Entry(_in_each_language("catalog:search", query={name: code}))


def _in_each_language(
    view: str, *arguments: str, query: dict[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            path = reverse(view, args=arguments) + (f"?{urlencode(query)}" if query else "")
            found.append((language, absolute(path)))
    return tuple(found)


def _xml(template: str, context: dict[str, object]) -> HttpResponse:
    return HttpResponse(render_to_string(template, context), content_type=XML)

"""`/sitemap.xml` and its parts: every page that search engines may list, in every language.

A part with its thousands of addresses is put together from strings: a template takes ten times as long.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from boxoffice import pages
from boxoffice.models import ACCESSIBILITY, LegalText

from ..models import LISTED, Event
from ..searching.asked import Asked
from .about import absolute

PER_PART = 1_000  # events: with each one's address in each language, far below what a sitemap may hold
MOST_PARTS = 1_000
XML = "application/xml; charset=utf-8"
BEGINNING = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
MORE_NAMES = f'{NAMES} xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@dataclass(frozen=True)
class Entry:
    """A page by its path in the default language, and the languages it is in: all, where none is named."""

    path: str
    changed_at: datetime | None = None
    languages: frozenset[str] = frozenset()


@require_safe
@pages.public
def index(request: HttpRequest) -> HttpResponse:
    parts = max(1, -(-_listed().count() // PER_PART))
    addresses = [absolute(reverse("found:sitemap_part", args=[number])) for number in range(1, parts + 1)]
    named = "\n".join(f"<sitemap><loc>{escape(address)}</loc></sitemap>" for address in addresses)
    return _xml(f"<sitemapindex {NAMES}>\n{named}\n</sitemapindex>\n")


@require_safe
@pages.public
def part(request: HttpRequest, number: int) -> HttpResponse:
    """Part 1 begins with the pages that are no events."""
    if not 0 < number <= MOST_PARTS:
        raise Http404
    first = (number - 1) * PER_PART
    entries = [
        Entry(event.get_absolute_url(), event.changed_at) for event in _listed()[first : first + PER_PART]
    ]
    if number == 1:
        entries = [*_other_pages(), *entries]
    elif not entries:
        raise Http404
    roots = _roots()
    named = "\n".join(line for entry in entries for line in _lines(entry, roots=roots))
    return _xml(f"<urlset {MORE_NAMES}>\n{named}\n</urlset>\n")


# What is in it


def _listed() -> QuerySet[Event]:
    """Hidden events, add-ons and what is no longer on sale have no place among what can be found."""
    return Event.objects.filter(LISTED).only("event_id", "name", "own_slug", "changed_at").order_by("pk")


def _home_and_other_own_pages() -> Iterator[Entry]:
    yield Entry(reverse("catalog:home"))
    yield Entry(Asked().address)
    yield Entry(reverse("catalog:accessibility"))


def _cities() -> Iterator[Entry]:
    codes = _listed().order_by("city_code").values_list("city_code", flat=True).distinct()
    return (Entry(Asked(cities=(code,)).address) for code in codes if code)


def _categories() -> Iterator[Entry]:
    codes = _listed().order_by("categories__code").values_list("categories__code", flat=True).distinct()
    return (Entry(Asked(categories=(code,)).address) for code in codes if code)


def _legal_pages() -> Iterator[Entry]:
    """Each in the languages that staff wrote it in: elsewhere it is the same text once more."""
    others = LegalText.objects.exclude(page__slug=ACCESSIBILITY)
    texts = others.select_related("page").defer("body").order_by("page__order", "page__slug")
    for page, said in groupby(texts, key=lambda text: text.page):
        yield Entry(page.get_absolute_url(), page.changed_at, frozenset(text.language for text in said))


def _pages_of_the_brand() -> Iterator[Entry]:
    """Those that staff have not written anew under the same address."""
    found = settings.BRAND.pages
    staff = set(LegalText.objects.values_list("page__slug", flat=True)) if found else set()
    for slug, page in found.items():
        if slug not in staff:
            yield Entry(reverse("legal_page", args=[slug]), languages=frozenset(page.texts))


# Whatever else may be listed has its line here.
OTHER_PAGES: tuple[Callable[[], Iterator[Entry]], ...] = (
    _home_and_other_own_pages,
    _cities,
    _categories,
    _legal_pages,
    _pages_of_the_brand,
)


def _other_pages() -> Iterator[Entry]:
    return (entry for listed in OTHER_PAGES for entry in listed())


# How it is written


def _lines(entry: Entry, *, roots: dict[str, str]) -> Iterator[str]:
    """The page once for each of its languages, each time with all the others."""
    # All addresses of a page differ in their beginning alone.
    rest = escape(entry.path.removeprefix(roots[settings.LANGUAGE_CODE]))
    addresses = {
        code: f"{absolute(root)}{rest}"
        for code, root in roots.items()
        if code in entry.languages or not entry.languages
    }
    named = addresses | {"x-default": next(iter(addresses.values()), "")}
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>' for code, address in named.items()
    )
    changed = f"<lastmod>{_moment(entry.changed_at)}</lastmod>" if entry.changed_at else ""
    return (f"<url><loc>{address}</loc>{changed}{others}</url>" for address in addresses.values())


def _roots() -> dict[str, str]:
    """Where each language begins."""
    roots = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            roots[code] = reverse("catalog:home")
    return roots


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _xml(body: str) -> HttpResponse:
    return HttpResponse(BEGINNING + body, content_type=XML)

"""Legal pages: the shop's own words under addresses of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from . import pages
from .models import ACCESSIBILITY, LegalPage, LegalText

PRIVACY = "privacy"  # the page under this address says what becomes of a buyer's details
TERMS = "terms"  # and this one on what terms tickets are sold, exchanged and taken back


@dataclass(frozen=True)
class Privacy:
    """Where the privacy policy is read, and which one it is."""

    address: str
    version: str


@require_safe
@pages.public
def legal_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page in the reader's language, else in the default one, marked as such."""
    if slug == ACCESSIBILITY:
        return redirect("catalog:accessibility", permanent=True)
    text = said_in(get_language() or settings.LANGUAGE_CODE, texts=_texts(page__slug=slug))
    if text is None:
        raise Http404
    return render(request, "legal_page.html", {"text": text})


def preview(request: HttpRequest, page: LegalPage) -> HttpResponse:
    """The same page, for staff alone."""
    text = said_in(get_language() or settings.LANGUAGE_CODE, texts=_texts(page=page))
    if text is None:
        raise Http404
    return render(request, "legal_preview.html", {"text": text})


def said_in(language: str, *, texts: Iterable[LegalText]) -> LegalText | None:
    """The text in that language, else in the default one, else in any."""
    by_language = {text.language: text for text in texts}
    wanted = (language, settings.LANGUAGE_CODE, *by_language)
    return next((by_language[code] for code in wanted if code in by_language), None)


def listed_pages() -> Iterable[LegalPage]:
    """The pages that say something, for the sitemap: each knows its address and `changed_at`. One query."""
    return LegalPage.objects.filter(texts__isnull=False).distinct()


def own_words_on_accessibility(language: str) -> LegalText | None:
    """What this shop adds to the page on accessibility: the legal page of that address."""
    return said_in(language, texts=_texts(page__slug=ACCESSIBILITY))


def privacy_page() -> Privacy | None:
    """The policy as it stands, in a shop that has one. Its version is the moment of its last change."""
    page = LegalPage.objects.filter(slug=PRIVACY, texts__isnull=False).first()
    return Privacy(page.get_absolute_url(), page.changed_at.isoformat(timespec="seconds")) if page else None


def terms_address() -> str:
    """Where the terms of sale are read; "" in a shop that has none."""
    page = LegalPage.objects.filter(slug=TERMS, texts__isnull=False).first()
    return page.get_absolute_url() if page else ""


def _texts(**which: object) -> Iterable[LegalText]:
    return LegalText.objects.select_related("page").filter(**which).order_by("language")

"""The shop's own words under addresses of its own: staff's legal pages, and the brand's own."""

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


@dataclass(frozen=True)
class BrandText:
    """One page of the brand's folder, in one language, as `LegalText` is one of staff's."""

    title: str
    body: str
    language: str


@require_safe
@pages.public
def legal_page(request: HttpRequest, slug: str) -> HttpResponse:
    """In the reader's language, else in the default one, marked as such. Staff's come before the brand's."""
    if slug == ACCESSIBILITY:
        return redirect("catalog:accessibility", permanent=True)
    language = get_language() or settings.LANGUAGE_CODE
    text = said_in(language, texts=_texts(page__slug=slug)) or _of_the_brand(slug, language=language)
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


def _of_the_brand(slug: str, *, language: str) -> BrandText | None:
    page = settings.BRAND.pages.get(slug)
    if page is None:
        return None
    spoken = page.language(language, usual=settings.LANGUAGE_CODE)
    return BrandText(*page.texts[spoken], language=spoken)


def _texts(**which: object) -> Iterable[LegalText]:
    return LegalText.objects.select_related("page").filter(**which).order_by("language")

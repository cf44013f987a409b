"""What templates ask of the brand: addresses of its files, and its part of the footer."""

from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language

from boxoffice.brand import stylesheet
from boxoffice.brand.values import Link, in_language

register = template.Library()


@register.simple_tag
def brand_file(name: str) -> str:
    """The address of a file in the brand's `static/`; a KeyError where there is none."""
    return str(settings.BRAND.files[name].address)


@register.simple_tag
def brand_icon() -> str:
    brand = settings.BRAND
    return brand_file(brand.icon) if brand.icon else static("icon.svg")


@register.simple_tag
def brand_styles() -> str:
    """The one style sheet of every page."""
    brand = settings.BRAND
    return static("shop.css") if brand.folder is None else stylesheet.of_pages(brand).address


@register.simple_tag
def brand_admin_styles() -> str:
    return stylesheet.of_admin(settings.BRAND).address


@register.simple_tag
def brand_footer() -> dict[str, Any]:
    """The brand's columns, its contact and where else it is found, in the reader's language."""
    brand = settings.BRAND
    return {
        "columns": [{"title": _said(one.title), "links": _links(one.links)} for one in brand.columns],
        "contact": brand.contact,
        "social": _links(brand.social),
    }


def _links(links: tuple[Link, ...]) -> list[dict[str, str]]:
    return [{"text": _said(link.text), "address": _address(link.to)} for link in links]


def _said(texts: Any) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    return in_language(texts, language, usual=settings.LANGUAGE_CODE)


def _address(to: str) -> str:
    """An address of the shop's is that of the page in the reader's language."""
    language = get_language() or settings.LANGUAGE_CODE
    return f"/{language}{to}" if to.startswith("/") and language != settings.LANGUAGE_CODE else to

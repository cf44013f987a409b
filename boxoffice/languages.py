"""The language is in the address: the default one without prefix, others under /fr/, /de/ and so on.

So pages vary by neither cookie nor header. Only the admin, which has no language in its address, takes the
one that the browser wishes for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import get_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri
from django.utils.http import RFC3986_SUBDELIMS

ADMIN = "/admin/"
UNQUOTED = RFC3986_SUBDELIMS + "/~:@"  # as `reverse` writes addresses


@dataclass(frozen=True, slots=True)
class Alternative:
    """The page that is being shown, in one of the shop's languages."""

    code: str
    name: str  # what the language calls itself
    address: str  # within the shop, with its query
    is_current: bool

    @property
    def url(self) -> str:
        """The whole address, of the public root: never of the host that this request named."""
        return f"{settings.SITE_URL}{self.address}"


class LanguageMiddleware:
    """Everything behind it speaks the request's language, pages about failures too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_admin = request.path_info.startswith(ADMIN)
        language = translation.get_language_from_request(request) if is_admin else split(request.path_info)[0]
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if is_admin:
            patch_vary_headers(response, ["Accept-Language"])
        return response


def language_of(request: HttpRequest) -> str:
    """The language that the request's address names."""
    return split(request.path_info)[0]


def alternatives(request: HttpRequest) -> tuple[Alternative, ...]:
    """The same page in each language, this one's included, with the same query."""
    return alternatives_of(request.path_info, query=iri_to_uri(request.META.get("QUERY_STRING", "")))


def alternatives_of(path: str, *, query: str) -> tuple[Alternative, ...]:
    """A page of the shop, by its path (not quoted) and query (quoted), in each language."""
    current, rest = split(path)
    return tuple(
        Alternative(code, name, _address(code, rest, query=query), is_current=code == current)
        for code, name in settings.LANGUAGES
    )


def _address(code: str, rest: str, *, query: str) -> str:
    prefix = "" if code == settings.LANGUAGE_CODE else f"{code}/"
    return f"{get_script_prefix()}{prefix}{quote(rest, safe=UNQUOTED)}{'?' if query else ''}{query}"


def split(path: str) -> tuple[str, str]:
    """The language of an address within the shop, and what follows its prefix."""
    path = path.lstrip("/")  # all of them: with two in front, an address would name another host
    first, _slash, rest = path.partition("/")
    if first != settings.LANGUAGE_CODE and first in dict(settings.LANGUAGES):
        return first, rest.lstrip("/")
    return settings.LANGUAGE_CODE, path

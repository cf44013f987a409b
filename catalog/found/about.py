"""What a page says of itself in its head: title, canonical address, picture, whether robots may list it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from boxoffice.languages import Alternative, alternatives_of

LONGEST_DESCRIPTION = 160
LONGEST_TITLE = 65  # search engines show about as much
BETWEEN = " · "
# OpenGraph names a country with each language; a language that is not here names none.
LOCALES = {"en": "en_GB", "fr": "fr_FR", "de": "de_DE", "es": "es_ES", "ar": "ar_AR"}


@dataclass(frozen=True)
class Image:
    url: str
    width: int = 0
    height: int = 0
    alternative: str = ""


@dataclass(frozen=True)
class About:
    """`data` is JSON-LD; `is_listed` says whether search engines may show the page."""

    title: str
    description: str
    canonical: str
    window_title: str = ""
    kind: str = "website"
    image: Image | None = None
    is_listed: bool = True
    before: str = ""
    after: str = ""
    data: Sequence[Mapping[str, Any]] = field(default=())

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The canonical address in each language."""
        address = urlsplit(self.canonical)
        return alternatives_of(unquote(address.path), query=address.query)

    @property
    def locale(self) -> str:
        return _locale(get_language() or settings.LANGUAGE_CODE)

    @property
    def other_locales(self) -> list[str]:
        return [_locale(code) for code, _name in settings.LANGUAGES if _locale(code) != self.locale]


def absolute(path: str) -> str:
    """A path of the shop as the world sees it, whatever the Host header says."""
    return f"{settings.SITE_URL}{path}"


def canonical(request: HttpRequest, parameters: Sequence[tuple[str, str]] = ()) -> str:
    """The page's one address: its path, and of its query what is given."""
    query = f"?{urlencode(parameters)}" if parameters else ""
    return absolute(request.path) + query


def summary(text: str) -> str:
    """The beginning of a text, for a line under a search result; it ends where a word does."""
    return _beginning(" ".join(text.split()), longest=LONGEST_DESCRIPTION)


def window_title(name: str, *others: str) -> str:
    """The name, and after it as much as search engines show; the name comes first and is cut last."""
    title = _beginning(name, longest=LONGEST_TITLE)
    for other in filter(None, others):
        longer = f"{title}{BETWEEN}{other}"
        title = longer if len(longer) <= LONGEST_TITLE else title
    return title


def _beginning(text: str, *, longest: int) -> str:
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    # Some languages write no spaces: there it ends anywhere.
    return (cut[: cut.rindex(" ")] if " " in cut[longest // 2 :] else cut).rstrip(" ,;:.–-") + "…"


def _locale(language: str) -> str:
    return LOCALES.get(language, language.replace("-", "_"))

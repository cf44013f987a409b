"""What a page says of itself in its head: title, canonical address, picture, whether robots may list it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest

from boxoffice.languages import Alternative, alternatives_of

LONGEST_DESCRIPTION = 160


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


def absolute(path: str) -> str:
    """A path of the shop as the world sees it, whatever the Host header says."""
    return f"{settings.SITE_URL}{path}"


def canonical(request: HttpRequest, parameters: Sequence[tuple[str, str]] = ()) -> str:
    """The page's one address: its path, and of its query what is given."""
    query = f"?{urlencode(parameters)}" if parameters else ""
    return absolute(request.path) + query


def summary(text: str) -> str:
    """The beginning of a text, for a line under a search result; it ends where a word does."""
    plain = " ".join(text.split())
    if len(plain) <= LONGEST_DESCRIPTION:
        return plain
    cut = plain[: LONGEST_DESCRIPTION - 1]
    # Some languages write no spaces: there it ends anywhere.
    return (cut[: cut.rindex(" ")] if " " in cut[80:] else cut).rstrip(" ,;:.–-") + "…"

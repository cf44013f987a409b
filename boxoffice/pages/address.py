"""Which page is asked for, and the question as everybody asks it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest

LONGEST_QUERY = 2_000
MOST_FIELDS = 200


def normalised(request: HttpRequest) -> str | None:
    """The address of a page that may be kept, or None. Of the query, only what the page knows is left.

    It names no host: what is kept must not depend on it. A host that is not ours is refused as everywhere.
    """
    if request.method not in ("GET", "HEAD"):
        return None
    known = _parameters(request.path_info)
    query = request.META.get("QUERY_STRING", "")
    if known is None or len(query) > LONGEST_QUERY or not _is_our_host(request):
        return None
    return f"{request.scheme}:{request.path}?{_in_order(query, known) if query else ''}"


class ForEveryone(WSGIRequest):
    """The question without the one who asks: no header, no cookie, no parameter that the page does not know.

    So nothing of it can find its way into a page that others are shown, whatever a view reads. Whether its
    asker has to wait is therefore found out before, and said here.
    """

    seconds_to_wait = 0

    def __init__(self, request: HttpRequest, address: str) -> None:
        asked = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": _as_sent(request.META["PATH_INFO"]),
            "SCRIPT_NAME": _as_sent(request.META["SCRIPT_NAME"]),
            "QUERY_STRING": address.partition("?")[2],
        }
        super().__init__(_without_headers(request.META) | asked)

    def get_host(self) -> str:
        """The shop's own, by whichever of its names it was asked."""
        return urlsplit(settings.SITE_URL).netloc


def is_of_the_catalogue(path: str) -> bool:
    """Whether nothing but a page for everyone can be at this address."""
    return _parameters(path) is not None


def _is_our_host(request: HttpRequest) -> bool:
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True


def _as_sent(text: str) -> str:
    """Django has read it as the text it is; servers hand over bytes, each as a character."""
    return text.encode().decode("latin-1")


def _without_headers(environment: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in environment.items() if not name.startswith("HTTP_")}


def _parameters(path: str) -> tuple[str, ...] | None:
    """What the page at that address knows, whatever its language; None where no such page can be."""
    start, _, rest = path[1:].partition("/")
    if any(start == code for code, _name in settings.LANGUAGES):
        start, _, rest = rest.partition("/")
    return settings.KEPT_PAGES.get(start)


def _in_order(query: str, known: Iterable[str]) -> str:
    """The same for all who mean the same: in the table's order; of what is said once, the last counts."""
    try:
        # What browsers leave unquoted comes from the server as bytes, each as a character.
        said = parse_qsl(query.encode("latin-1").decode(errors="replace"), max_num_fields=MOST_FIELDS)
    except ValueError:
        return ""
    meant: dict[str, set[str]] = {}
    for name, value in said:
        if name in known and value.strip():
            others = meant.get(name, set()) if name in settings.KEPT_PAGES_MANY else set()
            meant[name] = others | {value.strip()}
    return urlencode([(name, value) for name in known if name in meant for value in sorted(meant[name])])

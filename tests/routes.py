"""Every address pattern of the shop, found from its URL table, so that tests know those to come too."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver

PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
UNLIKELY = {"uuid": "00000000-0000-0000-0000-000000000007", "int": "7", "slug": "nobody", "path": "7"}


@dataclass(frozen=True)
class Route:
    """One line of the URL table, from the root: `order/<uuid:record_id>/`."""

    pattern: str
    name: str
    view: Callable[..., Any]

    @property
    def parts(self) -> dict[str, str]:
        """The kind of each part by its name: `{"record_id": "uuid"}`."""
        return {found["name"]: found["kind"] or "str" for found in PART.finditer(self.pattern)}

    @property
    def is_of_staff(self) -> bool:
        return self.pattern.startswith("admin/")

    def address(self, values: Mapping[str, Any] | None = None) -> str:
        """With these values; what is not among them leads to nothing."""
        known = values or {}

        def filled(found: re.Match[str]) -> str:
            value = known.get(found["name"], UNLIKELY.get(found["kind"] or "str", "nobody"))
            return quote(str(value), safe="")

        return "/" + PART.sub(filled, self.pattern)


def every_route() -> list[Route]:
    found = list(_routes(get_resolver(), prefix="", space=""))
    assert len(found) > 60
    return found


def routes_of_buyers() -> list[Route]:
    return [route for route in every_route() if not route.is_of_staff]


def _routes(resolver: URLResolver, *, prefix: str, space: str) -> Iterator[Route]:
    for one in resolver.url_patterns:
        pattern = prefix + _plain(str(one.pattern))
        if isinstance(one, URLResolver):
            inner = f"{one.namespace}:" if one.namespace else ""
            yield from _routes(one, prefix=pattern, space=space + inner)
        elif isinstance(one, URLPattern):
            yield Route(pattern, space + (one.name or pattern), one.callback)


def _plain(pattern: str) -> str:
    """As `path` writes it; of the admin's own expressions, an address that fits."""
    pattern = pattern.replace("[\\s\\S]+", "")
    named = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", pattern)
    return named.removeprefix("^").removesuffix("$").removesuffix("\\Z")

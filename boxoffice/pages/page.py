"""A page that is kept: made from a view's answer, and answered with again and again."""

import functools
import gzip
import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from boxoffice import ahead

View = Callable[..., HttpResponse]

LONGEST = 15 * 60.0  # seconds, for which any page may be kept
STALE_SECONDS = 5  # for which a browser may show an older page while it asks: an edit shows within seconds
ENTRY_COSTS = 1_000  # bytes of an entry besides its texts, roughly
NOT_KEPT = {"content-length", "vary", "set-cookie"}
SAID_WITH_304 = ("Cache-Control", "Content-Security-Policy")
GZIP = re.compile(r"(?:^|[,\s])(?:gzip|\*)(?![\w-])(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)
MAX_AGE = re.compile(r"\bs-maxage=(\d+)")


def public(view: View) -> View:
    """The view's page is the same for everyone: no session, no cookie, no token in it.

    Proxies may keep it for settings.PAGES_FRESH_SECONDS, browsers ask each time (and are told 304). A view
    that knows its page to be older than usual says less, by `for_seconds`.
    """

    @functools.wraps(view)
    def declared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        ahead.offer(response)
        if response.status_code == 200 and "Cache-Control" not in response:
            for_seconds(response, settings.PAGES_FRESH_SECONDS)
        return response

    return declared


def for_seconds(response: HttpResponse, seconds: float) -> HttpResponse:
    """Let this public page be kept for so long."""
    fresh = int(min(seconds, LONGEST))
    stale = min(STALE_SECONDS, fresh)
    response["Cache-Control"] = f"public, max-age=0, s-maxage={fresh}, stale-while-revalidate={stale}"
    return response


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page. Whatever had changed before it was begun is in it.

    It is compressed once. That is safe here: it holds no secret that a length could give away.
    """

    body: bytes  # compressed
    length: int  # of the body as it was
    etag: str
    headers: tuple[tuple[str, str], ...]
    seconds: int
    begun_at: float

    @property
    def age(self) -> float:
        return max(0.0, time.time() - self.begun_at)

    @property
    def size(self) -> int:
        """What it costs to keep."""
        headers = sum(len(name) + len(value) for name, value in self.headers)
        return len(self.body) + len(self.etag) + headers + ENTRY_COSTS

    def answer(self, request: HttpRequest) -> HttpResponse:
        if self._is_known_to(request):
            response: HttpResponse = HttpResponseNotModified()
            said = {name: value for name, value in self.headers if name in SAID_WITH_304}
        else:
            response, said = self._whole(request), dict(self.headers)
        # A proxy that keeps this page counts from when it was made, not from now.
        said |= {"ETag": self.etag, "Vary": "Accept-Encoding", "Age": str(int(self.age))}
        for name, value in said.items():
            response.headers[name] = value
        return response

    def _whole(self, request: HttpRequest) -> HttpResponse:
        has_body = request.method != "HEAD"
        if GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            response = HttpResponse(self.body if has_body else b"")
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Length"] = str(len(self.body))
        else:
            response = HttpResponse(gzip.decompress(self.body) if has_body else b"")
            response.headers["Content-Length"] = str(self.length)
        return response

    def _is_known_to(self, request: HttpRequest) -> bool:
        """Compared weakly: proxies that compress or unpack write the tag another way."""
        if not (said := request.META.get("HTTP_IF_NONE_MATCH", "")):
            return False
        tags = {tag.removeprefix("W/") for tag in parse_etags(said)}
        return "*" in tags or self.etag.removeprefix("W/") in tags


def is_declared(response: HttpResponse) -> bool:
    """Whether a view has said that this answer is the same for everyone."""
    return MAX_AGE.search(response.get("Cache-Control", "")) is not None


def page_from(response: HttpResponse, *, begun_at: float) -> Page | None:
    """The answer as a page to keep, or None where it is not one: not whole, or not for everyone."""
    age = MAX_AGE.search(response.get("Cache-Control", ""))
    is_for_all = not response.cookies and not response.has_header("Vary")
    if age is None or not is_for_all or response.status_code != 200 or response.streaming:
        return None
    return Page(
        body=gzip.compress(response.content, 6, mtime=0),
        length=len(response.content),
        etag=f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"',
        headers=tuple((name, value) for name, value in response.items() if name.lower() not in NOT_KEPT),
        seconds=int(age[1]),
        begun_at=begun_at,
    )

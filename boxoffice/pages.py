"""Pages that are the same for everyone, kept whole: in a process's memory, and in the cache that all share.

A view says that its page is one, with `@public`; settings.KEPT_PAGES says which addresses may hold such pages
and which parameters they know. Whoever changes what the shop shows says `changed()`: within two seconds every
process makes its pages anew.

The bytes are compressed once. That is safe here: these pages hold no secret that a length could give away.
"""

import functools
import gzip
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Event, Lock
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from boxoffice import shared

View = Callable[..., HttpResponse]

CHANGED = "pages.changed"
CHANGE_KNOWN_FOR = 24 * 60 * 60.0  # afterwards it is forgotten, and the pages are made anew once more
CHANGE_LOOKED_FOR_EVERY = 2.0
STALE_SECONDS = 30  # for which a browser may show an older page while it asks for the new one
PATIENCE = 10.0  # for a page that another thread is making
LONGEST_QUERY = 2_000
ENTRY_COSTS = 1_000  # bytes of an entry besides its body, roughly
NOT_KEPT = {"content-length", "vary", "set-cookie"}
SAID_WITH_304 = ("Cache-Control", "Content-Security-Policy", "Vary")
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
        if response.status_code == 200 and "Cache-Control" not in response:
            for_seconds(response, settings.PAGES_FRESH_SECONDS)
        return response

    return declared


def for_seconds(response: HttpResponse, seconds: float) -> HttpResponse:
    """Let this public page be kept for so long."""
    stale = min(STALE_SECONDS, int(seconds))
    response["Cache-Control"] = f"public, max-age=0, s-maxage={int(seconds)}, stale-while-revalidate={stale}"
    return response


def changed() -> None:
    """What the shop shows is another now: once this is committed, pages are made anew."""
    transaction.on_commit(lambda: shared.store.set(CHANGED, uuid4().hex, CHANGE_KNOWN_FOR))


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole page. `stamp` is the last change that it can know of."""

    body: bytes  # compressed
    etag: str
    headers: tuple[tuple[str, str], ...]
    seconds: int
    made_at: float
    stamp: str

    def is_fresh(self, stamp: str) -> bool:
        return self.stamp == stamp and self._age < self.seconds

    def may_stand_in(self, stamp: str) -> bool:
        """While somebody makes it anew, it is shown for as long again."""
        return self.stamp == stamp and self._age < 2 * self.seconds

    @property
    def _age(self) -> float:
        return max(0.0, time.time() - self.made_at)

    @property
    def size(self) -> int:
        return len(self.body) + ENTRY_COSTS

    def answer(self, request: HttpRequest) -> HttpResponse:
        if self.etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            response: HttpResponse = HttpResponseNotModified()
            kept = [(name, value) for name, value in self.headers if name in SAID_WITH_304]
        else:
            response, kept = HttpResponse(self.body), list(self.headers)
            if GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
                response.headers["Content-Encoding"] = "gzip"
            else:
                response.content = gzip.decompress(self.body)
            response.headers["Content-Length"] = str(len(response.content))
        for name, value in kept:
            response.headers[name] = value
        response.headers["ETag"] = self.etag
        response.headers["Vary"] = "Accept-Encoding"
        # A proxy that keeps this page counts from when it was made, not from now.
        response.headers["Age"] = str(int(self._age))
        return response


class Memory:
    """The pages used last, up to so many bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> Kept | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def set(self, key: str, page: Kept) -> None:
        with self._lock:
            self._forget(key)
            self._pages[key] = page
            self._bytes += page.size + len(key)
            while self._bytes > self._most_bytes:
                self._forget(next(iter(self._pages)))

    @property
    def bytes(self) -> int:
        return self._bytes

    def _forget(self, key: str) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._bytes -= page.size + len(key)


class PagesMiddleware:
    """Before everything else: a page that is kept is answered by nothing but this."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.memory = Memory(settings.PAGES_MEMORY_MEGABYTES * 1_000_000)
        self._stamp, self._stamp_read_at = "", float("-inf")
        self._being_made: dict[str, Event] = {}
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _normalised(request)
        if key is None:
            return self.get_response(request)
        request.get_host()  # another host than ours is refused here as everywhere
        stamp = self._last_change()
        page = self.memory.get(key)
        if page is not None and page.is_fresh(stamp):
            return page.answer(request)
        if request.method != "GET":
            return self.get_response(request)
        return self._alone(request, key, stamp=stamp, older=page)

    def _alone(self, request: HttpRequest, key: str, *, stamp: str, older: Kept | None) -> HttpResponse:
        """Make the page, if nobody else does already; else have theirs, or meanwhile the older one."""
        with self._lock:
            theirs = self._being_made.get(key)
            mine = self._being_made.setdefault(key, Event())
        if theirs is None:
            try:
                return self._made(request, key, stamp=stamp)
            finally:
                with self._lock:
                    self._being_made.pop(key, None)
                mine.set()
        if older is not None and older.may_stand_in(stamp):
            return older.answer(request)
        theirs.wait(PATIENCE)
        page = self.memory.get(key)
        # What cannot be kept (it failed, say) cannot be shared either.
        is_theirs = page is not None and page.is_fresh(page.stamp)
        return page.answer(request) if page is not None and is_theirs else self.get_response(request)

    def _made(self, request: HttpRequest, key: str, *, stamp: str) -> HttpResponse:
        page = _from_others(key, stamp=stamp)
        if page is None:
            response = self.get_response(request)
            page = _kept(response, stamp=stamp)
            if page is None:
                return response
            _to_others(key, page)
        self.memory.set(key, page)
        return page.answer(request)

    def _last_change(self) -> str:
        """Looked for now and then: for two seconds an older page may be shown, and no question is asked."""
        now = time.monotonic()
        if now - self._stamp_read_at >= CHANGE_LOOKED_FOR_EVERY:
            self._stamp_read_at = now
            self._stamp = shared.store.get(CHANGED) or ""
        return self._stamp


# Which page it is


def _normalised(request: HttpRequest) -> str | None:
    """The address of a page that may be kept, or None. Only what the page knows is left of the query.

    The request itself is changed too: nothing that a page does not know can find its way into it.
    """
    if request.method not in ("GET", "HEAD"):
        return None
    known = _parameters(request.path_info)
    query = request.META.get("QUERY_STRING", "")
    if known is None or len(query) > LONGEST_QUERY:
        return None
    if query:
        query = _in_order(query, known)
        request.META["QUERY_STRING"] = query
    return f"{request.path_info}?{query}"


def _parameters(path: str) -> tuple[str, ...] | None:
    """What the page at that address knows, whatever its language; None where no such page can be."""
    start, _, rest = path[1:].partition("/")
    if any(start == code for code, _name in settings.LANGUAGES):
        start, _, rest = rest.partition("/")
    return settings.KEPT_PAGES.get(start)


def _in_order(query: str, known: Iterable[str]) -> str:
    try:
        said = parse_qsl(query, max_num_fields=200)
    except ValueError:
        return ""
    meant = {(name, value.strip()) for name, value in said if name in known and value.strip()}
    return urlencode(sorted(meant))


# Keeping


def _kept(response: HttpResponse, *, stamp: str) -> Kept | None:
    """The answer as a page to keep, or None where it is not for everyone."""
    age = MAX_AGE.search(response.get("Cache-Control", ""))
    is_for_all = age is not None and not response.cookies and not response.has_header("Vary")
    if age is None or not is_for_all or response.status_code != 200 or response.streaming:
        return None
    headers = tuple((name, value) for name, value in response.items() if name.lower() not in NOT_KEPT)
    return Kept(
        body=gzip.compress(response.content, 6, mtime=0),
        etag=f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"',
        headers=headers,
        seconds=int(age[1]),
        made_at=time.time(),
        stamp=stamp,
    )


def _is_shared(key: str) -> bool:
    """Pages with a query stay in memory: anybody can think up thousands, and memory has an end."""
    return key.endswith("?") and "redis" in settings.CACHES["default"]["BACKEND"].lower()


def _shared_key(key: str, *, stamp: str) -> str:
    """Another release names other style sheets in its pages: it has pages of its own."""
    release = getattr(staticfiles_storage, "manifest_hash", "")
    return "page:" + hashlib.sha256(f"{release} {stamp} {key}".encode()).hexdigest()


def _from_others(key: str, *, stamp: str) -> Kept | None:
    if not _is_shared(key):
        return None
    page: Kept | None = shared.cached(lambda: cache.get(_shared_key(key, stamp=stamp)), otherwise=None)
    return page if page is not None and page.is_fresh(stamp) else None


def _to_others(key: str, page: Kept) -> None:
    if _is_shared(key):
        shared.cached(
            lambda: cache.set(_shared_key(key, stamp=page.stamp), page, page.seconds), otherwise=None
        )

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

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from boxoffice import shared

View = Callable[..., HttpResponse]

CHANGED = "pages.changed"
CHANGE_KNOWN_FOR = 60 * 60.0  # no page is kept for as long
CHANGE_LOOKED_FOR_EVERY = 2.0
CLOCKS_DIFFER = 1.0  # seconds, between machines
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
    transaction.on_commit(lambda: shared.store.set(CHANGED, time.time(), CHANGE_KNOWN_FOR))


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole page. Whatever had changed before it was begun is in it."""

    body: bytes  # compressed
    etag: str
    headers: tuple[tuple[str, str], ...]
    seconds: int
    begun_at: float

    def is_fresh(self, changed_at: float) -> bool:
        return self._knows(changed_at) and self.age < self.seconds

    def may_stand_in(self, changed_at: float) -> bool:
        """While somebody makes it anew, it is shown for as long again."""
        return self._knows(changed_at) and self.age < 2 * self.seconds

    def _knows(self, changed_at: float) -> bool:
        return self.begun_at > changed_at + CLOCKS_DIFFER

    @property
    def age(self) -> float:
        return max(0.0, time.time() - self.begun_at)

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
        response.headers["Age"] = str(int(self.age))
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
        self._changed_at, self._looked_at = 0.0, float("-inf")
        self._being_made: dict[str, Event] = {}
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = _normalised(request)
        if key is None:
            return self.get_response(request)
        request.get_host()  # another host than ours is refused here as everywhere
        page = self.memory.get(key)
        if page is not None and page.is_fresh(self._last_change(page)):
            return page.answer(request)
        if request.method != "GET":
            return self.get_response(request)
        return self._alone(request, key, older=page)

    def _alone(self, request: HttpRequest, key: str, *, older: Kept | None) -> HttpResponse:
        """Make the page, if nobody else does already; else have theirs, or meanwhile the older one."""
        with self._lock:
            theirs = self._being_made.get(key)
            mine = self._being_made.setdefault(key, Event())
        if theirs is None:
            try:
                return self._made(request, key)
            finally:
                with self._lock:
                    self._being_made.pop(key, None)
                mine.set()
        if older is not None and older.may_stand_in(self._changed_at):
            return older.answer(request)
        theirs.wait(PATIENCE)
        page = self.memory.get(key)
        # What cannot be kept (it failed, say) cannot be shared either.
        is_theirs = page is not None and page.is_fresh(self._changed_at)
        return page.answer(request) if page is not None and is_theirs else self.get_response(request)

    def _made(self, request: HttpRequest, key: str) -> HttpResponse:
        page = _from_others(key)
        if page is None or not page.is_fresh(self._last_change(page)):
            begun_at = time.time()
            response = self.get_response(request)
            page = _kept(response, begun_at=begun_at)
            if page is None:
                return response
            _to_others(key, page)
        self.memory.set(key, page)
        return page.answer(request)

    def _last_change(self, page: Kept) -> float:
        """When it was. It is asked for now and then: a page of the last two seconds needs no question."""
        now = time.monotonic()
        if min(now - self._looked_at, page.age) >= CHANGE_LOOKED_FOR_EVERY:
            self._looked_at = now
            self._changed_at = shared.store.get(CHANGED) or 0.0
        return self._changed_at


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


def _kept(response: HttpResponse, *, begun_at: float) -> Kept | None:
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
        begun_at=begun_at,
    )


def _is_shared(key: str) -> bool:
    """Pages with a query stay in memory: anybody can think up thousands, and memory has an end."""
    return key.endswith("?") and "redis" in settings.CACHES["default"]["BACKEND"].lower()


def _shared_key(key: str) -> str:
    """Another release names other style sheets in its pages: it has pages of its own."""
    release = getattr(staticfiles_storage, "manifest_hash", "")
    return "page:" + hashlib.sha256(f"{release} {key}".encode()).hexdigest()


def _from_others(key: str) -> Kept | None:
    return shared.cached(lambda: cache.get(_shared_key(key)), otherwise=None) if _is_shared(key) else None


def _to_others(key: str, page: Kept) -> None:
    if _is_shared(key):
        shared.cached(lambda: cache.set(_shared_key(key), page, page.seconds), otherwise=None)

"""Before everything else: a page that is kept is answered by nothing but this."""

import logging
import time
from collections.abc import Callable
from threading import Event, Lock

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from boxoffice import paces
from boxoffice.numbers import KEPT_PAGES

from .address import ForEveryone, normalised
from .changes import Changes
from .keeping import Memory, from_others, to_others
from .page import Page, is_declared, page_from

logger = logging.getLogger(__name__)

FROM_MEMORY, FROM_OTHERS, WAITED_FOR, MEANWHILE, MADE, NOT_KEPT = map(
    KEPT_PAGES.labels, ("memory", "others", "waited", "meanwhile", "made", "not_kept")
)
PATIENCE = 10.0  # seconds, for a page that another thread is making


class Making:
    """A page that somebody is making, for all who wait for it. None where there is nothing to share."""

    def __init__(self) -> None:
        self.page: Page | None = None
        self._is_over = Event()

    def end(self) -> None:
        self._is_over.set()

    def wait(self) -> Page | None:
        self._is_over.wait(PATIENCE)
        return self.page


class PagesMiddleware:
    """Keeps pages, makes each once however many ask for it, and has all else answered as without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.memory = Memory(settings.PAGES_MEMORY_MEGABYTES * 1_000_000)
        self.changes = Changes()
        self._being_made: dict[str, Making] = {}
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = normalised(request)
        if address is None:
            return self.get_response(request)
        page = self.memory.get(address)
        if page is not None and self.changes.allow(page):
            FROM_MEMORY.inc()
            return page.answer(request)
        return self._alone(request, address, older=page)

    def _alone(self, request: HttpRequest, address: str, *, older: Page | None) -> HttpResponse:
        """Make the page, if nobody else does already; else have theirs, or meanwhile the older one."""
        mine = Making()
        with self._lock:
            making = self._being_made.setdefault(address, mine)
        if making is mine:
            return self._for_all(request, address, making=mine, older=older)
        if older is not None and self.changes.allow_meanwhile(older):
            MEANWHILE.inc()
            return older.answer(request)
        page = making.wait()
        if page is not None and self.changes.allow(page):
            WAITED_FOR.inc()
            return page.answer(request)
        return self._made(request, address)  # what failed, or is not for everyone, cannot be shared either

    def _for_all(
        self, request: HttpRequest, address: str, *, making: Making, older: Page | None
    ) -> HttpResponse:
        try:
            making.page = self._from_others(address)
            response = making.page.answer(request) if making.page else self._made(request, address, making)
        finally:
            with self._lock:
                self._being_made.pop(address, None)
            making.end()
        is_refused = response.status_code == 429 or response.status_code >= 500
        if is_refused and older is not None and self.changes.allow_meanwhile(older):
            MEANWHILE.inc()
            return older.answer(request)
        return response

    def _from_others(self, address: str) -> Page | None:
        page = from_others(address)
        if page is None or not self.changes.allow(page):
            return None
        self.memory.set(address, page)
        FROM_OTHERS.inc()
        return page

    def _made(self, request: HttpRequest, address: str, making: Making | None = None) -> HttpResponse:
        begun_at = time.time()
        question = ForEveryone(request, address)
        question.seconds_to_wait = _wait(request, address)
        response = self.get_response(question)
        page = page_from(response, begun_at=begun_at)
        (MADE if page else NOT_KEPT).inc()
        if page is None:
            return _not_for_all(response, address)
        self.memory.set(address, page)
        to_others(address, page)
        if making:
            making.page = page
        return page.answer(request)


def _wait(request: HttpRequest, address: str) -> int:
    """Only what has to be made costs anything, and of pages with a query anybody can think up thousands."""
    return 0 if address.endswith("?") else paces.wait(paces.SEARCH, request)


def _not_for_all(response: HttpResponse, address: str) -> HttpResponse:
    """Said to be public, it is something else all the same: then no proxy may keep it either."""
    if is_declared(response):
        logger.error("%s was said to be the same for everyone, and is not", address)
        del response["Cache-Control"]
        add_never_cache_headers(response)
    return response

"""Where pages are kept: in the memory of this process, and in the cache that processes share, if any."""

import hashlib
from collections import OrderedDict
from dataclasses import astuple
from threading import Lock

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache

from boxoffice import shared

from .page import Page

KIND = "page:1:"  # another number for another shape of Page: releases run side by side


class Memory:
    """The pages used last, up to so many bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = Lock()

    def get(self, address: str) -> Page | None:
        with self._lock:
            page = self._pages.get(address)
            if page is not None:
                self._pages.move_to_end(address)
            return page

    def set(self, address: str, page: Page) -> None:
        with self._lock:
            self._forget(address)
            self._pages[address] = page
            self._bytes += page.size + len(address)
            while self._bytes > self._most_bytes:
                self._forget(next(iter(self._pages)))

    @property
    def bytes(self) -> int:
        return self._bytes

    def _forget(self, address: str) -> None:
        page = self._pages.pop(address, None)
        if page is not None:
            self._bytes -= page.size + len(address)


def from_others(address: str) -> Page | None:
    """The page as another process has made it."""
    if not _is_shared(address):
        return None
    kept = shared.cached(lambda: cache.get(_key(address)), otherwise=None)
    return Page(*kept) if kept else None


def to_others(address: str, page: Page) -> None:
    if _is_shared(address) and page.seconds:
        shared.cached(lambda: cache.set(_key(address), astuple(page), page.seconds), otherwise=None)


def _is_shared(address: str) -> bool:
    """Pages with a query stay in memory: anybody can think up thousands, and memory has an end."""
    return address.endswith("?") and "redis" in settings.CACHES["default"]["BACKEND"].lower()


def _key(address: str) -> str:
    """Another release names other style sheets in its pages: it has pages of its own."""
    release = getattr(staticfiles_storage, "manifest_hash", "")
    return KIND + hashlib.sha256(f"{release} {address}".encode()).hexdigest()

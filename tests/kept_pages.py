"""What tests of kept pages start from: a page, a shop's view that makes one, and a clock to move."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from boxoffice import pages
from boxoffice.pages import PagesMiddleware
from boxoffice.pages.page import Page, page_from


@pytest.fixture
def _pages_are_kept(settings: Any) -> Iterator[None]:
    """As in a running shop; elsewhere each test sees what it has just done."""
    settings.PAGES_FRESH_SECONDS = 60
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[time_machine.Traveller]:
    """Time for those who count it in any way."""
    with time_machine.travel(datetime.now(UTC), tick=False) as traveller:
        monkeypatch.setattr(time, "monotonic", time.time)
        yield traveller


def answer(text: str = "page", **headers: str) -> HttpResponse:
    """A page for everyone, as a view gives it."""
    return pages.for_seconds(HttpResponse(text, headers=headers), 60)


def a_page(text: str = "page", **headers: str) -> Page:
    page = page_from(answer(text, **headers), begun_at=time.time())
    assert page is not None
    return page


class Shop:
    """The middleware of one process before a view; `made` are the requests that came through to it."""

    def __init__(self, view: Callable[[HttpRequest], HttpResponse] = lambda request: answer()) -> None:
        self.made: list[HttpRequest] = []
        self.middleware = PagesMiddleware(self._make)
        self._view = view

    def get(self, path: str = "/", **headers: Any) -> HttpResponse:
        return self.middleware(RequestFactory().get(path, **headers))

    def head(self, path: str = "/", **headers: Any) -> HttpResponse:
        return self.middleware(RequestFactory().head(path, **headers))

    def _make(self, request: HttpRequest) -> HttpResponse:
        self.made.append(request)
        return self._view(request)

"""However many ask for a page at once, it is made once; and whoever waits is answered in the end."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.http import HttpResponse

from boxoffice.pages import middleware
from tests.kept_pages import Shop, answer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_pages_are_kept")]

PATIENCE = 10


class SlowView:
    """Its answer number `slow` waits until `let_go` is set; `is_begun` tells that it has been asked for."""

    def __init__(self, *answers, slow=1):
        self.is_begun, self.let_go = threading.Event(), threading.Event()
        self._answers, self._slow, self._count, self._lock = answers, slow, 0, threading.Lock()

    def __call__(self, request):
        with self._lock:
            self._count += 1
            number = self._count
        if number == self._slow:
            self.is_begun.set()
            assert self.let_go.wait(PATIENCE)
        made = self._answers[min(number, len(self._answers)) - 1]
        if isinstance(made, Exception):
            raise made
        return made()


@pytest.fixture
def waiting(monkeypatch):
    """Set as many times as somebody begins to wait: `waiting(count)` returns once so many do."""
    arrived = threading.Semaphore(0)
    wait = middleware.Making.wait

    def counted(making):
        arrived.release()
        return wait(making)

    monkeypatch.setattr(middleware.Making, "wait", counted)

    def until(count):
        for _ in range(count):
            assert arrived.acquire(timeout=PATIENCE)

    return until


def test_many_who_come_at_once_have_one_page_made(waiting):
    view = SlowView(answer)
    shop = Shop(view)
    with ThreadPoolExecutor(8) as pool:
        all_of_them = [pool.submit(shop.get) for _ in range(8)]
        waiting(7)
        view.let_go.set()
        assert {one.result(PATIENCE).content for one in all_of_them} == {b"page"}
    assert len(shop.made) == 1


def test_whoever_asks_for_another_page_does_not_wait(waiting):
    view = SlowView(answer)
    shop = Shop(view)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(shop.get)
        assert view.is_begun.wait(PATIENCE)
        assert shop.get("/search/").content == b"page"
        view.let_go.set()
        assert first.result(PATIENCE).content == b"page"


def test_while_one_makes_a_page_anew_the_others_have_the_older_one(clock):
    view = SlowView(lambda: answer("older"), lambda: answer("newer"), slow=2)
    shop = Shop(view)
    shop.get()
    clock.shift(61)
    with ThreadPoolExecutor(1) as pool:
        newer = pool.submit(shop.get)
        assert view.is_begun.wait(PATIENCE)
        assert shop.get().content == b"older"
        view.let_go.set()
        assert newer.result(PATIENCE).content == b"newer"
    assert shop.get().content == b"newer"


def test_an_older_page_is_not_shown_for_longer_than_its_time_again(clock, waiting):
    view = SlowView(lambda: answer("older"), lambda: answer("newer"), slow=2)
    shop = Shop(view)
    shop.get()
    clock.shift(121)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(shop.get) for _ in range(2)]
        waiting(1)
        view.let_go.set()
        assert [one.result(PATIENCE).content for one in both] == [b"newer"] * 2
    assert len(shop.made) == 2


def test_who_waited_for_a_page_that_failed_makes_it_himself(waiting):
    view = SlowView(RuntimeError(), answer)
    shop = Shop(view)
    with ThreadPoolExecutor(4) as pool:
        all_of_them = [pool.submit(shop.get) for _ in range(4)]
        waiting(3)
        view.let_go.set()
        failed = [one for one in all_of_them if one.exception(PATIENCE)]
        assert len(failed) == 1
        assert {one.result().content for one in all_of_them if one not in failed} == {b"page"}
    assert shop.get().content == b"page"


def test_what_is_for_one_alone_is_given_to_nobody_who_waited(waiting):
    view = SlowView(lambda: HttpResponse("mine"), lambda: HttpResponse("yours"))
    shop = Shop(view)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(shop.get) for _ in range(2)]
        waiting(1)
        view.let_go.set()
        assert {one.result(PATIENCE).content for one in both} == {b"mine", b"yours"}


def test_nobody_waits_for_ever(monkeypatch):
    monkeypatch.setattr(middleware, "PATIENCE", 0.01)
    view = SlowView(answer)
    shop = Shop(view)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(shop.get)
        assert view.is_begun.wait(PATIENCE)
        assert shop.get().content == b"page"
        assert not first.done()
        view.let_go.set()
        assert first.result(PATIENCE).content == b"page"


def test_what_was_waited_for_is_shared_even_where_there_is_no_memory_to_keep_it(settings, waiting):
    settings.PAGES_MEMORY_MEGABYTES = 0
    view = SlowView(answer)
    shop = Shop(view)
    with ThreadPoolExecutor(3) as pool:
        all_of_them = [pool.submit(shop.get) for _ in range(3)]
        waiting(2)
        view.let_go.set()
        assert {one.result(PATIENCE).content for one in all_of_them} == {b"page"}
    assert len(shop.made) == 1

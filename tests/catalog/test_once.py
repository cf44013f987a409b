"""However many want an answer, one asks for it. The others wait for it, and never for ever."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from boxoffice import shared
from boxoffice.ticketing import NoAnswer, SupplierDown
from boxoffice.ticketing.breaker import MemoryStore
from catalog import once as module
from catalog.once import in_background, once

MANY = 6


@pytest.fixture
def store(monkeypatch, clock):
    """What processes share, as one of them sees it."""
    store = MemoryStore(clock=clock)
    monkeypatch.setattr(shared, "store", store)
    return store


@pytest.fixture
def asking(store, request):
    """A question whose answer comes when it is let come."""

    class Asking:
        def __init__(self):
            self.asked, self.began, self.may_end = [], threading.Event(), threading.Event()
            self.error = getattr(request, "param", None)

        def __call__(self):
            self.asked.append(threading.current_thread().name)
            self.began.set()
            assert self.may_end.wait(10)
            if self.error:
                raise self.error
            return f"answer {len(self.asked)}"

    return Asking()


@pytest.fixture
def all_at_once(asking, monkeypatch):
    """Many threads that want the same: what each got. All wait before the one that asks is answered."""
    come, waiting, wait = threading.Barrier(MANY), threading.Barrier(MANY), module._waited_for

    def waits(flight):
        waiting.wait(10)
        return wait(flight)

    def want():
        come.wait(10)
        return once("key", ask=asking, look=lambda: None)

    monkeypatch.setattr(module, "_waited_for", waits)
    with ThreadPoolExecutor(MANY) as threads:
        wanted = [threads.submit(want) for _ in range(MANY)]
        waiting.wait(10)
        asking.may_end.set()
        return [one.exception() or one.result() for one in wanted]


def test_of_many_threads_one_asks_and_all_have_its_answer(asking, all_at_once):
    assert all_at_once == ["answer 1"] * MANY
    assert len(asking.asked) == 1


@pytest.mark.parametrize("asking", [SupplierDown()], indirect=True)
def test_what_goes_wrong_goes_wrong_for_all_and_is_asked_once(asking, all_at_once):
    assert all_at_once == [asking.error] * MANY
    assert len(asking.asked) == 1


def test_nothing_is_left_behind(all_at_once):
    assert all_at_once
    assert module._under_way == {}
    assert module._in_background == set()


def test_while_another_process_asks_its_row_is_looked_for(store, monkeypatch):
    rows = []
    monkeypatch.setattr(module, "pause", lambda seconds: rows.append("their answer"))
    assert store.claim("key", 30)
    answer = once("key", ask=pytest.fail, look=lambda: rows[-1] if len(rows) > 2 else None)
    assert answer == "their answer"
    assert len(rows) == 3


def test_when_another_process_asks_in_vain_nobody_waits_on(store, monkeypatch):
    def they_fail(seconds):
        store.set("key", module.FAILED, 5)

    monkeypatch.setattr(module, "pause", they_fail)
    assert store.claim("key", 30)
    with pytest.raises(NoAnswer):
        once("key", ask=pytest.fail, look=lambda: None)


def test_a_process_that_says_nothing_is_not_waited_for_for_ever(store, monkeypatch):
    ticks = iter([0.0, *(number / 2 for number in range(100))])
    monkeypatch.setattr(module.time, "monotonic", lambda: next(ticks))
    pauses = []
    monkeypatch.setattr(module, "pause", pauses.append)
    assert store.claim("key", 30)
    with pytest.raises(NoAnswer):
        once("key", ask=pytest.fail, look=lambda: None)
    assert 10 < len(pauses) <= 2 * module.PATIENCE + 1


def test_a_process_that_died_is_followed_by_another(store, clock, monkeypatch):
    monkeypatch.setattr(module, "pause", lambda seconds: setattr(clock, "now", clock.now + 31))
    assert store.claim("key", module.ONE_CALLER)
    assert once("key", ask=lambda: "mine", look=lambda: None) == "mine"


def test_after_a_failure_nobody_asks_for_some_seconds(store, clock):
    def fail():
        raise SupplierDown

    with pytest.raises(SupplierDown):
        once("key", ask=fail, look=lambda: None)
    with pytest.raises(NoAnswer):
        once("key", ask=pytest.fail, look=lambda: None)
    clock.now += module.LEFT_ALONE + 1
    assert once("key", ask=lambda: "again", look=lambda: None) == "again"


class TestInTheBackground:
    @pytest.fixture(autouse=True)
    def _threads(self, settings):
        settings.REFRESHES_AT_ONCE = 2

    def test_nobody_waits_and_one_asks_however_often_it_is_wanted(self, asking, monkeypatch):
        left = threading.Event()
        monkeypatch.setattr(shared, "leave_thread", left.set)
        for _ in range(MANY):
            in_background("key", asking)
        assert asking.began.wait(10)
        in_background("key", asking)
        asking.may_end.set()
        assert left.wait(10), "the thread closes what it has opened"
        assert len(asking.asked) == 1
        assert asking.asked[0].startswith("refresh")

    def test_two_are_asked_at_a_time(self, store, settings):
        both, done = threading.Barrier(2), []

        def ask():
            both.wait(10)
            done.append(threading.current_thread().name)
            both.wait(10)

        for number in range(2):
            in_background(f"key {number}", ask)
        module._threads(module.os.getpid(), 2).submit(lambda: None).result(10)
        assert len(set(done)) == 2

    def test_a_failure_is_logged_and_ends_there(self, store, settings, caplog):
        settings.REFRESHES_AT_ONCE = 0

        def fail():
            raise RuntimeError("no such column")

        in_background("key", fail)
        in_background("key", pytest.fail)
        assert "could not be brought up to date" in caplog.text
        assert store.get("key") == module.FAILED

    def test_what_another_process_asks_for_is_left_to_it(self, store, settings):
        settings.REFRESHES_AT_ONCE = 0
        store.claim("key", 30)
        in_background("key", pytest.fail)

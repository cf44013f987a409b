from contextlib import ExitStack
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.conf import settings as configured

from boxoffice import places
from boxoffice.places import Places, in_turn
from tests.clocks import Clock


@pytest.fixture
def ticking():
    return Clock()


@pytest.fixture
def here(monkeypatch, ticking):
    monkeypatch.setattr(places, "here", Places(clock=ticking))
    return places.here


@pytest.fixture
def task():
    """A task of the queue, which remembers when it is to come again."""
    scheduled = []
    return SimpleNamespace(
        name="task",
        scheduled=scheduled,
        schedule=lambda arguments, **when: scheduled.append((arguments, when)),
    )


def taken(here, stack, kinds, *, times):
    return [stack.enter_context(here.taken(kinds)) for _ in range(times)]


def test_so_many_of_a_kind_at_once_and_no_more(here):
    with ExitStack() as stack:
        assert taken(here, stack, {"deeds": 2}, times=3) == [True, True, False]
        with here.taken({"asides": 1}) as is_free:
            assert is_free


def test_a_place_is_given_back_also_where_its_work_broke_off(here):
    with pytest.raises(ZeroDivisionError), here.taken({"deeds": 1}):
        1 / 0  # noqa: B018 -- it breaks off
    with here.taken({"deeds": 1}) as is_free:
        assert is_free


def test_what_needs_two_kinds_takes_none_where_one_is_full(here):
    with here.taken({"a": 1}), here.taken({"a": 1, "b": 1}) as is_free:
        assert not is_free
        with here.taken({"b": 1}) as is_other_free:
            assert is_other_free


def test_a_slow_supplier_takes_its_places_and_the_others_purchases_go_on(here, settings):
    most = settings.PURCHASES_AT_ONCE
    with ExitStack() as stack:
        assert taken(here, stack, places.purchases(("slow",)), times=most + 1) == [True] * most + [False]
        kept = settings.PLACES_FOR_OTHER_SUPPLIERS
        assert taken(here, stack, places.purchases(("other",)), times=kept) == [True] * kept
        assert taken(here, stack, places.deeds(), times=1) == [True]


def test_letters_find_a_place_beside_a_refresh(here, settings):
    with ExitStack() as stack:
        assert taken(here, stack, places.refreshes(), times=2) == [True, False]
        assert taken(here, stack, places.asides(), times=1) == [True]


def test_a_worker_has_a_thread_for_every_place_that_is_given_out(settings):
    purchases = max(places.purchases(("any",)).values())
    others = [max(kinds.values()) for kinds in (places.deeds(), places.asides())]
    assert configured.HUEY["consumer"]["workers"] == purchases + sum(others)


def test_what_finds_its_places_taken_comes_again_in_a_second(here, task):
    with here.taken({"deeds": 1}):
        in_turn(task, "7", kinds={"deeds": 1}, do=lambda: pytest.fail("done without a place"))
    assert task.scheduled == [(("7",), {"delay": places.AGAIN_AFTER})]


def test_it_comes_once_a_second_however_often_sweeps_find_it(here, task, ticking):
    with here.taken({"deeds": 1}):
        for _ in range(5):
            in_turn(task, "7", kinds={"deeds": 1}, do=lambda: None)
        assert len(task.scheduled) == 1
        ticking.sleep(places.AGAIN_AFTER)
        in_turn(task, "7", kinds={"deeds": 1}, do=lambda: None)
        in_turn(task, "8", kinds={"deeds": 1}, do=lambda: None)
    assert [arguments for arguments, _when in task.scheduled] == [("7",), ("7",), ("8",)]


def test_it_comes_back_when_its_work_says_so(here, task):
    at = datetime(2030, 1, 1, tzinfo=UTC)
    in_turn(task, "7", kinds={"deeds": 1}, do=lambda: at)
    in_turn(task, "8", kinds={"deeds": 1}, do=lambda: None)
    assert task.scheduled == [(("7",), {"eta": at})]

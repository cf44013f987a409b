"""A world of its own for each test, and the performances of the documented events in it."""

import sys
from collections.abc import Iterator

import pytest

from sandbox import occupation
from sandbox.catalogue.model import Performance
from sandbox.world import World
from tests.sandbox.box_office.asking import TUESDAY, Caller, performance_of
from tests.sandbox.box_office.builders import MADE_IDS


@pytest.fixture(autouse=True)
def nobody_was_there_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Events made to measure start with every seat free, as the documented ones do."""
    monkeypatch.setattr(occupation, "UNTOUCHED", occupation.UNTOUCHED | MADE_IDS)


@pytest.fixture
def restless_threads() -> Iterator[None]:
    """Threads take turns after every few instructions, so that whatever can interleave does."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def demo(world: World) -> Caller:
    return Caller(world)


@pytest.fixture
def cat(world: World) -> Performance:
    """7AB: seats to choose anywhere, singles allowed."""
    return performance_of(world, "7AB")


@pytest.fixture
def toys(world: World) -> Performance:
    """7AA: neighbours only, no seat left alone."""
    return performance_of(world, "7AA")


@pytest.fixture
def nutcracker(world: World) -> Performance:
    """6IF on a day without conditions."""
    evenings = (performance_of(world, "6IF", weekday=TUESDAY, number=number) for number in range(2, 9))
    return next(each for each in evenings if each.starts_at.day != 1)

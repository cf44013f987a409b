"""A world of its own for each test: asked directly, or over a socket where the wire matters."""

import threading
from collections.abc import Iterator

import pytest

from sandbox.clock import Clock
from sandbox.server import Server
from sandbox.world import World
from tests.sandbox.purchase.asking import Caller


class WatchedClock(Clock):
    """A clock that says when somebody waits on it, so that a test can move it then."""

    def __init__(self) -> None:
        super().__init__()
        self.somebody_waits = threading.Event()

    def wait(self, seconds: float) -> None:
        if seconds:
            with self._moved:  # nobody can move it before the wait has begun
                self.somebody_waits.set()
                super().wait(seconds)


@pytest.fixture
def clock() -> WatchedClock:
    return WatchedClock()


@pytest.fixture
def world(clock: WatchedClock) -> World:
    return World(clock=clock)


@pytest.fixture
def demo(world: World) -> Caller:
    """The user who buys on credit."""
    return Caller(world, "demo")


@pytest.fixture
def cider_user(world: World) -> Caller:
    return Caller(world, "demo-stripe")


@pytest.fixture
def redirect_user(world: World) -> Caller:
    return Caller(world, "demo-redirect")


@pytest.fixture
def server(world: World) -> Iterator[Server]:
    """The world behind a real port."""
    server = Server(("127.0.0.1", 0), world)
    world.public_url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()

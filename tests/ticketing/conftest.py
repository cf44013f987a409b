"""What tests of the wire share: a server that does as it is told, and clocks that are moved by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from boxoffice.ticketing import Service
from boxoffice.ticketing.breaker import Breaker
from boxoffice.ticketing.transport import Patience, Transport
from tests.clocks import Clock

from .upstream import Upstream


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server


@pytest.fixture
def connect(upstream: Upstream, clock: Clock):
    """Make a service that speaks to the server, or to another address."""
    made: list[Transport] = []

    def connected(
        *, url: str = "", patience: Patience | None = None, breaker: Breaker | None = None, **more
    ) -> Service:
        transport = Transport(
            url or upstream.url,
            user="demo",
            password="demopass",
            patience=patience or Patience(),
            breaker=breaker,
            clock=more.pop("clock", clock),
            sleep=clock.sleep,
            **more,
        )
        made.append(transport)
        return Service(transport)

    yield connected
    for transport in made:
        transport.session.close()


@pytest.fixture
def service(connect) -> Service:
    return connect()

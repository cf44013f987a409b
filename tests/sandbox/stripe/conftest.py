"""A practice Stripe behind a real port, spoken to by Stripe's own library as a shop does."""

import threading
from collections.abc import Iterator

import pytest
from stripe import RequestsClient, StripeClient

from sandbox.server import Server
from sandbox.world import World
from tests.sandbox.stripe.asking import SECRET_KEY, Api, Endpoint


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.reset()  # whoever waits for a moment of its clock goes home


@pytest.fixture
def server(world: World) -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), world)
    world.public_url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def client(world: World, server: Server) -> Iterator[StripeClient]:
    """Stripe's library, with the shop's key, which does not try again by itself."""
    http = RequestsClient()
    yield StripeClient(
        SECRET_KEY, base_addresses={"api": world.public_url}, http_client=http, max_network_retries=0
    )
    http.close()


@pytest.fixture
def intents(client: StripeClient):
    return client.v1.payment_intents


@pytest.fixture
def api(world: World) -> Api:
    """The same without a socket and without a library."""
    return Api(world)


@pytest.fixture
def endpoint(world: World) -> Iterator[Endpoint]:
    """A shop's webhook, to which events go from now on."""
    with Endpoint() as endpoint:
        api = Api(world)
        api.control("POST", "stripe/webhook", {"url": endpoint.url, "secret": endpoint.secret})
        yield endpoint
        world.reset()

"""Who asks the sandbox: the official client, and the bare wire."""

from collections.abc import Callable, Iterator

import pytest
from pyticketswitch import Client

from tests.contract.asking import PASSWORD, Api
from tests.sandbox_process import SandboxProcess


@pytest.fixture
def client_for(sandbox: SandboxProcess) -> Callable[..., Client]:
    """The official client, as the user that is named."""

    def make(user: str) -> Client:
        return Client(user, PASSWORD, url=sandbox.url, use_decimal=True)

    return make


@pytest.fixture
def client(client_for: Callable[..., Client]) -> Client:
    return client_for("demo")


@pytest.fixture
def api_for(sandbox: SandboxProcess) -> Iterator[Callable[..., Api]]:
    """The wire itself, where the client hides something: statuses, headers, keys."""
    opened: list[Api] = []

    def make(user: str, *, password: str = PASSWORD) -> Api:
        opened.append(Api(sandbox.url, user=user, password=password))
        return opened[-1]

    yield make
    for api in opened:
        api.close()


@pytest.fixture
def api(api_for: Callable[..., Api]) -> Api:
    return api_for("demo")

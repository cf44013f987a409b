"""Shops side by side at one sandbox, each with another account or way of paying; one set per test process.

A test file that wants another one than the usual says so once, and all that follows is the same:

    @pytest.fixture
    def shop(stripe_shop: ShopProcess) -> ShopProcess:
        return stripe_shop

Databases are copies of one that has the catalogue: reading it costs seconds, copying it none.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from rehearsal.environment import shop_environment
from rehearsal.shop import ShopProcess
from tests.conftest import worker_number
from tests.journeys.kinds import KINDS, STRIPE
from tests.sandbox_process import READS_ONCE, SandboxProcess
from tests.services import copy_of, new_database, part_of

# The sandbox begins anew with each test: what is free is not what it was a moment ago.
ALWAYS = READS_ONCE | {"ANSWERS_SHARED_SECONDS": "0"}


@dataclass(frozen=True)
class Ready:
    """A shop that has its tables, its catalogue and its files, and is never started itself."""

    sandbox: SandboxProcess
    folder: Path
    server: str = ""  # PostgreSQL's, for a test run that is given one

    @property
    def name(self) -> str:
        return f"journeys_{worker_number()}_{self.folder.name}"

    @property
    def file(self) -> Path:
        return self.folder / "shop.sqlite3"

    @property
    def database_url(self) -> str:
        return f"{self.server}/{self.name}" if self.server else f"sqlite:///{self.file}"

    def made(self) -> "Ready":
        self.folder.mkdir(exist_ok=True)
        if self.server:
            new_database(self.server, name=self.name)
        settings = shop_environment(self.sandbox, database_url=self.database_url, **ALWAYS)
        shop = ShopProcess(settings, logs=self.folder)
        shop.manage("migrate", "--noinput")
        shop.collect()
        self.sandbox.reset()  # of what the test before has arranged
        shop.manage("refresh_catalogue")
        return self

    def copied_to(self, folder: Path) -> str:
        """The address of a database with the same in it."""
        copy = replace(self, folder=folder)
        if self.server:
            return copy_of(self.database_url, name=copy.name)
        with closing(sqlite3.connect(self.file)) as old, closing(sqlite3.connect(copy.file)) as new:
            old.backup(new)
        return copy.database_url


@pytest.fixture(scope="session")
def ready(sandbox_process: SandboxProcess, tmp_path_factory: pytest.TempPathFactory) -> Ready:
    """SQLite, or databases on the server that this test run is given."""
    server, _, _ = os.environ.get("DATABASE_URL", "").rpartition("/")
    is_given = server.startswith("postgres")
    return Ready(sandbox_process, tmp_path_factory.mktemp("ready"), server if is_given else "").made()


def shop_of(ready: Ready, folder: Path, *, cache_url: str = "", **settings: str) -> ShopProcess:
    """One more shop, not started yet, with a copy of what is ready; its files and logs are in that folder."""
    (folder / "static").symlink_to(ready.folder / "static")
    addresses = {"database_url": ready.copied_to(folder), "cache_url": cache_url}
    return ShopProcess(
        shop_environment(ready.sandbox, **addresses, **(ALWAYS | settings)),
        logs=folder,
    )


@contextmanager
def opened(ready: Ready, folder: Path, **settings: str) -> Iterator[ShopProcess]:
    """One more shop, for as long as it is wanted; it makes its folder."""
    folder.mkdir()
    with shop_of(ready, folder, **settings).running() as shop:
        yield shop


Open = Callable[..., ShopProcess]


@pytest.fixture(scope="session")
def open_shop(ready: Ready, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Opens one more: `open_shop("members", F13_USER="demo-members")`. It closes with the last test."""
    shops: list[ShopProcess] = []

    def open_one(name: str, **settings: str) -> ShopProcess:
        folder = tmp_path_factory.mktemp(name)
        cache_url = part_of(os.environ.get("CACHE_URL", ""), number=8 + worker_number())
        shop = shop_of(ready, folder, cache_url=cache_url if ready.server else "", **settings)
        shops.append(shop)
        shop.start()
        shop.wait_until_ready()
        return shop

    yield open_one
    for shop in shops:
        shop.stop()


FIRST = {
    "STAFF_USER": "owner",
    "STAFF_PASSWORD": "only-for-rehearsals",
    "STAFF_EMAIL": "owner@boxoffice.test",
}


@pytest.fixture(scope="session")
def staff_shop(open_shop: Open) -> ShopProcess:
    """Its staff log in with two things; the first account comes from the environment."""
    shop = open_shop("staff", STAFF_TWO_FACTOR="true", **FIRST)
    shop.manage("migrate", "--noinput")
    return shop


@pytest.fixture(scope="session")
def stripe_shop(open_shop: Open, sandbox_process: SandboxProcess) -> ShopProcess:
    """Takes cards by its own Stripe."""
    return open_shop("stripe", **KINDS["stripe"].settings(sandbox_process))


@pytest.fixture
def webhook(stripe_shop: ShopProcess, sandbox: SandboxProcess) -> None:
    """Stripe tells that shop what happens; after each reset it has to be told where."""
    sandbox.stripe_webhook(f"{stripe_shop.url}/stripe/webhook/", secret=STRIPE["STRIPE_WEBHOOK_SECRET"])


@pytest.fixture(scope="session")
def cider_shop(open_shop: Open, sandbox_process: SandboxProcess) -> ShopProcess:
    """Cards by way of Cider, without an intent: sources or tokens, as the account says."""
    return open_shop("cider", F13_USER="demo-stripe", STRIPE_JS_URL=f"{sandbox_process.url}/v3/")


@pytest.fixture(scope="session")
def cider_intent_shop(open_shop: Open, sandbox_process: SandboxProcess) -> ShopProcess:
    """Cards by way of Cider: reservations come with an intent."""
    return open_shop("cider-intent", **KINDS["cider_intent"].settings(sandbox_process))


@pytest.fixture(scope="session")
def redirect_shop(open_shop: Open, sandbox_process: SandboxProcess) -> ShopProcess:
    """Debitors with payment pages of their own."""
    return open_shop("redirect", **KINDS["redirect"].settings(sandbox_process))


@pytest.fixture(scope="session")
def white_label_shop(open_shop: Open, sandbox_process: SandboxProcess) -> ShopProcess:
    """Hands over to Ingresso's own checkout."""
    return open_shop("white-label", **KINDS["white_label"].settings(sandbox_process))


@pytest.fixture
def white_label_return(white_label_shop: ShopProcess, sandbox: SandboxProcess) -> None:
    """The white label knows where that shop's buyers go afterwards."""
    sandbox.white_label(f"{white_label_shop.url}/checkout/done/<uuid>/")


@pytest.fixture(scope="session")
def after_shop(open_shop: Open, sandbox_process: SandboxProcess) -> ShopProcess:
    """Loses patience early with whoever looks for orders."""
    return open_shop("after", **KINDS["after"].settings(sandbox_process))

"""Bad nights: real web and worker processes beside the sandbox, stopped and killed at the worst moment."""

from collections.abc import Iterator

import pytest

from rehearsal.environment import shop_environment
from rehearsal.shop import ShopProcess
from tests.faults.night import QUIET, SHORT, Night
from tests.faults.stage import Stage
from tests.faults.stage import stage as on_stage
from tests.sandbox_process import SandboxProcess


@pytest.fixture(scope="package")
def nightly(
    sandbox_process: SandboxProcess, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[ShopProcess, str]]:
    """The shop with its catalogue, for all nights."""
    folder = tmp_path_factory.mktemp("nights")
    database = str(folder / "shop.sqlite3")
    environment = shop_environment(sandbox_process, database_url=f"sqlite:///{database}", **SHORT, **QUIET)
    shop = ShopProcess(environment, logs=folder)
    shop.manage("migrate", "--noinput")
    try:
        sandbox_process.reset()  # of what the test before has arranged
        shop.manage("refresh_catalogue")
        yield shop, database
    finally:
        shop.stop()


@pytest.fixture
def night(sandbox: SandboxProcess, nightly: tuple[ShopProcess, str]) -> Iterator[Night]:
    """The shop without orders, its web running. The worker is started by the test, when it is wanted."""
    shop, database = nightly
    night = Night(shop, sandbox, database)
    night.forget()
    if not shop.web.is_running:
        shop.web.start()
    shop.wait_until_ready()
    yield night
    shop.worker.kill()


@pytest.fixture(scope="package")
def stage(sandbox_process: SandboxProcess, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Shops of all ways of paying, over a PostgreSQL of their own; the test opens the one it wants."""
    with on_stage(sandbox_process, tmp_path_factory.mktemp("stage")) as stage:
        yield stage

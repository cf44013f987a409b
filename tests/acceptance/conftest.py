"""The command as somebody runs it: in the settings of a real shop, beside a real practice box office."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from rehearsal.programs import ROOT
from rehearsal.shop import ShopProcess
from tests.acceptance.pretending import ApiWithoutDoors
from tests.journeys.shops import Open
from tests.journeys.shops import open_shop as open_shop
from tests.journeys.shops import ready as ready
from tests.sandbox_process import SandboxProcess

PATIENCE = 240  # seconds for one run: two cores are shared


@dataclass(frozen=True)
class Ran:
    code: int
    said: str
    report: Path

    @property
    def html(self) -> str:
        return self.report.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def shop(open_shop: Open) -> ShopProcess:
    """The demo account, on credit."""
    return open_shop("acceptance")


Run = Callable[..., Ran]


@pytest.fixture
def acceptance(shop: ShopProcess, sandbox: SandboxProcess, tmp_path: Path) -> Run:
    """Runs it: `acceptance("--only", "R1", F13_URL=…)`, with changes to the shop's own environment."""

    def run(*options: str, **changes: str) -> Ran:
        report = tmp_path / "report.html"
        done = subprocess.run(
            [sys.executable, "manage.py", "acceptance", "--report", str(report), *options],
            cwd=ROOT,
            env=shop.environment | {"LOG_LEVEL": "ERROR"} | changes,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        return Ran(done.returncode, done.stdout, report)

    return run


@pytest.fixture
def without_doors(sandbox: SandboxProcess) -> Iterator[ApiWithoutDoors]:
    """The same API, as f13 is: without control doors, and with accounts of partners."""
    with ApiWithoutDoors(sandbox.url) as api:
        yield api

"""Warm pages of the catalogue beside a bare Django view under the same gunicorn; what a web process takes."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benches.asking import settled
from benches.bare import a_bare
from rehearsal.environment import shop_environment
from rehearsal.programs import ROOT, Program
from rehearsal.shop import ShopProcess
from tests.sandbox_process import SandboxProcess

PAGES = {"home": "/", "search": "/search/?q=london", "event": "/event/7AB/any/"}
CONNECTIONS = (1, 16)
WANTED, MOST_MEMORY = 0.5, 115  # of the floor's requests a second; megabytes, of which processes share 20
SECONDS, ROUNDS = 1.5, 5
MORE_THAN_FIT = 1_200
NOT_INSTALLED = Path(__file__).parent / "not_installed"  # in production, while development has it


@dataclass
class Asked:
    """One address of one server, and what asking it gave."""

    address: str
    server: Program
    rates: list[float] = field(default_factory=list)
    worked: float = 0.0  # seconds of processor time

    def ask(self, *, connections: int) -> None:
        """By a process of its own."""
        before = processor_seconds(self.server)
        command = [sys.executable, "-m", "benches.asking", self.address, str(connections), str(SECONDS)]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603 -- ourselves
        self.rates.append(float(done.stdout))
        self.worked += processor_seconds(self.server) - before

    @property
    def rate(self) -> float:
        return median(self.rates)

    @property
    def work(self) -> float:
        """Microseconds of one answer: what a machine that does other things besides cannot falsify."""
        return 1e6 * self.worked / (sum(self.rates) * SECONDS)


def main() -> int:
    """Print the ratios; 1 when one is below what is wanted."""
    with (
        tempfile.TemporaryDirectory() as folder,
        a_shop(Path(folder)) as shop,
        a_bare("floor", folder=Path(folder)) as floor,
    ):
        addresses = {name: settled(shop.url + path) for name, path in PAGES.items()}
        ratios = [
            compared(
                name,
                (Asked(address, shop.web), Asked(*floor)),
                connections=connections,
            )
            for connections in CONNECTIONS
            for name, address in addresses.items()
        ]
        flood(shop.url)
        memory = max(resident(pid) for pid in processes(shop.web))
    print(f"{'web process, memory full':<24}{memory:8.0f} MB, wanted less than {MOST_MEMORY}")
    return 0 if min(ratios) >= WANTED and memory < MOST_MEMORY else 1


def flood(url: str) -> None:
    """More searches than there is memory for: what anybody could ask must not make a process grow."""
    for number in range(MORE_THAN_FIT):
        settled(f"{url}/search/?q=london+{number}")


def compared(name: str, pair: tuple[Asked, Asked], *, connections: int) -> float:
    """Both in turn, so that whatever else the machine does strikes both."""
    for _round in range(ROUNDS):
        for asked in pair:
            asked.ask(connections=connections)
    page, bare = pair
    ratio = page.rate / bare.rate
    label = f"{name}, {connections} connection{'s' if connections > 1 else ''}"
    print(
        f"{label:<24}{page.rate:6.0f} a second, bare view {bare.rate:6.0f}: {ratio:.2f}, wanted {WANTED}",
        end="",
    )
    print(f"  (processor: {page.work:4.0f} and {bare.work:4.0f} µs each)")
    return ratio


# The programs


@contextmanager
def a_shop(folder: Path) -> Iterator[ShopProcess]:
    with SandboxProcess() as sandbox:
        database = f"sqlite:///{folder / 'shop.sqlite3'}"
        settings = shop_environment(
            sandbox, database_url=database, LOG_LEVEL="WARNING", PYTHONPATH=str(NOT_INSTALLED)
        )
        with running(ShopProcess(settings, logs=folder)) as shop:
            yield shop


@contextmanager
def running(shop: ShopProcess) -> Iterator[ShopProcess]:
    """On a new database, with its catalogue read."""
    shop.manage("migrate", "--noinput")
    shop.collect()
    shop.manage("refresh_catalogue")
    with shop.running():
        yield shop


def processes(program: Program) -> list[int]:
    """Gunicorn and its workers."""
    assert program.process
    children = Path(f"/proc/{program.process.pid}/task/{program.process.pid}/children").read_text()
    return [program.process.pid, *map(int, children.split())]


def processor_seconds(program: Program) -> float:
    ticks = 0
    for pid in processes(program):
        said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(said[11]) + int(said[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS:")).split()[1]) / 1024


if __name__ == "__main__":
    sys.exit(main())

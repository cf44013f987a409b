"""Everything that stands on the one machine, and what is done to it while people buy."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import requests
from psycopg.rows import dict_row

from rehearsal.environment import free_port, shop_environment
from rehearsal.programs import Program, stop_all
from rehearsal.shop import WORKER_SAYS, ShopProcess
from tests.cluster.balancer import a_balancer, a_line, started
from tests.faults.night import wait_until
from tests.sandbox_process import READS_ONCE, SandboxProcess
from tests.services import Postgres, Redis, new_database, postgres_server, redis_server

WEBS = 3
WORKERS = 2
# Shorter than in earnest, so that what has to be waited for comes within a test.
QUICKER = {
    "LEASE_SECONDS": "6",
    "LEASE_RENEWED_EVERY": "1",
    "WORKER_ALIVE_SECONDS": "5",
    "DRAIN_SECONDS": "0.5",
}
SHOP = READS_ONCE | QUICKER | {"LANGUAGES": "en,fr", "TRUSTED_PROXIES": "127.0.0.1", "LOG_LEVEL": "INFO"}
WEBHOOK_SECRET = "whsec_before"
SERVED = ["gunicorn", "--config", "python:boxoffice.serving"]


@dataclass
class Cluster:
    """`url` is the balancer's, where everybody goes."""

    sandbox: SandboxProcess
    postgres: Postgres
    redis: Redis
    line: Program  # to the box office
    line_port: int
    balancer: Program
    url: str
    database_url: str
    settings: dict[str, str]
    folder: Path
    ports: tuple[int, ...]
    webs: list[Program] = field(default_factory=list)
    workers: list[Program] = field(default_factory=list)

    @property
    def programs(self) -> list[Program]:
        return [*self.webs, *self.workers]

    def set(self, **changes: str) -> None:
        """From now on, for programs that are started."""
        self.settings |= changes

    def start_web(self, number: int) -> None:
        """It is up once it says that it is ready."""
        self.webs[number] = self._web(number)
        self.webs[number].start()
        ready = f"http://127.0.0.1:{self.ports[number]}/health/ready"
        self.webs[number].wait_until_it_answers(ready, within=60)

    def roll(self, *, drains: bool = False) -> None:
        """Each web in turn: it leaves, ends what it has begun, comes back, is asked again by the balancer.

        nginx does not ask whether a copy is ready: nothing may be lost without draining either.
        """
        for number, web in enumerate(self.webs):
            if drains:
                self.shop().manage("drain", PORT=str(self.ports[number]))
            web.stop(grace=60)
            self.start_web(number)
            self.wait_until_asked(number)

    def roll_workers(self) -> None:
        """Started first, so that one is always there."""
        leaving, self.workers = self.workers, [self._worker(number) for number in range(WORKERS)]
        for worker in self.workers:
            worker.start()
        stop_all(leaving, grace=60)

    def kill_web(self, number: int) -> None:
        """As a machine that loses its power."""
        self.webs[number].kill()

    def wait_until_asked(self, number: int) -> None:
        """The balancer has found out that this copy is back."""
        asked = f'"asked":"127.0.0.1:{self.ports[number]}"'
        size = self.balancer.log.stat().st_size

        def is_asked() -> bool:
            requests.get(f"{self.url}/health/live", timeout=10)
            with self.balancer.log.open() as log:
                log.seek(size)
                return asked in log.read()

        wait_until(is_asked, what=f"web {number} is asked again", within=30)

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        with psycopg.connect(self.database_url, row_factory=dict_row) as connection:
            return connection.execute(query, values).fetchall()

    def shop(self) -> ShopProcess:
        """For management commands."""
        folder = self.folder / "commands"
        folder.mkdir(exist_ok=True)
        return ShopProcess(self.settings, logs=folder)

    def _web(self, number: int) -> Program:
        port = self.ports[number]
        own = {"PORT": str(port), "WEB_CONCURRENCY": "1", "STATIC_ROOT": str(self.folder / "static")}
        command = [sys.executable, "-m", *SERVED, "--bind", f"127.0.0.1:{port}", "boxoffice.wsgi"]
        return self._program(f"web{number}", command, own)

    def _worker(self, number: int) -> Program:
        command = [sys.executable, "manage.py", "run_huey"]
        return self._program(f"worker{number}", command, {}, says=WORKER_SAYS)

    def _program(self, name: str, command: list[str], own: dict[str, str], *, says: str = "") -> Program:
        environment = self.shop().environment | {"SITE_URL": self.url} | own
        return Program(
            name, command=command, environment=environment, log=self.folder / f"{name}.log", says=says
        )


@contextmanager
def a_cluster(folder: Path) -> Iterator[Cluster]:
    """All of it running, with its catalogue."""
    with ExitStack() as stack:
        sandbox = stack.enter_context(SandboxProcess())
        postgres = stack.enter_context(postgres_server())
        redis = stack.enter_context(redis_server())
        line, line_port = a_line(sandbox.url, folder=folder / "line")
        ports = tuple(free_port() for _ in range(WEBS))
        balancer, port = a_balancer(ports, folder=folder / "balancer")
        url, database_url = f"http://127.0.0.1:{port}", new_database(postgres.url, name="cluster")
        at = {
            "SITE_URL": url,
            "F13_URL": f"http://127.0.0.1:{line_port}",
            "MEDIA_HOSTS": sandbox.url,
            "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
        }
        cache_url = f"{redis.url}/0"
        settings = shop_environment(sandbox, database_url=database_url, cache_url=cache_url, **(SHOP | at))
        cluster = Cluster(
            sandbox, postgres, redis, line, line_port, balancer, url, database_url, settings, folder, ports
        )
        stack.callback(lambda: stop_all([cluster.balancer, *cluster.programs, cluster.line]))
        _open(cluster, line_port, port)
        yield cluster


def _open(cluster: Cluster, line_port: int, port: int) -> None:
    started(cluster.line, line_port)
    shop = cluster.shop()
    static = {"STATIC_ROOT": str(cluster.folder / "static")}
    shop.manage("migrate", "--noinput")
    shop.manage("collectstatic", "--noinput", **static)
    shop.manage("refresh_catalogue")
    cluster.webs = [cluster._web(number) for number in range(WEBS)]
    cluster.workers = [cluster._worker(number) for number in range(WORKERS)]
    for number in range(WEBS):
        cluster.start_web(number)
    for worker in cluster.workers:
        worker.start()
    started(cluster.balancer, port)
    for number in range(WEBS):
        cluster.wait_until_asked(number)

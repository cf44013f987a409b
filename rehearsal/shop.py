"""The shop as real processes, web and worker, that can be started, stopped and killed one by one."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from rehearsal.environment import free_port, process_environment
from rehearsal.programs import ROOT, Program, ProgramFailed, stop_all

# As in production, but one process, which nobody waits for.
GUNICORN = [
    *("gunicorn", "boxoffice.wsgi", "--config", "python:boxoffice.serving", "--workers", "1"),
    *("--graceful-timeout", "5"),
]

WORKER_SAYS = "The worker is there"  # from then on the shop takes payments
TELLING = {"INFO", "DEBUG"}


class ShopProcess:
    """Web and worker on this machine, with the settings given. `url` is where buyers go."""

    def __init__(self, settings: Mapping[str, str], *, logs: Path, port: int = 0) -> None:
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        own = {"SITE_URL": self.url, "PORT": str(self.port), "STATIC_ROOT": str(logs / "static")}
        self.environment = process_environment({**settings, **own})
        bind = ["--bind", f"127.0.0.1:{self.port}"]
        self.web = self._program("web", ["-m", *GUNICORN, *bind], logs=logs)
        says = "" if settings.get("LOG_LEVEL", "INFO") not in TELLING else WORKER_SAYS
        self.worker = self._program("worker", ["manage.py", "run_huey"], logs=logs, says=says)

    def _program(self, name: str, arguments: list[str], *, logs: Path, says: str = "") -> Program:
        command, log = [sys.executable, *arguments], logs / f"{name}.log"
        return Program(name, command=command, environment=self.environment, log=log, says=says)

    @property
    def programs(self) -> tuple[Program, Program]:
        return self.web, self.worker

    def collect(self) -> None:
        """Style sheets and scripts as they are served for real: hashed and compressed."""
        self.manage("collectstatic", "--noinput")

    def start(self) -> None:
        for program in self.programs:
            program.start()

    def wait_until_ready(self, *, within: float = 60) -> None:
        self.web.wait_until_it_answers(f"{self.url}/health/ready", within=within)

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Started and ready, for as long as it is wanted."""
        try:
            self.start()
            self.wait_until_ready()
            yield self
        finally:
            self.stop()

    def stop(self) -> None:
        stop_all(self.programs)

    def manage(self, *arguments: str, **variables: str) -> str:
        """Run one management command as this shop, and give back what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment | variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            start_new_session=True,
        )
        if done.returncode:
            raise ProgramFailed(f"manage.py {arguments[0]} failed:\n{done.stdout.strip()}")
        return done.stdout

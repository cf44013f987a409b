"""A PostgreSQL and a Redis of the tests' own: on free ports, in a folder that goes away with them.

The system's services are neither used nor disturbed. `python -m tests.services COMMAND …` runs a
command beside both, with their addresses as DATABASE_URL and CACHE_URL.
"""

import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from rehearsal.environment import free_port, process_environment
from rehearsal.programs import Program

# What is thrown away need not survive a power cut.
QUICK = ("fsync", "synchronous_commit", "full_page_writes")


class ServiceMissing(Exception):
    """A program that the tests need is not installed. `bin/install-test-programs` would install it."""


@dataclass(frozen=True)
class Postgres:
    """A running PostgreSQL. `url` is its address without a database's name: `postgres://…:5432`."""

    url: str
    program: Program

    def start(self) -> None:
        self.program.start()
        self.program.wait_until(lambda: _accepts(self.url), what="accept connections")

    def stop(self) -> None:
        """PostgreSQL calls this its fast shutdown: it does not wait for anybody who is still connected."""
        self.program.stop(with_signal=signal.SIGINT)

    def restart(self) -> None:
        self.stop()
        self.start()


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    """A new, empty PostgreSQL, for those who mean to restart it."""
    user = _unprivileged_user()
    with _folder(user) as folder:
        data, port = folder / "data", free_port()
        _initialise(data, user=user)
        program = _postgres_program(data, port=port, user=user)
        server = Postgres(f"postgres://postgres@127.0.0.1:{port}", program)
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a new, empty PostgreSQL, without its database's name: `postgres://…:5432`."""
    with postgres_server() as server:
        yield server.url


@dataclass(frozen=True)
class Redis:
    """A running Redis. `url` is its address without a database's number: `redis://…:6379`."""

    url: str
    port: int
    program: Program

    def start(self) -> None:
        self.program.start()
        self.program.wait_until(lambda: listens(self.port), what=f"listen on {self.port}")

    def stop(self) -> None:
        self.program.stop()

    def hang(self) -> None:
        """It takes connections, and says nothing."""
        self.program.ask_to_stop(with_signal=signal.SIGSTOP)

    def go_on(self) -> None:
        self.program.ask_to_stop(with_signal=signal.SIGCONT)


@contextmanager
def redis_server() -> Iterator[Redis]:
    """A new, empty Redis, for those who mean to stop it."""
    with _folder("") as folder:
        port = free_port()
        settings = {
            "bind": "127.0.0.1",
            "port": str(port),
            "dir": str(folder),
            "save": "",
            "appendonly": "no",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        command = [_program("redis-server"), *options]
        program = Program("redis", command=command, environment=process_environment({}), log=folder / "log")
        server = Redis(f"redis://127.0.0.1:{port}", port, program)
        server.start()
        try:
            yield server
        finally:
            server.go_on()
            server.stop()


@contextmanager
def redis() -> Iterator[str]:
    """The address of a new, empty Redis, without its database's number: `redis://…:6379`."""
    with redis_server() as server:
        yield server.url


def new_database(server: str, *, name: str) -> str:
    """A new, empty database on that server, in place of any that had the name."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(psycopg.sql.SQL("DROP DATABASE IF EXISTS {}").format(psycopg.sql.Identifier(name)))
        connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))
    return f"{server}/{name}"


def copy_of(url: str, *, name: str) -> str:
    """A copy, on its server, of a database that nobody is connected to; in place of any that had the name."""
    server, _, original = url.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        new, old = psycopg.sql.Identifier(name), psycopg.sql.Identifier(original)
        connection.execute(psycopg.sql.SQL("DROP DATABASE IF EXISTS {}").format(new))
        connection.execute(psycopg.sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(new, old))
    return f"{server}/{name}"


def part_of(cache_url: str, *, number: int) -> str:
    """Redis keeps numbered databases apart, so that one test process may empty its own."""
    return re.sub(r"(/\d+)?$", f"/{number}", cache_url, count=1) if cache_url else ""


def _initialise(data: Path, *, user: str) -> None:
    options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"]
    command = [_program("initdb"), *options, "--pgdata", str(data)]
    program = Program(
        "initdb",
        command=command,
        environment=_plain(),
        log=data.parent / "log",
        folder=data.parent,
        user=user,
    )
    program.start()
    if program.process is None or program.process.wait(60):
        raise program.failure("failed")


def _postgres_program(data: Path, *, port: int, user: str) -> Program:
    settings = {"listen_addresses": "127.0.0.1", "port": str(port), "unix_socket_directories": str(data)}
    settings |= dict.fromkeys(QUICK, "off")
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [_program("postgres"), "-D", str(data), *options]
    return Program(
        "postgres",
        command=command,
        environment=_plain(),
        log=data.parent / "log",
        folder=data.parent,
        user=user,
    )


def _plain() -> dict[str, str]:
    return process_environment({"LC_ALL": "C"})


def _unprivileged_user() -> str:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    if os.geteuid() != 0:
        return ""
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise ServiceMissing("There is no user postgres to run PostgreSQL as.") from None


@contextmanager
def _folder(user: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="boxoffice-") as name:
        if user:
            shutil.chown(name, user)
        yield Path(name)


def _program(name: str) -> str:
    """On the path, or where Debian keeps PostgreSQL's, the newest first."""
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    found = shutil.which(name) or next(map(str, places), None)
    if found is None:
        raise ServiceMissing(f"{name} is not installed.")
    return found


def _accepts(url: str) -> bool:
    try:
        psycopg.connect(f"{url}/postgres").close()
    except psycopg.OperationalError:
        return False
    return True


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def main(command: list[str]) -> int:
    with postgres() as database, redis() as cache:
        addresses = {
            "DATABASE_URL": new_database(database, name="boxoffice"),
            "CACHE_URL": part_of(cache, number=0),
        }
        print(" ".join(command), flush=True)
        return subprocess.run(command, env=os.environ | addresses, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

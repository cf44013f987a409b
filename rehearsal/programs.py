"""A program in the background: where it writes, whether it lives, how it ends. None outlives its starter."""

import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class ProgramFailed(Exception):
    """A program ended that should be running, or never came up. Its last lines are in the message."""


class Program:
    """A command with a name and a log, in a process group of its own: the terminal's Ctrl-C is not for it.

    Start it from the main thread: on Linux it ends with the thread that started it.
    """

    def __init__(
        self,
        name: str,
        *,
        command: Iterable[str],
        environment: Mapping[str, str],
        log: Path,
        folder: Path = ROOT,
        user: str = "",
        says: str = "",
    ) -> None:
        self.name = name
        self.says = says  # once it is up
        self.folder = folder
        self.command = [*_ends_with_its_starter(user), *command]
        self.environment = dict(environment)
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        with self.log.open("ab") as log:
            before = log.tell()
            self.process = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if self.says:
            self.wait_until(
                lambda: self.says.encode() in self.log.read_bytes()[before:], what=f"say {self.says}"
            )

    def ask_to_stop(self, *, with_signal: int = signal.SIGTERM) -> None:
        if self.process is not None and self.is_running:
            self.process.send_signal(with_signal)

    def stop(self, *, grace: float = 10, with_signal: int = signal.SIGTERM) -> None:
        """Ask, wait, then insist; whatever the program started itself goes with it."""
        if self.process is None:
            return
        self.ask_to_stop(with_signal=with_signal)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(grace)
        self.kill()

    def kill(self) -> None:
        """End it at once, as a power cut would: no signal is handled, nothing is tidied."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def last_lines(self, count: int = 20) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-count:])

    def failure(self, what: str) -> ProgramFailed:
        return ProgramFailed(f"{self.name} {what}. The end of {self.log}:\n{self.last_lines()}")

    def wait_until_it_answers(self, url: str, *, within: float = 30) -> None:
        """Return once `url` answers with success; fail at once should the program end meanwhile."""
        self.wait_until(lambda: answers(url), what=f"answer at {url}", within=within)

    def wait_until(self, is_so: Callable[[], bool], *, what: str, within: float = 30) -> None:
        deadline = time.monotonic() + within
        while not is_so():
            if not self.is_running:
                raise self.failure(f"ended before it could {what}")
            if time.monotonic() > deadline:
                raise self.failure(f"did not {what} within {within:.0f} seconds")
            time.sleep(0.05)


def stop_all(programs: Iterable[Program], *, grace: float = 10) -> None:
    """Ask all of them at once, so that the slowest decides how long it takes."""
    listed = list(programs)
    for program in listed:
        program.ask_to_stop()
    for program in listed:
        program.stop(grace=grace)


def answers(url: str) -> bool:
    try:
        with NO_PROXY.open(url, timeout=5) as answer:
            return bool(answer.status < 400)
    except (OSError, urllib.error.URLError):
        return False


def _ends_with_its_starter(user: str) -> list[str]:
    """Linux can tell a child that its parent died; elsewhere a killed starter leaves its programs behind."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return []
    as_user = ["--reuid", user, "--regid", user, "--init-groups"] if user else []
    return [setpriv, *as_user, "--pdeathsig", "TERM", "--"]

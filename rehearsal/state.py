"""What the demo keeps between two runs: its secrets, and a lock that only one run can hold."""

import fcntl
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO


class AlreadyRunning(Exception):
    """Another demo holds this folder. The message says what it wrote about itself."""


@dataclass(frozen=True)
class DemoState:
    secret_key: str
    staff_password: str

    @classmethod
    def kept_in(cls, folder: Path) -> "DemoState":
        """The secrets of the last run, or new ones: a restart logs nobody out."""
        path = folder / "state.json"
        try:
            return cls(**json.loads(path.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            state = cls(secret_key=secrets.token_urlsafe(50), staff_password=secrets.token_urlsafe(9))
            state._keep(path)
            return state

    def _keep(self, path: Path) -> None:
        half_done = path.with_suffix(".new")
        half_done.write_text(json.dumps(asdict(self)))
        half_done.chmod(0o600)
        half_done.replace(path)


class Lock:
    """Held until the process ends, however it ends: the system lets go, no stale file has to be removed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] = path.open("a+")

    def hold(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.seek(0)
            message = self._file.read().strip()
            self._file.close()
            raise AlreadyRunning(message) from None
        self.say("it is just starting")

    def say(self, where: str) -> None:
        self._file.seek(0)
        self._file.truncate()
        self._file.write(f"process {os.getpid()}, {where}")
        self._file.flush()

    def let_go(self) -> None:
        self._file.close()

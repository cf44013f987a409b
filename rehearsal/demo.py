"""`make demo`: sandbox, web and worker as one foreground program that comes up whole and goes down whole."""

import os
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

from rehearsal.environment import free_port, process_environment, shop_environment
from rehearsal.programs import ROOT, Program, ProgramFailed, stop_all
from rehearsal.shop import ShopProcess
from rehearsal.state import AlreadyRunning, DemoState, Lock

FOLDER = ROOT / ".demo"
STAFF = "staff"
SHOP_PORT, SANDBOX_PORT, SMTP_PORT = 8000, 8013, 8025


class Stopped(Exception):
    """Somebody asked the demo to end: Ctrl-C, a closed terminal, a plain kill."""


@dataclass(frozen=True)
class SandboxAddress:
    url: str
    smtp_port: int


def main(*arguments: str) -> int:
    """Run in `.demo`, or in the folder given; 0 when asked to stop, 1 when something failed."""
    _stop_on_signals()
    try:
        return _run_alone(Path(*arguments).resolve() if arguments else FOLDER)
    except Stopped:
        return 0


def _run_alone(folder: Path) -> int:
    folder.mkdir(exist_ok=True)
    lock = Lock(folder / "lock")
    try:
        lock.hold()
    except AlreadyRunning as other:
        say(f"The demo is already running ({other}). Stop it first, with Ctrl-C where it runs.")
        return 1
    try:
        return Demo(folder, lock=lock).run()
    finally:
        lock.let_go()


class Demo:
    """One run: the ports it found, the three programs on them, and the way up and down."""

    def __init__(self, folder: Path, *, lock: Lock) -> None:
        self.folder = folder
        self.lock = lock
        self.state = DemoState.kept_in(folder)
        shop_port = _port("shop", int(os.environ.get("PORT", SHOP_PORT)))
        sandbox_port = _port("sandbox", SANDBOX_PORT, besides=(shop_port,))
        smtp_port = _port("mail", SMTP_PORT, besides=(shop_port, sandbox_port))
        self.sandbox_at = SandboxAddress(f"http://127.0.0.1:{sandbox_port}", smtp_port)
        self.sandbox = _sandbox(sandbox_port, smtp_port=smtp_port, folder=folder)
        self.shop = ShopProcess(self._settings(folder), logs=folder, port=shop_port)
        self.programs = (self.sandbox, *self.shop.programs)

    def _settings(self, folder: Path) -> dict[str, str]:
        database = f"sqlite:///{folder / 'shop.sqlite3'}"
        return shop_environment(
            self.sandbox_at,
            database_url=database,
            SECRET_KEY=self.state.secret_key,
            LOG_FORMAT="line",
            STAFF_USER=STAFF,
            STAFF_EMAIL="staff@boxoffice.test",
            STAFF_PASSWORD=self.state.staff_password,
            STAFF_TWO_FACTOR="false",  # nobody needs a phone to look at a demo
            **told_by_hand(),
        )

    def run(self) -> int:
        """Up, then watching, until somebody stops it (0) or something fails (1)."""
        try:
            self._come_up()
            return self._watch()
        except ProgramFailed as failed:
            say(f"\n{failed}")
            return 1
        except Stopped:
            say("\nStopping.")
            return 0
        finally:
            _ignore_signals()
            stop_all(self.programs)

    def _come_up(self) -> None:
        for program in self.programs:
            program.log.write_text("")
        say("Starting sandbox, web and worker …")
        self.sandbox.start()
        self.shop.manage("migrate", "--noinput")
        self.shop.collect()
        self.sandbox.wait_until_it_answers(f"{self.sandbox_at.url}/mail/")
        self.shop.manage("refresh_catalogue")
        self.shop.start()
        self.shop.wait_until_ready()
        self.lock.say(f"at {self.shop.url}")
        self._welcome()

    def _welcome(self) -> None:
        say(f"""
  Shop     {self.shop.url}/
  Staff    {self.shop.url}/admin/   login {STAFF}, password {self.state.staff_password}
  Mailbox  {self.sandbox_at.url}/mail/

  Logs are in {self.folder.name}/. Ctrl-C stops all three.""")

    def _watch(self) -> NoReturn:
        while True:
            for program in self.programs:
                if not program.is_running:
                    raise program.failure("ended, so the others are stopped too")
            time.sleep(0.2)


def told_by_hand() -> dict[str, str]:
    """A brand to be tried, and `/style/`, where the one who starts the demo says so."""
    brand, debug = os.environ.get("BRAND_DIR", ""), os.environ.get("DEBUG", "")
    said = {"BRAND_DIR": str(Path(brand).resolve()) if brand else "", "DEBUG": debug}
    return {name: value for name, value in said.items() if value}


def _sandbox(port: int, *, smtp_port: int, folder: Path) -> Program:
    command = [sys.executable, "-m", "sandbox", "--port", str(port), "--smtp-port", str(smtp_port)]
    return Program(
        "sandbox", command=command, environment=process_environment({}), log=folder / "sandbox.log"
    )


def _port(what: str, preferred: int, *, besides: tuple[int, ...] = ()) -> int:
    port = free_port(preferred, besides=besides)
    if port != preferred:
        say(f"Port {preferred} is taken; the {what} uses {port}.")
    return port


def _stop_on_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _raise_stopped)


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def _raise_stopped(number: int, frame: FrameType | None) -> None:
    # Once is enough: an impatient second Ctrl-C must not cut the stopping short.
    _ignore_signals()
    raise Stopped


def say(text: str) -> None:
    with suppress(BrokenPipeError):  # whoever read along may be gone; the programs still have to stop
        print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""`make demo` as a person meets it: it comes up whole, says where, runs once, and goes down whole."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rehearsal.demo import told_by_hand
from rehearsal.environment import free_port
from rehearsal.programs import ROOT, answers
from rehearsal.state import AlreadyRunning, DemoState, Lock

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes through /proc")
PATIENCE = 60


class RunningDemo:
    """The demo in a folder of its own, from its start until it has stopped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            [sys.executable, "-m", "rehearsal.demo", str(folder)],
            cwd=ROOT,
            env=os.environ | {"PORT": str(free_port())},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def read_until(self, words: str) -> str:
        """What it said up to the line with these words; all of it where it ended before."""
        for line in self.process.stdout:
            self.said += line
            if words in line:
                break
        return self.said

    def read_to_the_end(self) -> str:
        self.said += self.process.communicate(timeout=PATIENCE)[0]
        return self.said

    def address(self, name: str) -> str:
        return re.search(rf"{name} +(http://\S+)", self.said)[1]

    @property
    def children(self) -> list[int]:
        return _descendants(self.process.pid)


@pytest.fixture
def demo(tmp_path):
    started = []

    def start() -> RunningDemo:
        started.append(RunningDemo(tmp_path))
        return started[-1]

    yield start
    for one in started:
        one.process.terminate()
        one.process.communicate(timeout=PATIENCE)


def test_it_comes_up_says_where_runs_once_and_stops_cleanly(demo):
    first = demo()
    first.read_until("Ctrl-C")
    shop = first.address("Shop")
    assert [answers(first.address(name)) for name in ("Shop", "Staff", "Mailbox")] == [True] * 3
    assert re.search(r"login staff, password \S{8,}", first.said)

    second = demo()
    assert f"already running (process {first.process.pid}, at {shop.rstrip('/')})" in second.read_to_the_end()
    assert second.process.returncode == 1

    programs = first.children
    assert len(programs) >= 3
    first.process.send_signal(signal.SIGINT)
    assert "Traceback" not in first.read_to_the_end()
    assert first.process.returncode == 0
    assert [pid for pid in programs if _lives(pid)] == []

    third = demo()
    assert third.read_until("Ctrl-C").count("password") == 1
    assert re.findall("password .*", third.said) == re.findall("password .*", first.said)


def test_when_one_program_dies_the_others_stop_and_it_says_which(demo):
    running = demo()
    running.read_until("Ctrl-C")
    worker = next(pid for pid in running.children if b"run_huey" in Path(f"/proc/{pid}/cmdline").read_bytes())
    others = running.children
    os.kill(worker, signal.SIGKILL)
    assert (
        f"worker ended, so the others are stopped too. The end of {running.folder}"
        in running.read_to_the_end()
    )
    assert running.process.returncode == 1
    assert [pid for pid in others if _lives(pid)] == []


def test_it_wears_the_brand_that_it_is_told_of_and_takes_nothing_else_from_outside(monkeypatch):
    monkeypatch.delenv("DEBUG", raising=False)
    monkeypatch.setenv("F13_URL", "https://elsewhere.example")
    monkeypatch.setenv("BRAND_DIR", "brands/velvet-lantern")
    assert told_by_hand() == {"BRAND_DIR": str(ROOT / "brands" / "velvet-lantern")}
    monkeypatch.setenv("DEBUG", "true")
    assert told_by_hand().keys() == {"BRAND_DIR", "DEBUG"}
    monkeypatch.delenv("BRAND_DIR")
    assert told_by_hand() == {"DEBUG": "true"}


def test_its_secrets_are_made_once_and_kept_from_others(tmp_path):
    made = DemoState.kept_in(tmp_path)
    assert DemoState.kept_in(tmp_path) == made
    assert len(made.secret_key) >= 50
    assert (tmp_path / "state.json").stat().st_mode & 0o777 == 0o600
    assert set(json.loads((tmp_path / "state.json").read_text())) == {"secret_key", "staff_password"}


def test_half_written_secrets_are_made_anew(tmp_path):
    (tmp_path / "state.json").write_text('{"secret_key": "cut sh')
    assert DemoState.kept_in(tmp_path).staff_password


def test_a_lock_is_held_once_and_tells_the_next_what_it_was_told(tmp_path):
    held = Lock(tmp_path / "lock")
    held.hold()
    held.say("at the window")
    with pytest.raises(AlreadyRunning, match=f"process {os.getpid()}, at the window"):
        Lock(tmp_path / "lock").hold()
    held.let_go()
    free = Lock(tmp_path / "lock")
    free.hold()
    free.let_go()


def _descendants(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return children + [below for child in children for below in _descendants(child)]


def _lives(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()

"""Programs in the background: they start, answer, end when asked, and are ended when they do not listen."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rehearsal.environment import free_port, process_environment
from rehearsal.programs import ROOT, Program, ProgramFailed, answers, stop_all

STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up'); time.sleep(60)"
WITH_CHILD = "import subprocess, sys, time; print(subprocess.Popen(['sleep', '60']).pid); time.sleep(60)"
STARTER = """
import sys, time
from pathlib import Path
from rehearsal.programs import Program
program = Program("child", command=["sleep", "60"], environment={}, log=Path(sys.argv[1]))
program.start()
print(program.process.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def program(tmp_path):
    started = []

    def run(*command: str) -> Program:
        command = command or ("sleep", "60")
        one = Program(
            "one", command=command, environment=process_environment({}), log=tmp_path / f"{len(started)}.log"
        )
        started.append(one)
        one.start()
        return one

    yield run
    for one in started:
        one.kill()


def test_it_runs_until_it_is_stopped(program):
    sleeper = program()
    assert sleeper.is_running
    sleeper.stop()
    assert not sleeper.is_running
    assert sleeper.process.returncode == -signal.SIGTERM


def test_one_that_does_not_listen_is_ended_all_the_same(program):
    stubborn = program(sys.executable, "-c", STUBBORN)
    _wait_for(lambda: stubborn.last_lines() == "up")
    stubborn.stop(grace=0.1)
    assert stubborn.process.returncode == -signal.SIGKILL


@pytest.mark.parametrize("end", [Program.stop, Program.kill])
def test_what_it_started_itself_goes_with_it(program, end):
    parent = program(sys.executable, "-c", WITH_CHILD)
    _wait_for(parent.last_lines)
    child = int(parent.last_lines())
    assert _lives(child)
    end(parent)
    _wait_for(lambda: not _lives(child))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent died")
def test_it_ends_when_its_starter_is_killed(tmp_path):
    command = [sys.executable, "-c", STARTER, str(tmp_path / "log")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as starter:
        child = int(starter.stdout.readline())
        _wait_for(lambda: _has_begun(child))
        starter.kill()
    _wait_for(lambda: not _lives(child))


def test_waiting_ends_when_it_answers(program):
    port = free_port()
    server = program(sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port))
    server.wait_until_it_answers(f"http://127.0.0.1:{port}/LICENSE-or-nothing/../")
    assert answers(f"http://127.0.0.1:{port}/")
    assert not answers(f"http://127.0.0.1:{port}/nowhere")


def test_waiting_for_one_that_ended_fails_with_its_last_lines(program):
    broken = program(sys.executable, "-c", "raise SystemExit('no port given')")
    with pytest.raises(ProgramFailed, match=r"one ended before it could answer at .*\n.*no port given"):
        broken.wait_until_it_answers(f"http://127.0.0.1:{free_port()}/")


def test_waiting_for_one_that_stays_silent_fails_in_time(program):
    with pytest.raises(ProgramFailed, match=r"one did not answer at .* within 0 seconds"):
        program().wait_until_it_answers(f"http://127.0.0.1:{free_port()}/", within=0)


def test_all_are_asked_before_the_first_is_waited_for(program):
    both = [program(), program()]
    stop_all(both)
    assert [one.process.returncode for one in both] == [-signal.SIGTERM] * 2


def _lives(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _has_begun(pid: int) -> bool:
    """Whether it is the program itself by now: until then it has not asked to be told of a death."""
    command = Path(f"/proc/{pid}/cmdline").read_bytes()
    return bool(command) and b"setpriv" not in command


def _wait_for(is_so) -> None:
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline, "it never came about"
        os.sched_yield()

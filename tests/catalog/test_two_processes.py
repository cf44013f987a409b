"""Several web processes want the dates of one event at the same moment: f13 is asked once."""

import os
import subprocess
import sys

import pytest

from tests.sandbox_process import SandboxProcess

pytestmark = pytest.mark.on_sqlite_too

LOOK = """
import django; django.setup()
from django.utils import timezone
from catalog import timetable
from boxoffice.ticketing import TicketingError
print("ready", flush=True)
input()
try:
    found = timetable.look(timetable.Wish("7AB", "en"), known=timetable.Known(), is_dated=True)
    print(len(found.listed.performances))
except TicketingError as error:
    print(type(error).__name__)
"""
PROCESSES = 3


@pytest.fixture
def environment(tmp_path, sandbox: SandboxProcess):
    found = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'shop.sqlite3'}",
        "CACHE_URL": "",
        "F13_URL": sandbox.url,
    }
    found = {name: value for name, value in found.items() if value}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=found, check=True)
    return found


def all_look(environment):
    """What each process is told; none begins before all are ready."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    command = [sys.executable, "-c", LOOK]
    running = [subprocess.Popen(command, env=environment, **pipes) for _ in range(PROCESSES)]
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    return [process.communicate(timeout=60)[0].strip() for process in running]


def test_one_process_asks_and_the_others_find_its_row(environment, sandbox):
    assert all_look(environment) == ["2"] * PROCESSES
    assert [entry["endpoint"] for entry in sandbox.log()] == ["months", "performances"]


def test_while_f13_is_gone_one_process_tries_and_the_others_are_told(environment, sandbox):
    sandbox.fault("*", kind="410", times=50)
    told = all_look(environment)
    assert sorted(told) == ["Gone", *["NoAnswer"] * (PROCESSES - 1)]
    assert len(sandbox.log()) == 1

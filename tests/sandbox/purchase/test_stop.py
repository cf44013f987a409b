"""The program itself: it says where it is, and stops at once when told to, whatever is under way."""

import re
import signal
import smtplib
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.sandbox_process import SandboxProcess

ROOT = Path(__file__).parents[3]
READY = re.compile(r"sandbox ready on http://127\.0\.0\.1:(\d+), mail on 127\.0\.0\.1:(\d+)\n")


@pytest.fixture
def program() -> Iterator[subprocess.Popen]:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--smtp-port", "0"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as one:
        yield one
        one.kill()


@pytest.fixture
def ports(program) -> tuple[int, int]:
    found = READY.fullmatch(program.stdout.readline())
    return int(found[1]), int(found[2])


def test_it_says_where_it_is_and_is_there(ports):
    web, mail = ports
    assert requests.get(f"http://127.0.0.1:{web}/_control/clock", timeout=10).status_code == 200
    with smtplib.SMTP("127.0.0.1", mail, timeout=10) as smtp:
        assert smtp.noop()[0] == 250


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_within_a_second_and_quietly_with_callers_waiting(program, ports, number):
    root = f"http://127.0.0.1:{ports[0]}"
    fault = {"endpoint": "events", "kind": "slow", "seconds": 600}
    requests.post(f"{root}/_control/faults", json=fault, timeout=10)
    with requests.Session() as kept_alive, socket.create_connection(("127.0.0.1", ports[0])) as waiting:
        kept_alive.get(f"{root}/_control/clock", timeout=10)
        login = b64encode(b"demo:demopass").decode()
        waiting.sendall(f"GET /f13/events.v1 HTTP/1.1\r\nAuthorization: Basic {login}\r\n\r\n".encode())
        while not requests.get(f"{root}/_control/log", timeout=10).json()["requests"]:
            pass
        begun = time.monotonic()
        program.send_signal(number)
        assert program.wait(10) == 0
        assert time.monotonic() - begun < 1
    assert program.stderr.read() == ""


def test_it_has_as_many_events_as_it_is_told_and_they_can_be_changed():
    with SandboxProcess("--events", "400") as sandbox:

        def count() -> int:
            answer = requests.get(f"{sandbox.url}/f13/events.v1", auth=("demo", "demopass"), timeout=10)
            return answer.json()["results"]["paging_status"]["total_unpaged_results"]

        whole = count()
        assert whole >= 400
        sandbox.catalogue(vanish=["7AB", "LN01A"])
        assert count() == whole - 2
        sandbox.reset()
        assert count() == whole

"""Gunicorn as production runs it, as a real process: how it takes requests, and how it goes."""

import os
import socket
import sys
from http.client import HTTPConnection

import pytest

from boxoffice import serving
from rehearsal.environment import free_port, process_environment
from rehearsal.programs import Program
from tests.faults.night import wait_until

APP = "tests.production.slow_app"


class Web:
    """Some processes of `slow_app` behind one port."""

    def __init__(self, folder, **variables):
        self.port = free_port()
        self.folder = folder
        self.connections = []
        command = [sys.executable, "-m", "gunicorn", "-c", "python:boxoffice.serving", APP]
        environment = process_environment(
            {"PORT": str(self.port), "TMPDIR": str(folder), "HOME": str(folder)} | variables
        )
        self.program = Program("web", command=command, environment=environment, log=folder / "web.log")

    def start(self):
        self.program.start()
        self.program.wait_until_it_answers(f"http://127.0.0.1:{self.port}/")

    def connection(self):
        self.connections.append(HTTPConnection("127.0.0.1", self.port, timeout=60))
        return self.connections[-1]

    def stop(self):
        self.let_go()
        self.program.stop()
        for connection in self.connections:
            connection.close()

    def get(self, address="/", *, over=None, **headers):
        over = over or self.connection()
        over.request("GET", address, headers=headers)
        answer = over.getresponse()
        return answer, answer.read().decode()

    def begin_to_wait(self, name="go"):
        """A request that runs until `let_go`; over its own connection."""
        until = self.folder / name
        over = self.connection()
        over.request("GET", f"/?until={until}")
        wait_until((self.folder / f"{name}.begun").exists, what="the request runs")
        return over

    def let_go(self, name="go"):
        (self.folder / name).touch()

    def refuses(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) != 0

    def ended(self):
        return self.program.process.wait(timeout=60)


@pytest.fixture
def shops(tmp_path):
    """Makes them, and sees that none is left."""
    made = []

    def make(**variables):
        made.append(Web(tmp_path, **variables))
        return made[-1]

    yield make
    for web in made:
        web.stop()


@pytest.fixture(params=["1", "2"], ids=["one process", "two processes"])
def web(request, shops):
    web = shops(WEB_CONCURRENCY=request.param)
    web.start()
    return web


@pytest.fixture
def one(shops):
    web = shops(WEB_CONCURRENCY="1")
    web.start()
    return web


def test_told_to_stop_it_shuts_the_door_at_once_and_ends_what_it_has_begun(web):
    running = web.begin_to_wait()
    web.program.ask_to_stop()
    wait_until(web.refuses, what="new connections are refused", within=10)
    assert web.program.is_running
    web.let_go()
    answer = running.getresponse()
    assert answer.status == 200
    assert answer.getheader("Connection") == "close"
    assert answer.read()
    assert web.ended() == 0


def test_a_question_on_a_kept_connection_is_still_answered_and_told_to_go_elsewhere(one):
    kept = one.connection()
    assert one.get(over=kept)[0].getheader("Connection") == "keep-alive"
    line = kept.sock
    running = one.begin_to_wait()
    one.program.ask_to_stop()
    wait_until(one.refuses, what="new connections are refused", within=10)
    answer, _said = one.get(over=kept)
    assert answer.status == 200
    assert answer.getheader("Connection") == "close"
    assert line.fileno() == -1 or line.recv(1) == b""
    one.let_go()
    assert running.getresponse().status == 200
    assert one.ended() == 0


def test_kept_connections_that_are_silent_do_not_hold_it_up_and_are_closed_properly(one):
    with socket.create_connection(("127.0.0.1", one.port), timeout=60) as silent:
        silent.sendall(b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert b"keep-alive" in silent.recv(4000)
        one.program.ask_to_stop()
        assert silent.recv(1) == b""  # an end, not a reset
    assert one.ended() == 0


def test_those_who_wait_at_the_door_when_it_shuts_are_let_in(shops):
    """One thread, and it is busy: they have connected and asked, and nobody has begun with them."""
    web = shops(WEB_CONCURRENCY="1", WEB_THREADS="1")
    web.start()
    running = web.begin_to_wait()
    waiting = [web.connection() for _ in range(20)]
    for one in waiting:
        one.request("GET", "/")
    web.program.ask_to_stop()
    wait_until(web.refuses, what="new connections are refused", within=10)
    web.let_go()
    assert [one.getresponse().status for one in (running, *waiting)] == [200] * 21
    assert web.ended() == 0


def test_while_it_drains_it_answers_everybody_and_keeps_no_connection(one):
    kept = one.connection()
    assert one.get(over=kept)[0].getheader("Connection") == "keep-alive"
    (one.folder / f"boxoffice-{one.port}.draining").touch()
    for over in (kept, one.connection()):
        answer, _said = one.get(over=over)
        assert answer.status == 200
        assert answer.getheader("Connection") == "close"
    assert one.program.is_running


def test_a_copy_that_starts_again_after_it_was_drained_is_there_again(shops):
    web = shops()
    sign = web.folder / f"boxoffice-{web.port}.draining"
    sign.touch()
    web.start()
    assert not sign.exists()
    assert web.get()[0].getheader("Connection") == "keep-alive"


def test_it_keeps_idle_connections_longer_than_a_balancer_does():
    assert serving.keepalive > 60


def test_gunicorn_itself_believes_nobody_whatever_they_write(one):
    """The headers that gunicorn reads by itself from 127.0.0.1, where it is not told otherwise."""
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Ssl": "on", "X-Forwarded-Protocol": "ssl"}
    _answer, said = one.get(Host="shop.example", Script_Name="/evil", **headers)
    assert said == "http '' shop.example"


def test_it_leaves_no_control_socket_behind(one):
    assert not list(one.folder.glob("**/*.ctl"))


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="there is no /dev/shm here")  # noqa: S108
def test_it_needs_no_disk_to_say_that_it_is_alive(one):
    files = os.listdir(f"/proc/{one.program.process.pid}/fd")
    names = [os.readlink(f"/proc/{one.program.process.pid}/fd/{name}") for name in files]
    assert any(name.startswith("/dev/shm/") for name in names)  # noqa: S108


def test_settings_that_are_wrong_are_told_before_it_starts(shops):
    web = shops(WEB_THREADS="many")
    web.program.start()
    assert web.ended() != 0
    assert "WEB_THREADS is wrong" in web.program.log.read_text()

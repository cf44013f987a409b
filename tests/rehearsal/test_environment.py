"""What the shop is told when it stands beside a sandbox, and which ports are taken."""

import socket
from types import SimpleNamespace

import pytest

from rehearsal.environment import free_port, process_environment, shop_environment

SANDBOX = SimpleNamespace(url="http://127.0.0.1:1234", smtp_port=25)


def test_the_shop_is_told_where_the_sandbox_is():
    told = shop_environment(SANDBOX, database_url="sqlite:///db")
    assert (told["F13_URL"], told["MEDIA_HOSTS"]) == (SANDBOX.url, SANDBOX.url)
    assert told["EMAIL_URL"] == "smtp://127.0.0.1:25"
    assert told["DATABASE_URL"] == "sqlite:///db"


def test_a_change_wins_and_an_empty_one_takes_the_variable_away():
    told = shop_environment(SANDBOX, database_url="x", PAYMENT="stripe", F13_USER="", LEASE_SECONDS="2")
    assert (told["PAYMENT"], told["LEASE_SECONDS"]) == ("stripe", "2")
    assert "F13_USER" not in told
    assert "CACHE_URL" not in told


def test_a_developers_own_settings_stay_outside(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://live")
    monkeypatch.setenv("PATH", "/usr/bin")
    environment = process_environment({"DEBUG": "false"})
    assert environment["DEBUG"] == "false"
    assert environment["PATH"] == "/usr/bin"
    assert "DATABASE_URL" not in environment


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_gives_way_to_the_next_free_one(taken):
    assert taken < free_port(taken) <= taken + 99


def test_a_port_that_somebody_else_will_take_is_left_out():
    port = free_port()
    assert free_port(port) == port
    assert free_port(port, besides=(port,)) > port

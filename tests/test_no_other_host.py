"""Within the test run no other host answers, nor is it asked."""

import socket

import pytest
import requests
from pytest_socket import SocketConnectBlockedError

ELSEWHERE = "192.0.2.1"  # reserved for documentation: nobody is there


def test_a_connection_to_another_host_is_refused_before_it_is_tried():
    with pytest.raises(SocketConnectBlockedError), socket.socket() as other:
        other.connect((ELSEWHERE, 80))


def test_a_library_cannot_reach_another_host_either():
    with pytest.raises(SocketConnectBlockedError):
        requests.get(f"http://{ELSEWHERE}/", timeout=1)


@pytest.mark.parametrize("name", ["example.com", "f13.invalid"])
def test_the_name_of_another_host_is_not_looked_up(name):
    with pytest.raises(SocketConnectBlockedError, match=name):
        requests.get(f"http://{name}/", timeout=1)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_host_can_be_reached(host):
    with socket.create_server(("127.0.0.1", 0)) as server:
        caller = socket.create_connection((host, server.getsockname()[1]))
        with caller:
            assert caller.getpeername() == server.getsockname()


def test_unix_sockets_can_be_reached(tmp_path):
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as caller:
        server.bind(path)
        server.listen()
        caller.connect(path)
        assert caller.getpeername() == path

"""What the server does with requests that are not as they should be: it never dies of one."""

import http.client
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.server import MAX_BODY, Server


@pytest.fixture
def connection(server: Server) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    yield connection
    connection.close()


def raw(server: Server, *pieces: bytes) -> bytes:
    """Everything that comes back for bytes on a fresh connection, until the server ends it."""
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as wire:
        for piece in pieces:
            wire.sendall(piece)
        wire.shutdown(socket.SHUT_WR)
        received = b""
        while piece := wire.recv(65536):
            received += piece
    return received


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def ask(connection: http.client.HTTPConnection, method: str, path: str, **options: Any) -> tuple[int, bytes]:
    connection.request(method, path, **options)
    response = connection.getresponse()
    return response.status, response.read()


def test_head_answers_as_get_without_a_body(server, connection):
    connection.request("GET", "/_control/clock")
    length = connection.getresponse().read()
    connection.request("HEAD", "/_control/faults")
    response = connection.getresponse()
    assert (response.status, response.read()) == (200, b"")
    assert int(response.headers["Content-Length"]) > 0
    assert length  # and the connection went on


def test_head_never_does_a_deed(server, connection):
    assert ask(connection, "HEAD", "/_control/reset")[0] == 400


@pytest.mark.parametrize("length", ["-5", "five", "1e3", "", "٣"])
def test_a_content_length_that_is_no_number_is_refused(server, length):
    answer = raw(server, f"POST /_control/reset HTTP/1.1\r\nContent-Length: {length}\r\n\r\n".encode())
    assert status_of(answer) == 400
    assert b"Connection: close" in answer


def test_two_content_lengths_that_differ_are_refused(server):
    answer = raw(server, b"POST /x HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")
    assert status_of(answer) == 400


def test_a_huge_body_is_refused_unread(server):
    answer = raw(server, f"POST /x HTTP/1.1\r\nContent-Length: {MAX_BODY + 1}\r\n\r\n".encode())
    assert status_of(answer) == 413


def test_a_body_in_chunks_is_refused(server):
    answer = raw(server, b"POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
    assert status_of(answer) == 411


def test_a_request_that_stops_in_its_body_is_dropped_and_does_nothing(server, world):
    before = world.clock.ahead
    body = json.dumps({"minutes": 5}).encode()
    head = f"POST /_control/clock HTTP/1.1\r\nContent-Length: {len(body) + 1}\r\n\r\n".encode()
    assert raw(server, head, body) == b""
    assert world.clock.ahead == before


@pytest.mark.parametrize(
    "request_line", [b"nonsense", b"GET", b"GET /%zz HTTP/9.9", b"GET http://[x/ HTTP/1.1", b"\x00\xff\x00"]
)
def test_what_is_no_request_gets_a_400_or_nothing(server, request_line, capsys):
    answer = raw(server, request_line + b"\r\n\r\n")
    assert answer == b"" or b"40" in answer[:600] or b"505" in answer[:600]
    assert capsys.readouterr().err == ""


def test_an_unknown_method_is_not_implemented(server):
    assert b"501" in raw(server, b"BREW /pot HTTP/1.1\r\n\r\n")


def test_the_connection_goes_on_after_an_answer(server, connection):
    assert ask(connection, "GET", "/_control/clock")[0] == 200
    first = connection.sock
    assert ask(connection, "GET", "/_control/nothing")[0] == 400
    assert ask(connection, "GET", "/_control/clock")[0] == 200
    assert connection.sock is first


def test_a_caller_who_announces_a_body_is_told_to_go_on_before_sending_it(server):
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=10) as wire:
        wire.sendall(b"POST /_control/reset HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        assert wire.recv(100).startswith(b"HTTP/1.1 100")
        wire.sendall(b"{}")
        assert b"200 OK" in wire.recv(1000)


def test_a_bug_of_the_sandbox_is_answered_and_told(server, connection, world, monkeypatch, capsys):
    monkeypatch.setattr(world.journal, "entries", lambda: 1 / 0)
    status, body = ask(connection, "GET", "/_control/log")
    assert (status, json.loads(body)["error_code"]) == (500, 0)
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert ask(connection, "GET", "/_control/clock")[0] == 200


def test_headers_cannot_be_broken_open_by_what_a_caller_sends(server, connection):
    assert ask(connection, "GET", "/pay/x?return_url=http://a/%0d%0aSet-Cookie:x")[0] == 410

"""A server of a few lines that answers as it is told, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import gzip
import json
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

Act = Callable[["Line"], None]


@dataclass
class Heard:
    """A request as it came in."""

    connection: int
    method: str
    target: str
    headers: dict[str, str]
    body: str


@dataclass
class Line:
    """One accepted connection."""

    sock: socket.socket
    number: int
    is_open: bool = True

    def send(self, raw: bytes) -> None:
        self.sock.sendall(raw)

    def hang_up(self) -> None:
        self.is_open = False


@dataclass
class Upstream:
    """Answers its plan, one act for each request; after the plan, `{}`."""

    plan: list[Act] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._stop = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lines: list[Line] = []
        self._threads: list[threading.Thread] = []
        self._start(self._accept)
        return self

    def __exit__(self, *exc: object) -> None:
        self._stop.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._lines:
            _close(line.sock)
        for thread in self._threads:
            thread.join(timeout=5)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def silence(self, line: Line) -> None:
        """Say nothing until the test is over."""
        self._stop.wait()

    def _start(self, job: Callable[[], None]) -> None:
        thread = threading.Thread(target=job, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stop.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            line = Line(sock, number=len(self._lines))
            self._lines.append(line)
            self._start(lambda line=line: self._serve(line))

    def _serve(self, line: Line) -> None:
        with line.sock.makefile("rb") as incoming:
            while line.is_open and (request := _request(incoming, line.number)):
                self.heard.append(request)
                act = self.plan.pop(0) if self.plan else reply({})
                try:
                    act(line)
                except OSError:
                    break
        _close(line.sock)


def reply(
    body: Any, *, status: int = 200, request_id: str = "req-1", packed: bool = False, headers: str = ""
) -> Act:
    """A whole answer; the connection stays open."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    raw = gzip.compress(raw) if packed else raw
    encoding = "Content-Encoding: gzip\r\n" if packed else ""
    head = (
        f"HTTP/1.1 {status} Said\r\nContent-Length: {len(raw)}\r\n"
        f"X-Request-Id: {request_id}\r\n{encoding}{headers}\r\n"
    )
    return lambda line: line.send(head.encode() + raw)


def half(body: Any) -> Act:
    """An answer that breaks off in the middle, although it promised more."""
    raw = json.dumps(body).encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(raw)}\r\nX-Request-Id: req-half\r\n\r\n".encode()

    def act(line: Line) -> None:
        line.send(head + raw[: len(raw) // 2])
        line.hang_up()

    return act


def endless(line: Line) -> None:
    """An answer that does not end, until nobody listens."""
    line.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Request-Id: req-long\r\n\r\n")
    while True:
        line.send(b"1000\r\n" + b" " * 4096 + b"\r\n")


def cut(line: Line) -> None:
    """Hear the request and hang up without a word."""
    line.hang_up()


def garbage(line: Line) -> None:
    """Answer something that is no HTTP."""
    line.send(b"\x00\xff\x00 no http at all\r\n\r\n")
    line.hang_up()


def nowhere() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return f"http://127.0.0.1:{sock.getsockname()[1]}"


def _request(incoming: Any, number: int) -> Heard | None:
    try:
        first = incoming.readline().decode("latin-1").split()
        if len(first) < 2:
            return None
        headers = {}
        while line := incoming.readline().decode("latin-1").strip():
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body = incoming.read(int(headers.get("content-length", 0))).decode()
    except OSError:
        return None
    return Heard(number, first[0], first[1], headers, body)


def _close(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):  # the other side may have closed it
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()

"""Asks for one address over kept connections: `python -m benches.asking ADDRESS CONNECTIONS SECONDS`.

As little work as can be, so that the asking is not what is measured: bare sockets, each asking again as soon
as it has been answered. Prints how many answers came a second.
"""

import selectors
import socket
import sys
import time
from urllib.parse import urlsplit

MOST = 1 << 18
END_OF_HEAD = b"\r\n\r\n"


def main(address: str, connections: str, seconds: str) -> int:
    print(rate(address, connections=int(connections), seconds=float(seconds)))
    return 0


def rate(address: str, *, connections: int, seconds: float) -> float:
    """Answers a second."""
    question, count = _question(address), 0
    with selectors.DefaultSelector() as waiting:
        for _ in range(connections):
            one = _connected(address)
            waiting.register(one, selectors.EVENT_READ, data=bytearray())
            one.sendall(question)
        started = time.perf_counter()
        while (passed := time.perf_counter() - started) < seconds:
            for key, _events in waiting.select():
                count += _read(key, question)
        for key in list(waiting.get_map().values()):
            key.fileobj.close()  # type: ignore[union-attr]
    return count / passed


def settled(address: str) -> str:
    """The address that this one leads to. The page there is warm from now on."""
    head = _answer(address).partition(END_OF_HEAD)[0].decode("latin-1")
    where = next((line[10:] for line in head.split("\r\n") if line.startswith("Location: ")), "")
    if not where:
        assert head.startswith("HTTP/1.1 200 "), head
        return address
    return settled(f"http://{urlsplit(address).netloc}{where}")


def _read(key: selectors.SelectorKey, question: bytes) -> int:
    """Read on; 1 when the answer is whole, and the next has been asked for."""
    one: socket.socket = key.fileobj  # type: ignore[assignment]
    told: bytearray = key.data
    told += _received(one)
    if not _is_whole(told):
        return 0
    assert told.startswith(b"HTTP/1.1 200 "), bytes(told[:200])
    told.clear()
    one.sendall(question)
    return 1


def _is_whole(told: bytearray) -> bool:
    end = told.find(END_OF_HEAD)
    if end < 0:
        return False
    start = told.find(b"Content-Length: ", 0, end) + len(b"Content-Length: ")
    return len(told) == end + len(END_OF_HEAD) + int(told[start : told.find(b"\r", start)])


def _received(one: socket.socket) -> bytes:
    part = one.recv(MOST)
    assert part, "the connection was cut"
    return part


def _question(address: str) -> bytes:
    url = urlsplit(address)
    path = url.path + (f"?{url.query}" if url.query else "")
    # As a browser asks.
    said = (
        f"GET {path} HTTP/1.1",
        f"Host: {url.netloc}",
        "Accept-Encoding: gzip, deflate, br",
        "Accept: */*",
    )
    return "\r\n".join((*said, "", "")).encode()


def _answer(address: str) -> bytes:
    with _connected(address) as one:
        one.sendall(_question(address))
        told = bytearray()
        while not told or not _is_whole(told):
            told += _received(one)
        return bytes(told)


def _connected(address: str) -> socket.socket:
    url = urlsplit(address)
    one = socket.create_connection((url.hostname, url.port), timeout=30)
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return one


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Warm pages of the catalogue beside a bare Django view under the same gunicorn; what a web process takes."""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from rehearsal.environment import free_port, process_environment, shop_environment
from rehearsal.programs import Program
from rehearsal.shop import GUNICORN, ShopProcess
from tests.sandbox_process import SandboxProcess

PAGES = {"home": "/", "search": "/search/?q=london", "event": "/event/7AB/any/"}
CONNECTIONS = (1, 16)
WANTED, MOST_MEMORY = 0.5, 100  # of the floor's requests a second; megabytes
SECONDS, ROUNDS = 1.5, 5


def main() -> int:
    """Print the ratios; 1 when one is below what is wanted."""
    with (
        tempfile.TemporaryDirectory() as folder,
        a_shop(Path(folder)) as shop,
        a_floor(Path(folder)) as floor,
    ):
        addresses = {name: asyncio.run(settled(shop.url + path)) for name, path in PAGES.items()}
        ratios = [
            compared(name, address, floor, connections=connections)
            for connections in CONNECTIONS
            for name, address in addresses.items()
        ]
        memory = max(resident(pid) for pid in processes(shop.web))
    print(f"{'web process':<32}{memory:8.0f} MB, wanted less than {MOST_MEMORY}")
    return 0 if min(ratios) >= WANTED and memory < MOST_MEMORY else 1


def compared(name: str, address: str, floor: str, *, connections: int) -> float:
    """Both in turn, so that whatever else the machine does strikes both."""
    rates: tuple[list[float], list[float]] = ([], [])
    for _round in range(ROUNDS):
        for each, found in zip((address, floor), rates, strict=True):
            found.append(asyncio.run(rate(each, connections=connections)))
    page, bare = (median(found) for found in rates)
    label = f"{name}, {connections} connection{'s' if connections > 1 else ''}"
    print(f"{label:<32}{page:8.0f} a second, bare view {bare:6.0f}: {page / bare:.2f}, wanted {WANTED}")
    return page / bare


# Asking: as little work as can be, so that the asking is not what is measured


async def rate(address: str, *, connections: int) -> float:
    """Answers a second over so many connections that are kept open."""
    ends = time.perf_counter() + SECONDS
    counts = await asyncio.gather(*(ask_until(ends, address) for _ in range(connections)))
    return sum(counts) / SECONDS


async def ask_until(ends: float, address: str) -> int:
    url = urlsplit(address)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    path = url.path + (f"?{url.query}" if url.query else "")
    question = f"GET {path} HTTP/1.1\r\nHost: {url.netloc}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    count = 0
    while time.perf_counter() < ends:
        writer.write(question)
        await answer(reader)
        count += 1
    writer.close()
    return count


async def answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 "), head
    length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    return head + await reader.readexactly(int(length.partition(b":")[2]))


async def settled(address: str) -> str:
    """The address that a page's own address leads to, and the page warm."""
    url = urlsplit(address)
    reader, writer = await asyncio.open_connection(url.hostname, url.port)
    path = url.path + (f"?{url.query}" if url.query else "")
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {url.netloc}\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    writer.close()
    if "\r\nLocation: " not in head:
        return address
    return f"{url.scheme}://{url.netloc}" + head.partition("\r\nLocation: ")[2].partition("\r\n")[0]


# The programs


@contextmanager
def a_shop(folder: Path) -> Iterator[ShopProcess]:
    with SandboxProcess() as sandbox:
        database = f"sqlite:///{folder / 'shop.sqlite3'}"
        shop = ShopProcess(shop_environment(sandbox, database_url=database, LOG_LEVEL="WARNING"), logs=folder)
        shop.manage("migrate", "--noinput")
        shop.collect()
        shop.manage("refresh_catalogue")
        try:
            shop.start()
            shop.wait_until_ready()
            yield shop
        finally:
            shop.stop()


@contextmanager
def a_floor(folder: Path) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", *GUNICORN, "--bind", f"127.0.0.1:{port}"]
    command[command.index("boxoffice.wsgi")] = "benches.floor"
    floor = Program("floor", command=command, environment=process_environment({}), log=folder / "floor.log")
    try:
        floor.start()
        floor.wait_until_it_answers(f"http://127.0.0.1:{port}/")
        yield f"http://127.0.0.1:{port}/"
    finally:
        floor.stop()


def processes(program: Program) -> list[int]:
    """Gunicorn and its workers."""
    assert program.process
    children = Path(f"/proc/{program.process.pid}/task/{program.process.pid}/children").read_text()
    return [program.process.pid, *map(int, children.split())]


def resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS:")).split()[1]) / 1024


if __name__ == "__main__":
    sys.exit(main())

"""How many availability requests a second the sandbox answers on one core, beside its cheapest answer."""

import base64
import gzip
import http.client
import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from tests.sandbox_process import SandboxProcess

WANTED = 200  # a second, so that the sandbox is never what a load test measures
SECONDS = 3.0
LOGIN = {"Authorization": "Basic " + base64.b64encode(b"demo:demopass").decode(), "Accept-Encoding": "gzip"}
HALLS = {"7AB": "36 seats in blocks", "NY09": "3,000 seats in 60 rows"}


def main() -> int:
    """Print the rates; 1 when one is below what is wanted."""
    with SandboxProcess() as sandbox:
        pin(sandbox.pid, core=0)
        ask = asker(sandbox.url)
        floor = rate(lambda: ask("/_control/clock"))
        print(f"{'cheapest answer':<32}{floor:8.0f} a second")
        rates = {event_id: rate(partial(ask, availability)) for event_id, availability in addresses(ask)}
    for event_id, found in rates.items():
        name = f"availability, {HALLS[event_id]}"
        print(f"{name:<32}{found:8.0f} a second  {found / floor:.2f} of the cheapest, wanted {WANTED}")
    return 0 if min(rates.values()) >= WANTED else 1


def pin(pid: int, *, core: int) -> None:
    """One core for all threads of the process, so that the figure means the same everywhere."""
    for thread in os.listdir(f"/proc/{pid}/task"):
        os.sched_setaffinity(int(thread), {core})


def asker(url: str) -> Callable[[str], bytes]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc)

    def ask(path: str) -> bytes:
        connection.request("GET", path, headers=LOGIN)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, f"{path}: {answer.status}"
        return body

    return ask


def addresses(ask: Callable[[str], bytes]) -> list[tuple[str, str]]:
    """Each hall's first performance, asked for with its seats."""
    return [
        (event_id, f"/f13/availability.v1?perf_id={first_performance(ask, event_id)}&add_seat_blocks=1")
        for event_id in HALLS
    ]


def first_performance(ask: Callable[[str], bytes], event_id: str) -> str:
    body = ask(f"/f13/performances.v1?event_id={event_id}&page_length=1")
    body = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    return str(json.loads(body)["results"]["performance"][0]["perf_id"])


def rate(ask: Callable[[], bytes]) -> float:
    """How often a second one caller on one kept connection is answered."""
    ask()
    count, started = 0, time.perf_counter()
    while (passed := time.perf_counter() - started) < SECONDS:
        ask()
        count += 1
    return count / passed


if __name__ == "__main__":
    sys.exit(main())

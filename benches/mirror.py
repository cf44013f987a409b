"""What keeping a catalogue of 5,000 events costs: time, memory, and how much slower pages are meanwhile.

It knows of the mirror only that `manage.py refresh_catalogue` fills it, and that pages read it.
"""

import http.client
import itertools
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from benches.sandbox import asker
from rehearsal.environment import shop_environment
from rehearsal.programs import ROOT
from rehearsal.shop import ShopProcess
from tests.sandbox_process import SandboxProcess

EVENTS = 5_000
MOST_MEMORY, MOST_SLOWER, SLOWEST_PAGE = 300, 2.0, 60  # megabytes, times, milliseconds
CALM_SECONDS = 6.0
WORDS = (
    "night",
    "lantern",
    "moon",
    "opera",
    "comedy",
    "museum",
    "bees",
    "carmen",
    "jazz",
    "city",
    "waltz",
    "tea",
    "ice",
    "goose",
    "paper",
    "brass",
    "north",
    "garden",
    "clock",
    "tower",
    "candle",
    "castle",
    "rock",
    "cirque",
    "licht",
    "teatro",
    "tap",
    "subway",
    "taiko",
    "cherry",
    "falcon",
    "desert",
    "dune",
    "pass",
    "hotel",
    "bus",
    "band",
    "hamlet",
    "elvis",
    "ferry",
)
CITIES = (
    "london",
    "paris",
    "berlin",
    "madrid",
    "tokyo",
    "dubai",
    "dublin",
    "orlando",
    "new york",
    "edinburgh",
)
PRICES = "req_cost_range&req_cost_range_best_value_offer&req_avail_details&req_avail_details_with_perfs"

Times = dict[str, list[float]]


class Refresh(NamedTuple):
    """How long one took, in seconds, and its greatest size, in megabytes."""

    seconds: float
    peak: float


def main() -> int:
    """Print the figures; 1 when one of them breaks its promise."""
    with SandboxProcess("--events", str(EVENTS)) as sandbox, tempfile.TemporaryDirectory() as folder:
        slowest = slowest_page(asker(sandbox.url))
        database = f"sqlite:///{folder}/shop.sqlite3"
        shop = ShopProcess(shop_environment(sandbox, database_url=database), logs=Path(folder))
        try:
            is_well = measure(shop, sandbox)
        finally:
            shop.stop()
    return 0 if is_well and slowest <= SLOWEST_PAGE else 1


def measure(shop: ShopProcess, sandbox: SandboxProcess) -> bool:
    """Fill the mirror, then refresh it again a day later, when all dates differ, with pages read beside."""
    shop.manage("migrate", "--noinput")
    first = refresh(shop, meanwhile=lambda: time.sleep(0.05))
    say("first refresh", first)
    shop.web.start()
    shop.wait_until_ready()
    pages = Pages(shop.url)
    calm: Times = {}
    busy: Times = {}
    pages.read_for(CALM_SECONDS, calm)
    sandbox.move_clock(days=1)
    again = refresh(shop, meanwhile=partial(pages.read, busy))
    pages.read_for(CALM_SECONDS, calm)  # afterwards too: what else the machine does may change with time
    say("refresh a day later", again)
    return compare(calm, busy) and max(first.peak, again.peak) < MOST_MEMORY


def slowest_page(ask: Callable[[str], bytes]) -> float:
    """Milliseconds for a page of prices with their days, lest the mirror wait for its practice."""
    addresses = [f"/f13/events.v1?{PRICES}&page_number={page}" for page in (0, EVENTS // 50 - 1)]
    slowest = max(median(timed(partial(ask, address)) for _ in range(9)) for address in addresses) * 1000
    print(f"{'50 events with their prices':<32}{slowest:8.0f} ms from the sandbox, wanted {SLOWEST_PAGE}")
    return slowest


def refresh(shop: ShopProcess, *, meanwhile: Callable[[], object]) -> Refresh:
    """One refresh as a process of its own. `meanwhile` is done again and again until it ends."""
    command = [sys.executable, "manage.py", "refresh_catalogue"]
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  the command above
        command, cwd=ROOT, env=shop.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        # wait4 tells of this very child how large it was; what other children needed is not its fault.
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            meanwhile()
    except BaseException:
        process.kill()
        raise
    process.returncode = os.waitstatus_to_exitcode(ended[1])
    assert process.returncode == 0, "refresh_catalogue failed"
    return Refresh(time.perf_counter() - started, ended[2].ru_maxrss / 1024)


class Pages:
    """A visitor on one kept connection: home, some events, and searches that nobody made before."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc)
        self._searches = self._queries()
        self._events = itertools.cycle(self._known_events())

    def read_for(self, seconds: float, times: Times) -> None:
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self.read(times)

    def read(self, times: Times) -> None:
        """One page of each kind, their times noted."""
        addresses = {"home": "/", "search": next(self._searches), "event": next(self._events)}
        for name, address in addresses.items():
            times.setdefault(name, []).append(timed(partial(self._get, address)))

    def _get(self, address: str) -> str:
        self._connection.request("GET", address)
        answer = self._connection.getresponse()
        body = answer.read().decode()
        assert answer.status == 200, f"{address}: {answer.status}"
        return body

    def _known_events(self) -> list[str]:
        """A few pages that have been read already: what they ask of f13 is not what is measured."""
        found = sorted(set(re.findall(r'href="(/event/[^"#?]+)"', self._get("/"))))[:5]
        assert found, "there is no event on the home page"
        for address in found:
            self._get(address)
        return found

    def _queries(self) -> Iterator[str]:
        """A word and a city, in no order that would make one hour's searches heavier than another's."""
        pairs = [" ".join(pair) for pair in itertools.product(WORDS, CITIES)]
        random.Random(1).shuffle(pairs)  # noqa: S311  the same order each time
        for spaces in itertools.count(1):  # the same words again, for a cache another address
            yield from (f"/search/?q={quote(pair.replace(' ', ' ' * spaces))}" for pair in pairs)


def timed(deed: Callable[[], object]) -> float:
    started = time.perf_counter()
    deed()
    return time.perf_counter() - started


def say(name: str, found: Refresh) -> None:
    print(f"{name:<32}{found.seconds:8.1f} s, at most {found.peak:.0f} MB, wanted {MOST_MEMORY}")


def compare(calm: Times, busy: Times) -> bool:
    """Whether no kind of page took much longer than without a refresh beside."""
    ratios = {name: median(busy[name]) / median(calm[name]) for name in calm}
    for name, ratio in ratios.items():
        was, became = median(calm[name]) * 1000, median(busy[name]) * 1000
        print(
            f"{name + ' while refreshing':<32}{ratio:8.2f} of otherwise ({was:.1f} ms, then {became:.1f} ms, "
            f"{len(busy[name])} times), wanted under {MOST_SLOWER:g}"
        )
    return max(ratios.values()) < MOST_SLOWER


if __name__ == "__main__":
    sys.exit(main())

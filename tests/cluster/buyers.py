"""People without a browser who look around and buy, at a polite pace, all through the balancer."""

import random
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from tests.builders import CUSTOMER
from tests.cluster.counting import Counts
from tests.faults.night import SWAN, hold_form, wait_until

BUYERS = 5
PAUSE = 0.08  # seconds between two clicks, on average
PATIENCE = 60.0  # seconds for which a buyer watches the progress page
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
RECORD = re.compile(r"/(?:checkout|order)/([0-9a-f-]{36})/")


class GaveUp(Exception):
    """The shop had no good answer, or nothing to sell: the buyer goes, and another one comes."""


class Visitor:
    """One visit with cookies of its own. Each request, redirects too, is counted by itself."""

    def __init__(self, url: str, counts: Counts, *, stopped: threading.Event | None = None) -> None:
        self.url = url
        self.counts = counts
        self.stopped = stopped or threading.Event()
        self.session = requests.Session()
        self.held = ""  # the checkout's address
        self.last = ""  # the page seen last
        octets = (random.randint(1, 254) for _ in range(3))
        # The balancer is trusted, and so is what it was asked from: each visitor has an address.
        self.session.headers["X-Forwarded-For"] = "10.{}.{}.{}".format(*octets)

    def get(self, address: str) -> requests.Response:
        return self._followed(self._asked("GET", address))

    def post(self, address: str, form: dict[str, str], *, page: requests.Response) -> requests.Response:
        token = TOKEN.search(page.text)
        if token is None:
            raise GaveUp(f"no form at {page.url}")
        return self._followed(self._asked("POST", address, form | {"csrfmiddlewaretoken": token[1]}))

    def hold(self, perf_id: str) -> requests.Response:
        """The checkout's page."""
        page = self.get(f"/performance/{perf_id}/")
        page = self.post("/trolley/add/", SWAN | {"perf_id": perf_id}, page=page)
        page = self.post("/trolley/reserve/", hold_form(page.text), page=page)
        if not RECORD.search(page.url):
            raise GaveUp("not held")
        self.held = page.url
        return page

    def pay(self, checkout: requests.Response) -> str:
        """The order, of which the buyer has seen the tickets."""
        record_id = _record(checkout)
        try:
            page = self.post(checkout.url, CUSTOMER, page=checkout)
        except GaveUp:
            self.counts.note("uncertain", record_id)
            raise
        if "/progress/" in page.url or "/order/" in page.url:
            self.counts.note("promised", record_id)
        elif _record(page) == record_id:
            raise GaveUp("not taken: the page says why")
        deadline = time.monotonic() + PATIENCE
        while "/order/" not in page.url:
            if time.monotonic() > deadline:
                raise GaveUp("no tickets yet")
            self.stopped.wait(0.3)
            page = self.get(f"/checkout/{record_id}/progress/")
        self.counts.note("bought", record_id)
        return record_id

    def _followed(self, answer: requests.Response) -> requests.Response:
        for _hop in range(6):
            if not answer.is_redirect:
                return answer
            answer = self._asked("GET", answer.headers["Location"])
        raise GaveUp("redirected again and again")

    def _asked(self, method: str, address: str, form: dict[str, str] | None = None) -> requests.Response:
        whole = address if address.startswith("http") else self.url + address
        time.sleep(random.uniform(0, 2 * PAUSE))
        try:
            answer = self.session.request(method, whole, data=form, timeout=90, allow_redirects=False)
        except requests.RequestException as error:
            self.counts.unanswered(method, address, error)
            raise GaveUp(type(error).__name__) from None
        self.last = answer.text
        if not self.counts.answered(answer):
            raise GaveUp(str(answer.status_code))
        return answer


@contextmanager
def buying(url: str, performances: list[str], *, buyers: int = BUYERS) -> Iterator[Counts]:
    """Buyers come and go while the block runs; when it ends they finish what they have begun."""
    counts, stopped = Counts(), threading.Event()
    arguments = (url, performances, counts, stopped)
    threads = [threading.Thread(target=_come_and_go, args=arguments, daemon=True) for _ in range(buyers)]
    for thread in threads:
        thread.start()
    try:
        yield counts
    finally:
        stopped.set()
        for thread in threads:
            thread.join()


def until(counts: Counts, *, orders: int, within: float = 60) -> None:
    """Let the others buy so many more."""
    wanted = len(counts.bought) + orders
    wait_until(lambda: len(counts.bought) >= wanted, what=f"{orders} more orders", within=within)


def _come_and_go(url: str, performances: list[str], counts: Counts, stopped: threading.Event) -> None:
    while not stopped.is_set():
        visitor = Visitor(url, counts, stopped=stopped)
        try:
            _look_around(visitor)
            visitor.pay(visitor.hold(random.choice(performances)))
        except GaveUp:
            stopped.wait(0.5)


def _look_around(visitor: Visitor) -> None:
    for address in random.sample(["/", "/search/?q=lake", "/event/6IE/any/", "/fr/", "/trolley/"], 3):
        visitor.get(address)


def _record(answer: requests.Response) -> str:
    found = RECORD.search(answer.url)
    return found[1] if found else ""

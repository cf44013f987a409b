"""One bad night: a buyer without a browser, a look at the shop's rows, and waiting for conditions."""

import re
import signal
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from rehearsal.programs import Program
from rehearsal.shop import ShopProcess
from tests.builders import CUSTOMER
from tests.sandbox_process import READS_ONCE, SandboxProcess

SHORT = {"LEASE_SECONDS": "1.5", "LEASE_RENEWED_EVERY": "0.3"}
QUIET = READS_ONCE | {"LANGUAGES": "en"}
OF_BUYERS = (
    *("checkout_step", "checkout_letter", "checkout_change", "checkout_item", "checkout_orderrecord"),
    *("boxoffice_shared", "task", "schedule"),
)
STALLS = {"band": '["STALLS", "A/pool"]', "from": "0"}
CAT = STALLS | {"number:0:NORMAL": "1", "send": "VOUCH"}  # of 7AB
SWAN = STALLS | {"number:0:ADULT": "1", "send": "COBO"}  # of 6IE, by another supplier
PATIENCE = 120.0  # seconds until a condition that does not come true fails the test


def wait_until(is_so: Callable[[], Any], *, what: str, within: float = PATIENCE) -> None:
    deadline = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < deadline, f"not within {within:.0f} seconds: {what}"
        time.sleep(0.02)


def first_performance(sandbox: SandboxProcess) -> str:
    return performances(sandbox)[0]


def performances(sandbox: SandboxProcess) -> list[str]:
    """The two of 7AB. Each has some twenty tickets of the kind that buyers take here."""
    address = f"{sandbox.url}/f13/performances.v1"
    answer = requests.get(address, {"event_id": "7AB"}, auth=("demo", "demopass"), timeout=10)
    return [one["perf_id"] for one in answer.json()["results"]["performance"]]


@dataclass
class Night:
    """The shop, the sandbox, and what both know."""

    shop: ShopProcess
    sandbox: SandboxProcess
    database: str

    def forget(self) -> None:
        """As if nobody had ever bought anything, nor begun to."""
        for program in self.shop.programs:
            program.log.write_text("")
        for table in OF_BUYERS:
            if self.rows("SELECT 1 FROM sqlite_master WHERE name = ?", table):
                self.rows(f"DELETE FROM {table}")  # noqa: S608 -- the names are those above

    def buyer(self) -> "Buyer":
        return Buyer(self.shop.url, self.perf_id())

    @property
    def customer(self) -> dict[str, str]:
        return CUSTOMER

    def another_worker(self) -> Program:
        """A second one, as if the shop ran on two machines."""
        folder = Path(self.database).parent / "another"
        folder.mkdir(exist_ok=True)
        worker = ShopProcess(self.shop.environment, logs=folder).worker
        worker.start()
        return worker

    def worker_stands_still(self) -> None:
        """It does nothing any more, and not in the midst of writing: SQLite lets one write at a time."""
        self.shop.worker.ask_to_stop(with_signal=signal.SIGSTOP)
        while not self._can_be_written_to(within=0.1):
            self.shop.worker.ask_to_stop(with_signal=signal.SIGCONT)
            assert self._can_be_written_to(within=PATIENCE)
            self.shop.worker.ask_to_stop(with_signal=signal.SIGSTOP)

    def _can_be_written_to(self, *, within: float) -> bool:
        with closing(sqlite3.connect(self.database, timeout=within)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
            return True

    def errors(self) -> list[str]:
        """What web and worker complained of: locked databases, tracebacks."""
        logs = [program.log.read_text() for program in self.shop.programs if program.log.exists()]
        return [
            line for log in logs for line in log.splitlines() if re.search(r"Traceback|ERROR|locked", line)
        ]

    def perf_id(self) -> str:
        return first_performance(self.sandbox)

    def rows(self, query: str, *values: Any) -> list[Any]:
        with closing(sqlite3.connect(self.database, timeout=10)) as connection, connection:
            return connection.execute(query, values).fetchall()

    def states(self) -> list[str]:
        return [state for (state,) in self.rows("SELECT state FROM checkout_orderrecord ORDER BY created_at")]

    def steps(self) -> list[str]:
        return [what for (what,) in self.rows("SELECT what FROM checkout_step ORDER BY id")]

    def wait_until_state(self, state: str) -> None:
        wait_until(lambda: self.states() == [state], what=f"{state}; it is {self.states()}, {self.steps()}")

    def wait_until_asked(self) -> None:
        """The purchase has arrived at the sandbox, and takes its time there."""
        wait_until(lambda: self.purchases() == 1, what="the purchase is asked for")

    def wait_until_free(self) -> None:
        """The lease of whoever worked on the order has lapsed."""
        lapsed = "SELECT count(*) FROM checkout_orderrecord WHERE lease_ends_at > ?"
        wait_until(lambda: self.rows(lapsed, _now()) == [(0,)], what="the lease lapses")

    def purchases(self) -> int:
        return len(self.sandbox.log(endpoint="purchase"))

    def sold(self) -> list[str]:
        return [row["status"] for row in self.sandbox.transactions()]


def _now() -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime())


@dataclass
class Buyer:
    """A buyer with cookies, who fills in what the pages ask."""

    url: str
    perf_id: str
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        # A kept connection may be closed by the shop at the very moment in which it is used again.
        self.session.headers["Connection"] = "close"

    def choose(self) -> str:
        """Tickets in the trolley; the trolley's page."""
        return self.put_in(self.perf_id, CAT)

    def put_in(self, perf_id: str, choice: dict[str, str]) -> str:
        page = self.get(f"/performance/{perf_id}/").text
        assert "STALLS" in page
        return self.post("/trolley/add/", choice | {"perf_id": perf_id}, page=page).text

    def hold(self) -> str:
        """The address of the checkout."""
        page = self.choose()
        return self.post("/trolley/reserve/", hold_form(page), page=page).url

    def pay(self) -> str:
        """Pressed; the address of the progress page."""
        address = self.hold()
        return self.post(address, CUSTOMER, page=self.get(address).text).url

    def get(self, address: str) -> requests.Response:
        return self.session.get(self._whole(address), timeout=PATIENCE)

    def post(
        self, address: str, form: dict[str, str], *, page: str, follow: bool = True
    ) -> requests.Response:
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, page[:2000]
        data = form | {"csrfmiddlewaretoken": token[1]}
        return self.session.post(self._whole(address), data, timeout=PATIENCE, allow_redirects=follow)

    def _whole(self, address: str) -> str:
        return address if address.startswith("http") else self.url + address


def hold_form(page: str) -> dict[str, str]:
    found = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("press", "asked_total")}
    return {name: match[1] for name, match in found.items() if match}

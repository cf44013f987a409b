"""Starts a sandbox of its own for the tests, and speaks to its control door."""

import re
import subprocess
import sys
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any, Self

import requests

ROOT = Path(__file__).resolve().parent.parent
READY = re.compile(r"sandbox ready on (?P<url>http://\S+?)(?:, mail on \S+:(?P<smtp>\d+))?\s*$")
PATIENCE = 30  # seconds: a busy machine starts slowly
# For shops beside it, which read their catalogue at the start: later questions would be in somebody's count.
READS_ONCE = {"REFRESH_EVERY_MINUTES": "100000", "TEXTS_EVERY_MINUTES": "100000"}


class SandboxError(Exception):
    """The sandbox did not say that it was ready; its last words are the message."""


class SandboxProcess:
    """`python -m sandbox` on free ports, from `start()` (or `with`) until `stop()`."""

    def __init__(self, *options: str) -> None:
        self._options = options
        self._lines: Queue[str] = Queue()
        self._session = requests.Session()
        self.url = ""
        self.smtp_port = 0

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def start(self) -> Self:
        command = [sys.executable, "-m", "sandbox", "--port", "0", "--smtp-port", "0", *self._options]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()
        try:
            ready = self._wait_until_ready()
        except SandboxError:
            self.stop()
            raise
        self.url, self.smtp_port = ready["url"], int(ready["smtp"] or 0)
        return self

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(timeout=5)
        if self._process.stdout:
            self._process.stdout.close()
        self._session.close()

    # What the control door does

    def reset(self) -> None:
        """Everything as at the start: nothing held, the clock right, no faults, log and mail empty."""
        self._control("POST", "reset")

    def move_clock(self, *, days: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        self._control("POST", "clock", json={"days": days, "minutes": minutes, "seconds": seconds})

    def fault(self, endpoint: str, *, kind: str, times: int = 1, seconds: float = 0) -> None:
        """The next `times` requests to `endpoint` go wrong in this way."""
        fault = {"endpoint": endpoint, "kind": kind, "times": times, "seconds": seconds}
        self._control("POST", "faults", json=fault)

    def no_faults(self) -> None:
        self._control("DELETE", "faults")

    def clock(self) -> dict[str, Any]:
        return self._control("GET", "clock")

    def log(self, *, endpoint: str = "") -> list[dict[str, Any]]:
        """The requests so far, in their order; those to one endpoint where one is named."""
        entries = self._control("GET", "log")["requests"]
        return [entry for entry in entries if not endpoint or entry["endpoint"] == endpoint]

    def clear_log(self) -> None:
        self._control("DELETE", "log")

    def transactions(self) -> list[dict[str, Any]]:
        return self._control("GET", "transactions")["transactions"]

    def transaction(self, transaction_uuid: str) -> dict[str, Any]:
        return next(row for row in self.transactions() if row["transaction_uuid"] == transaction_uuid)

    def callouts(self, **settings: Any) -> None:
        """How payment pages are reached from now on: `hops`, `callout_type`, `ordered`."""
        self._control("POST", "callouts", json=settings)

    def catalogue(self, **changes: Any) -> None:
        """Events `vanish`, `close` or `return` (ids); by id they change name (`rename`) or `price`."""
        self._control("POST", "catalogue", json=changes)

    def abandon(self, transaction_uuid: str) -> int:
        """The debitor comes back in place of a buyer who left; the status that the return address gave."""
        return self._control("POST", "abandon", json={"transaction_uuid": transaction_uuid})["status"]

    def stripe(self) -> dict[str, Any]:
        """Stripe's books: `intents`, and the money `by_transaction`."""
        return self._control("GET", "stripe")

    def stripe_events(self) -> list[dict[str, Any]]:
        return self._control("GET", "stripe/events")["events"]

    def stripe_webhook(self, url: str, *, secret: str, types: list[str] | None = None) -> None:
        """Where Stripe's events go from now on."""
        self._control("POST", "stripe/webhook", json={"url": url, "secret": secret, "types": types or []})

    def stripe_resend(self, event_id: str, *, times: int = 1) -> None:
        self._control("POST", "stripe/resend", json={"event": event_id, "times": times})

    def stripe_sending(self, **settings: Any) -> None:
        """How webhooks go out: `copies` of each; `held` back, then in an `order`."""
        self._control("POST", "stripe/sending", json=settings)

    def stripe_bank(self, three_d_secure: str) -> None:
        """How Stripe.js takes buyers to their bank: `modal` or `redirect`."""
        self._control("POST", "stripe/bank", json={"three_d_secure": three_d_secure})

    def white_label(self, return_url: str | None = None) -> str:
        """Where the white-label checkout sends buyers who paid; given an address, from now on there."""
        if return_url is None:
            return self._control("GET", "white_label")["return_url"]
        return self._control("POST", "white_label", json={"return_url": return_url})["return_url"]

    def mail(self) -> list[dict[str, Any]]:
        return self._control("GET", "mail")["messages"]

    def raw_mail(self) -> list[bytes]:
        """The letters as they came over the wire, in their order."""
        address = f"{self.url}/_control/mail/raw"
        asked = [
            self._session.get(address, params={"number": one["number"]}, timeout=10) for one in self.mail()
        ]
        return [answer.content for answer in asked]

    def refuse_mail(self, address: str, answer: str, *, times: int = 1, data: bool = False) -> None:
        """The next letters to this address are answered `550 5.1.1 …`; with `data` when they were sent."""
        refusal = {"address": address, "answer": answer, "times": times, "data": data}
        self._control("POST", "mail/refusals", json=refusal)

    def hold_mail(self, held: str) -> None:
        """Who sends a letter waits: at `rcpt`; or at `data`, when it is taken already; "" lets them go on."""
        self._control("POST", "mail/holding", json={"held": held})

    def change_order(self, transaction_uuid: str, **changes: Any) -> dict[str, Any]:
        """What Ingresso does to one `item` that was bought, or to all: `cancel`, `seats`, `minutes_later`…"""
        told = {"transaction_uuid": transaction_uuid, **changes}
        return self._control("POST", "orders", json=told)

    def _control(self, method: str, door: str, **options: Any) -> Any:
        answer = self._session.request(method, f"{self.url}/_control/{door}", timeout=10, **options)
        answer.raise_for_status()
        return answer.json() if answer.content else {}

    # How it starts

    def _read(self) -> None:
        # Read to the end: a full pipe would stop the sandbox in the middle of a test.
        for line in self._process.stdout or ():
            self._lines.put(line)
        self._lines.put("")

    def _wait_until_ready(self) -> re.Match[str]:
        said = ""
        try:
            while line := self._lines.get(timeout=PATIENCE):
                if ready := READY.search(line):
                    return ready
                said += line
        except Empty:
            said += f"(and nothing more in {PATIENCE} seconds)"
        raise SandboxError(said or "it said nothing")

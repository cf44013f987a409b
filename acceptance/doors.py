"""The control doors of a practice box office, where the shop's API has them."""

import time
from collections.abc import Collection
from typing import Any

import requests

from .errors import NotAsExpected, Unusable

PATIENCE = 20  # seconds


class Doors:
    """What only a practice box office can do: slow answers, another time, its own books and mail."""

    def __init__(self, root: str) -> None:
        self._root = root.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy stands before this machine's own ports

    def close(self) -> None:
        self._session.close()

    def are_there(self) -> bool:
        """Whether the API at this root is a practice box office."""
        try:
            answer = self._session.get(f"{self._root}/_control/clock", timeout=5)
            return answer.ok and "now" in answer.json()
        except (requests.RequestException, ValueError):
            return False

    def fault(self, endpoint: str, *, kind: str, seconds: float = 0) -> None:
        """The next answer of this endpoint goes wrong in this way."""
        self._say("POST", "faults", json={"endpoint": endpoint, "kind": kind, "times": 1, "seconds": seconds})

    def no_faults(self) -> None:
        self._say("DELETE", "faults")

    def move_clock(self, *, seconds: float) -> None:
        self._say("POST", "clock", json={"seconds": seconds})

    def right_clock(self) -> None:
        self._say("POST", "clock", json={"reset": True})

    def log(self) -> list[dict[str, Any]]:
        """The latest requests, oldest first: endpoint, params, path, status, request_id."""
        return self._say("GET", "log")["requests"]

    def last_request(self) -> str:
        """The id of the latest request, or nothing where there was none."""
        return str(next((one["request_id"] for one in reversed(self.log())), ""))

    def calls(self, endpoints: Collection[str], *, since: str) -> list[dict[str, Any]]:
        """The requests to these endpoints after the one of that id; all where it is not known any more."""
        found: list[dict[str, Any]] = []
        for one in self.log():
            found = [] if one["request_id"] == since else [*found, one]
        return [one for one in found if one["endpoint"] in endpoints]

    def transactions(self) -> dict[str, dict[str, Any]]:
        """Every transaction by its uuid, oldest first."""
        return {row["transaction_uuid"]: row for row in self._say("GET", "transactions")["transactions"]}

    def latest_transaction(self) -> dict[str, Any]:
        return list(self.transactions().values())[-1]

    def mail(self) -> list[dict[str, Any]]:
        return self._say("GET", "mail")["messages"]

    def callouts(self, **settings: Any) -> None:
        self._say("POST", "callouts", json=settings)

    def abandon(self, transaction_uuid: str) -> int:
        """The debitor comes in place of a buyer who left; the status that the shop gave it."""
        return int(self._say("POST", "abandon", json={"transaction_uuid": transaction_uuid})["status"])

    def white_label_returns_to(self, address: str) -> None:
        self._say("POST", "white_label", json={"return_url": address})

    def wait_for(self, what: str, is_so: Any, *, within: float = PATIENCE) -> Any:
        """What `is_so` gives, once that is anything. Raises NotAsExpected."""
        until = time.monotonic() + within
        while not (found := is_so()):
            if time.monotonic() > until:
                raise NotAsExpected(f"not within {within:.0f} seconds: {what}")
            time.sleep(0.1)
        return found

    def _say(self, method: str, door: str, **options: Any) -> Any:
        try:
            answer = self._session.request(method, f"{self._root}/_control/{door}", timeout=10, **options)
            answer.raise_for_status()
        except requests.RequestException as error:
            raise Unusable(f"the practice box office at {self._root} went wrong: {error}") from error
        return answer.json() if answer.content else {}

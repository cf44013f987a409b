"""What people at the balancer met: how many requests, which failed, which orders were promised."""

import re
import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import requests

SAYS_SO = re.compile(r'<body data-page="unavailable"')
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/performance/)[^/]+")


@dataclass(frozen=True)
class Failure:
    method: str
    address: str  # with … for ids
    what: str  # a status, or what the client met
    is_said: bool = False  # a page of the shop's that says so, with a time to come back

    @property
    def may_be_retried(self) -> bool:
        """By the balancer: asking twice is harmless."""
        return self.method == "GET"


@dataclass
class Counts:
    """Of all threads together."""

    asked: int = 0
    failures: list[Failure] = field(default_factory=list)
    promised: set[str] = field(default_factory=set)  # orders whose press was answered with a progress page
    uncertain: set[str] = field(default_factory=set)  # whose press had no answer
    bought: set[str] = field(default_factory=set)  # whose buyers have seen their tickets
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self, answer: requests.Response) -> bool:
        """Whether it is a good one."""
        is_bad = answer.status_code >= 500
        with self._lock:
            self.asked += 1
            if is_bad:
                is_said = answer.status_code == 503 and "Retry-After" in answer.headers
                is_said = is_said and bool(SAYS_SO.search(answer.text))
                self._fail(answer.request.method, answer.request.path_url, str(answer.status_code), is_said)
        return not is_bad

    def unanswered(self, method: str, address: str, error: Exception) -> None:
        with self._lock:
            self.asked += 1
            self._fail(method, address, type(error).__name__, is_said=False)

    def note(self, name: str, record_id: str) -> None:
        with self._lock:
            getattr(self, name).add(record_id)

    def _fail(self, method: str | None, address: str, what: str, is_said: bool) -> None:
        self.failures.append(Failure(method or "GET", IDS.sub("…", address.partition("?")[0]), what, is_said))

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.asked + other.asked,
            self.failures + other.failures,
            self.promised | other.promised,
            self.uncertain | other.uncertain,
            self.bought | other.bought,
        )

    @property
    def told(self) -> str:
        failed = Counter(f"{one.what} {one.method} {one.address}" for one in self.failures)
        kinds = ", ".join(f"{number}x {what}" for what, number in failed.most_common(6))
        return f"{self.asked} requests, {len(self.failures)} failed{f' ({kinds})' if kinds else ''}"


def total(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())

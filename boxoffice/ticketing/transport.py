"""One HTTP conversation: credentials, timeouts, retried questions, a bounded body, one line in the log.

Deeds are sent once, over a connection of their own. A kept connection may be closed by f13 at the very moment
in which it is used again, and then nobody could tell whether the deed was heard.

Questions are repeated by the loop below rather than by urllib3's Retry, which counts attempts and cannot keep
a budget of time; nor does it know the breaker, or write our log. No redirect is followed, no cookie kept.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import quote

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase

from boxoffice import following, numbers, spans

from .asking import Parameters
from .breaker import Breaker
from .endpoints import SAVE_DETAILS, Endpoint, Kind
from .errors import BreakerOpen, NoAnswer, NotSent, ServiceDown, TicketingError
from .replies import Answer, answer_from
from .wire import NETWORK_FAILURES, body_of, receiving_failure, sending_failure

log = logging.getLogger("boxoffice.ticketing")
# Its lines for debugging hold whole addresses: transaction ids, and the tokens of callouts.
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

ATTEMPTS = 3
FIRST_PAUSE = 0.2  # seconds, doubled each time
RETRIED_STATUSES = {502, 503, 504}
LARGEST_BODY = 32 * 1024 * 1024
HEADERS = {"Accept": "application/json", "Accept-Encoding": "gzip", "User-Agent": "boxoffice"}


@dataclass(frozen=True, slots=True)
class Patience:
    """For how many seconds we wait, and for what."""

    connect: float = 3.0
    read: float = 30.0
    purchase: float = 300.0
    aside: float = 3.0  # asked once, and never again
    retries: float = (
        10.0  # for a question and all its repetitions; its first attempt may take `read` all the same
    )

    def of(self, endpoint: Endpoint) -> float:
        if endpoint.kind is Kind.ASIDE:
            return self.aside
        return self.purchase if endpoint.waits_long else self.read


@dataclass(frozen=True, slots=True)
class Call:
    """One request, ready to be sent."""

    endpoint: Endpoint
    url: str
    auth: Any
    parameters: Parameters
    headers: dict[str, str]
    json: dict[str, Any] | None = None


class Transport:
    """Speaks to f13 and Cider over pooled connections. Threads may share it."""

    def __init__(
        self,
        base_url: str,
        *,
        user: str,
        password: str,
        breaker: Breaker | None = None,
        patience: Patience | None = None,
        pool_size: int = 20,
        session: requests.Session | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        largest_body: int = LARGEST_BODY,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.user = user
        self.auth = (user.encode(), password.encode())
        self.breaker = breaker
        self.patience = patience or Patience()
        self.session = session or pooled_session(pool_size)
        self.clock = clock
        self.sleep = sleep
        self.largest_body = largest_body

    def say(
        self, endpoint: Endpoint, parameters: Parameters, *, subuser: str = "", language: str = ""
    ) -> Answer:
        """Ask a question or do a deed, as this subuser and in this language."""
        return self._say(self._call(endpoint, parameters, tail=self._account_path(subuser, language)))

    def call_back(
        self, endpoint: Endpoint, parameters: Parameters, *, this: str, next_: str, referer: str
    ) -> Answer:
        """Pass on verbatim what a buyer brought back from elsewhere."""
        tail = f"/this.{quote(this, safe='')}/next.{quote(next_, safe='')}"
        headers = {"Referer": referer} if _fits_a_header(referer) else {}
        return self._say(self._call(endpoint, _as_bytes(parameters), tail=tail, headers=headers))

    def save_details(self, url: str, *, token: str, body: dict[str, Any]) -> Answer:
        """Tell Cider. It is no part of f13, so the breaker neither stops it nor learns from it."""
        call = Call(SAVE_DETAILS, f"{url.rstrip('/')}/save-details", Bearer(token), [], HEADERS, json=body)
        return self._converse(call, read=self.patience.of(SAVE_DETAILS))

    def _say(self, call: Call) -> Answer:
        is_said_once = call.endpoint.is_deed or call.endpoint.kind is Kind.ASIDE
        return self._once(call, self.patience.of(call.endpoint)) if is_said_once else self._ask(call)

    def _ask(self, call: Call) -> Answer:
        """Ask, and ask again where that may help, until the attempts or the budget are spent."""
        deadline = self.clock() + self.patience.retries
        pause, read = FIRST_PAUSE, self.patience.of(call.endpoint)
        for _ in range(ATTEMPTS - 1):
            try:
                return self._once(call, read)
            except TicketingError as error:
                if not _may_help_to_ask_again(error) or self.clock() + pause >= deadline:
                    raise
            self.sleep(pause)
            pause, read = pause * 2, min(read, max(deadline - self.clock(), FIRST_PAUSE))
        return self._once(call, read)

    def _once(self, call: Call, read: float) -> Answer:
        """One attempt, which the breaker may refuse and will hear of."""
        if self.breaker is None:
            return self._converse(call, read=read)
        try:
            self.breaker.check(call.endpoint.kind, endpoint=call.endpoint.name)
        except BreakerOpen:
            numbers.UPSTREAM_NOT_ASKED.labels(call.endpoint.name).inc()
            raise
        try:
            answer = self._converse(call, read=read)
        except TicketingError as error:
            self.breaker.learn(call.endpoint.kind, error)
            raise
        self.breaker.learn(call.endpoint.kind, None)
        return answer

    def _converse(self, call: Call, *, read: float) -> Answer:
        """Send and receive, and write the one line that the log keeps of it; count it."""
        started = self.clock()
        following.asks(call.endpoint.name)
        with spans.upstream(call.endpoint.name) as span:
            try:
                answer = self._exchange(call, read=read)
            except TicketingError as error:
                _tell(call, self.clock() - started, error, type(error).__name__, span)
                raise
            _tell(call, self.clock() - started, answer, "ok", span)
        return answer

    def _exchange(self, call: Call, *, read: float) -> Answer:
        """A request, and its answer read to the end within the time and size that are allowed."""
        deadline = self.clock() + read
        try:
            response = self._send(call, read=read)
        except NETWORK_FAILURES as error:
            raise sending_failure(error)(_what(error), **_facts(call)) from None
        with response:
            body = self._body(call, response, deadline=deadline)
        return answer_from(
            call.endpoint, status=response.status_code, body=body, request_id=_request_id(response)
        )

    def _body(self, call: Call, response: requests.Response, *, deadline: float) -> bytes:
        facts = {**_facts(call), "request_id": _request_id(response), "status": response.status_code}
        try:
            return body_of(response, largest=self.largest_body, is_late=lambda: self.clock() > deadline)
        except NETWORK_FAILURES as error:
            raise receiving_failure(error)(_what(error), **facts) from None
        except TicketingError as error:
            raise type(error)(error.reason, **facts) from None

    def _send(self, call: Call, *, read: float) -> requests.Response:
        is_get = call.endpoint.method == "GET"
        return self.session.request(
            call.endpoint.method,
            call.url,
            params=call.parameters if is_get else None,
            data=None if is_get or call.json is not None else call.parameters,
            json=call.json,
            auth=call.auth,
            headers=call.headers,
            timeout=(self.patience.connect, read),
            allow_redirects=False,
            stream=True,
        )

    def _call(
        self, endpoint: Endpoint, parameters: Parameters, *, tail: str, headers: dict[str, str] | None = None
    ) -> Call:
        url = f"{self.base_url}/f13/{endpoint.name}{tail}"
        return Call(endpoint, url, self.auth, parameters, {**HEADERS, **(headers or {})})

    def _account_path(self, subuser: str, language: str) -> str:
        """`/USER/SUBUSER/LANG`, a dash for what is not said; nothing at all where neither is."""
        if not subuser and not language:
            return ""
        return "".join(f"/{quote(part or '-', safe='')}" for part in (self.user, subuser, language))


class Bearer(AuthBase):
    """A token of Cider's. As an object, so that requests looks in no file for a password instead."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class PooledForQuestions(HTTPAdapter):
    """Keeps connections for questions, and gives every deed a new one of its own."""

    def __init__(self, size: int) -> None:
        super().__init__(pool_connections=4, pool_maxsize=size, max_retries=0)

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        if request.method == "GET":
            return super().send(request, *args, **options)
        request.headers["Connection"] = "close"
        return HTTPAdapter(pool_connections=1, pool_maxsize=1, max_retries=0).send(request, *args, **options)


def pooled_session(size: int) -> requests.Session:
    session = requests.Session()
    session.mount("https://", PooledForQuestions(size))
    session.mount("http://", PooledForQuestions(size))
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def _may_help_to_ask_again(error: TicketingError) -> bool:
    if isinstance(error, ServiceDown):
        return error.status in RETRIED_STATUSES
    return isinstance(error, NotSent | NoAnswer) and not isinstance(error, BreakerOpen)


def _tell(call: Call, seconds: float, heard: Answer | TicketingError, outcome: str, span: spans.Span) -> None:
    """Method, endpoint, status, milliseconds, request id, outcome: never what was said."""
    numbers.UPSTREAM.labels(call.endpoint.name, outcome).observe(seconds)
    facts = {
        "method": call.endpoint.method,
        "endpoint": call.endpoint.name,
        "status": heard.status,
        "ms": round(seconds * 1000),
        "f13_request_id": heard.request_id,
        "outcome": outcome,
    }
    span.tell(status=heard.status, f13_request_id=heard.request_id, outcome=outcome)
    log.log(
        logging.INFO if outcome == "ok" else logging.WARNING,
        "f13 %s %s %s %dms request_id=%s %s",
        call.endpoint.method,
        call.endpoint.name,
        heard.status or "-",
        seconds * 1000,
        heard.request_id or "-",
        outcome,
        extra={"facts": facts},
    )


def _facts(call: Call) -> dict[str, Any]:
    return {"endpoint": call.endpoint.name, "is_deed": call.endpoint.is_deed}


def _what(error: Exception) -> str:
    """The kind of failure only: its words quote addresses, and those hold tokens."""
    return type(error).__name__


def _request_id(response: requests.Response) -> str:
    """f13's name for this request, as far as it is fit to be written down."""
    given = response.headers.get("X-Request-Id", "")[:100]
    return "".join(letter for letter in given if letter.isascii() and letter.isprintable())


def _as_bytes(parameters: Parameters) -> Any:
    """What buyers bring back need not be UTF-8: `surrogateescape` gives the bytes back that came."""
    return [tuple(part.encode("utf-8", "surrogateescape") for part in pair) for pair in parameters]


def _fits_a_header(value: str) -> bool:
    """What a browser said may be anything; what is no header is left out rather than repaired."""
    return bool(value) and value.isascii() and value.isprintable()

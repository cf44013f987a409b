"""Asking the practice Stripe without a socket, as a browser or a server; and a webhook that hears from it."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import Any, Self
from urllib.parse import urlencode

from sandbox import app
from sandbox.http import Request, Response
from sandbox.stripe.state import SHOP
from sandbox.world import World

SECRET_KEY, PUBLISHABLE_KEY = f"sk_test_{SHOP}", f"pk_test_{SHOP}"
FORM = "application/x-www-form-urlencoded"
GOOD, DECLINED, ASKING = "4242424242424242", "4000000000000002", "4000002760003184"
PATIENCE = 10  # seconds: a letter comes at once, or something is wrong


@dataclass
class Api:
    """Requests as they come over the wire. `key` is whose they are."""

    world: World
    key: str = SECRET_KEY

    def ask(
        self, method: str, path: str, *, key: str | None = None, idempotency_key: str = "", **params: Any
    ) -> Response:
        headers = {"Authorization": f"Bearer {self.key if key is None else key}", "Content-Type": FORM}
        if idempotency_key:
            headers["Idempotency-Key"] = idempotency_key
        body = urlencode(params).encode()
        query = tuple((name, str(value)) for name, value in params.items()) if method == "GET" else ()
        request = Request(method, f"/v1/{path}", query, headers, b"" if query else body, request_id="a-b")
        return app.answer(self.world, request)

    def post(self, path: str, **params: Any) -> dict[str, Any]:
        return self._good(self.ask("POST", path, **params))

    def get(self, path: str, **params: Any) -> dict[str, Any]:
        return self._good(self.ask("GET", path, **params))

    def refused(self, method: str, path: str, **params: Any) -> tuple[int, dict[str, Any]]:
        """Status and error of a call that must not be taken."""
        response = self.ask(method, path, **params)
        assert response.status >= 400, response.body
        return response.status, json.loads(response.body)["error"]

    def intent(self, *, amount: int = 1000, currency: str = "gbp", **params: Any) -> dict[str, Any]:
        """A new intent, captured by hand unless a test says otherwise."""
        plain = {"capture_method": "manual", "payment_method_types[]": "card"}
        return self.post("payment_intents", amount=amount, currency=currency, **plain | params)

    def held(self, **params: Any) -> dict[str, Any]:
        """An intent whose money is authorised."""
        return self.intent(confirm="true", payment_method="pm_card_visa", **params)

    def typed(
        self, intent: dict[str, Any], number: str, *, key: str = PUBLISHABLE_KEY, **params: Any
    ) -> Response:
        """Confirm as a browser does, with what a buyer typed in."""
        card = {"number": number, "exp_month": "12", "exp_year": "40", "cvc": "123"}
        given = {f"payment_method_data[card][{name}]": value for name, value in card.items()}
        known = {"client_secret": intent["client_secret"], "payment_method_data[type]": "card"}
        path = f"payment_intents/{intent['id']}/confirm"
        return self.ask("POST", path, key=key, **given | known | params)

    def control(self, method: str, door: str, data: Any = None) -> dict[str, Any]:
        body = json.dumps(data).encode() if data is not None else b""
        return self._good(app.answer(self.world, Request(method, f"/_control/{door}", body=body)))

    def move_clock(self, **amounts: float) -> None:
        self.control("POST", "clock", amounts)

    def events(self, *types: str) -> list[dict[str, Any]]:
        """What the control door knows of events, of these types or all."""
        found = self.control("GET", "stripe/events")["events"]
        return [event for event in found if not types or event["type"] in types]

    def _good(self, response: Response) -> dict[str, Any]:
        assert response.status == 200, f"{response.status}: {response.body[:500]!r}"
        return json.loads(response.body)


@dataclass
class Letter:
    """A webhook as it came."""

    body: bytes
    signature: str

    @property
    def event(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def type(self) -> str:
        return self.event["type"]


def eventually(is_so: Callable[[], bool]) -> None:
    """Ask until it is so: another thread is just about to make it so."""
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end, "it never became so"


class Endpoint:
    """A webhook on a port of its own. It answers what `statuses` says, then 200."""

    secret = "whsec_of_a_test"

    def __init__(self) -> None:
        self.letters: Queue[Letter] = Queue()
        self.statuses: list[int] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self.url = f"http://127.0.0.1:{self._server.server_port}/stripe/webhook/"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def next(self) -> Letter:
        return self.letters.get(timeout=PATIENCE)

    def until(self, type: str) -> Letter:
        """The next letter of a type; those before it are put aside."""
        while (letter := self.next()).type != type:
            pass
        return letter

    def take(self, letter: Letter) -> int:
        status = self.statuses.pop(0) if self.statuses else 200
        self.letters.put(letter)
        return status


def _handler(endpoint: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(endpoint.take(Letter(body, self.headers["Stripe-Signature"])))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """A test says what it has to say by itself."""

    return Handler

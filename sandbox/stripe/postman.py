"""Webhooks: every event of the shop's account, signed, sent by a thread of its own, again when that fails.

One letter after the other, in their order; unless a control door has it otherwise: several copies of each, or
none until they are asked for, and then in any order.
"""

import hashlib
import hmac
import json
import random
import threading
import time
import urllib.error
import urllib.request
from collections import deque
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPException
from typing import Any

from sandbox.stripe import events
from sandbox.stripe.objects import Event
from sandbox.stripe.state import SHOP, Stripe

PATIENCE = 10  # seconds that an endpoint has to answer
AGAIN_AFTER = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 300, 600, 720, 720, 720, 720))
ORDERS = ("kept", "reversed", "shuffled")
GIVEN_SECRET = "whsec_practice_box_office"


@dataclass(frozen=True)
class Endpoint:
    """Where webhooks go, and the secret that signs them. No types: all of them."""

    url: str = ""
    secret: str = GIVEN_SECRET
    types: tuple[str, ...] = ()

    def wants(self, event: Event) -> bool:
        return bool(self.url) and event.account == SHOP and (not self.types or event.type in self.types)


@dataclass
class Sending:
    """How letters go out: so many copies of each; held: only when the door says so."""

    copies: int = 1
    held: bool = False


class Postman:
    """Hears of events, and carries them. What came of each try stands in the event's `deliveries`."""

    def __init__(self, stripe: Stripe, *, endpoint: Endpoint) -> None:
        self._stripe, self._first_endpoint = stripe, endpoint
        self._queue: deque[tuple[Event, dict[str, Any]]] = deque()
        self._carrier: threading.Thread | None = None
        self.reset()
        stripe.listeners.append(self.hear)

    def reset(self) -> None:
        with self._stripe.lock:
            self.endpoint, self.sending = self._first_endpoint, Sending()
            self._queue.clear()

    def hear(self, event: Event) -> None:
        if self.endpoint.wants(event):
            for _ in range(self.sending.copies):
                self.send(event)

    def send(self, event: Event, *, attempt: int = 1) -> None:
        """Put a letter on its way; the carrier starts when there is one."""
        with self._stripe.lock:
            delivery = {"attempt": attempt, "state": "waiting", "status": None, "url": self.endpoint.url}
            event.deliveries.append(delivery)
            self._queue.append((event, delivery))
            self._set_out()

    def let_go(self, *, order: str) -> None:
        """Send what was held back, in its order or another."""
        with self._stripe.lock:
            waiting = list(self._queue)
            if order == "reversed":
                waiting.reverse()
            elif order == "shuffled":
                random.shuffle(waiting)
            self._queue = deque(waiting)
            self.sending.held = False
            self._set_out()

    def _set_out(self) -> None:
        if self._carrier is None and self._queue and not self.sending.held:
            self._carrier = threading.Thread(target=self._carry, daemon=True, name="postman")
            self._carrier.start()

    def _carry(self) -> None:
        while (letter := self._next()) is not None:
            event, delivery = letter
            status = _post(self.endpoint, json.dumps(events.shape(self._stripe, event), indent=2).encode())
            with self._stripe.lock:
                done = 200 <= status < 300
                delivery |= {"state": "delivered" if done else "failed", "status": status}
                if not done:
                    self._try_again(event, attempt=delivery["attempt"])

    def _next(self) -> tuple[Event, dict[str, Any]] | None:
        with self._stripe.lock:
            if self._queue and not self.sending.held:
                return self._queue.popleft()
            self._carrier = None
            return None

    def _try_again(self, event: Event, *, attempt: int) -> None:
        """Later, by the sandbox's clock; for three days. Not for events that a reset took away."""
        if attempt > len(AGAIN_AFTER) or self._stripe.events.get(event.id) is not event:
            return
        when = self._stripe.clock.now() + AGAIN_AFTER[attempt - 1]
        name = "webhook", event.id, len(event.deliveries)
        self._stripe.agenda.put(name, when, lambda: self.send(event, attempt=attempt + 1))


def signature(body: bytes, *, secret: str, at: int) -> str:
    """The `Stripe-Signature` header for a body."""
    signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={signed}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """An endpoint that has moved has not taken the letter."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def _post(endpoint: Endpoint, body: bytes) -> int:
    """The status that the endpoint answers; 0 when it does not.

    It is signed with the real time: that is what receivers compare with their own clocks.
    """
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        "Stripe-Signature": signature(body, secret=endpoint.secret, at=int(time.time())),
    }
    opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
    try:
        request = urllib.request.Request(endpoint.url, data=body, headers=headers)  # noqa: S310  http alone is taken
        with opener.open(request, timeout=PATIENCE) as response:
            return response.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except (OSError, ValueError, HTTPException):
        return 0

"""What the practice Stripe knows: cards, intents, charges, refunds, events. One lock guards it all."""

import secrets
import string
import threading
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sandbox.clock import Clock
from sandbox.stripe.agenda import Agenda
from sandbox.stripe.errors import StripeError, no_such
from sandbox.stripe.objects import Charge, Event, Handed, Intent, PaymentMethod, Refund

LETTERS = string.ascii_letters + string.digits
SHOP = "practice_shop"
INGRESSO = "practice_box_office"
CASTLE = f"{INGRESSO}_castle"
ACCOUNTS = (SHOP, INGRESSO, CASTLE)
T = TypeVar("T", Intent, Charge, Refund, PaymentMethod, Handed, Event)


class Stripe:
    """The state, and what everybody needs of it: ids, finding, telling what happened."""

    def __init__(self, clock: Clock, *, public_url: Callable[[], str]) -> None:
        self.clock, self._public_url = clock, public_url
        self.lock = threading.RLock()
        self.agenda = Agenda(clock, self.lock)
        self.listeners: list[Callable[[Event], None]] = []
        self.reset()

    def reset(self) -> None:
        with self.lock:
            self.agenda.clear()
            self.methods: dict[str, PaymentMethod] = {}
            self.handed: dict[str, Handed] = {}
            self.intents: dict[str, Intent] = {}
            self.charges: dict[str, Charge] = {}
            self.refunds: dict[str, Refund] = {}
            self.events: dict[str, Event] = {}
            self.answers: dict[tuple[str, str], Any] = {}  # by idempotency key, see `idempotency`
            self.three_d_secure = "modal"  # or "redirect": how Stripe.js takes buyers to their bank

    @property
    def public_url(self) -> str:
        return self._public_url()

    def new_id(self, prefix: str) -> str:
        return f"{prefix}_3{self.new_secret(23)}"

    def new_secret(self, length: int = 24) -> str:
        return "".join(secrets.choice(LETTERS) for _ in range(length))

    def challenged(self, challenge: str) -> Intent:
        """The intent whose buyer was last asked under this name."""
        for intent in self.intents.values():
            if challenge and intent.challenge == challenge:
                return intent
        raise StripeError("Nobody is asked here", status=404)

    def refunds_of(self, charge: Charge) -> list[Refund]:
        return [refund for refund in self.refunds.values() if refund.charge == charge.id]

    def tell(self, event: Event) -> None:
        """Keep the event, and let listeners know. Webhooks are one of them."""
        self.events[event.id] = event
        for listener in self.listeners:
            listener(event)


def found(kept: dict[str, T], id: str, *, account: str, kind: str, param: str = "id") -> T:
    """What has this id, if it is this account's. Raises StripeError as for one that never was."""
    value = kept.get(id)
    if value is None or value.account != account:
        raise no_such(kind, id, param=param, status=404 if param in {"id", "intent"} else 400)
    return value


def newest_first(kept: Iterable[T], *, account: str) -> list[T]:
    return [value for value in reversed(list(kept)) if value.account == account]

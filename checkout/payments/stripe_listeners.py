"""Whom Stripe tells what happens, as this shop's account has it. Asked by the doctor alone."""

from dataclasses import dataclass

from .stripe_line import answered, client

# What an endpoint has to be told of: docs/settings.md says so to who makes it.
EVENTS = frozenset(
    {
        *("payment_intent.amount_capturable_updated", "payment_intent.payment_failed"),
        *("payment_intent.canceled", "payment_intent.succeeded"),
        *("charge.refunded", "refund.updated", "refund.failed"),
    }
)


@dataclass(frozen=True)
class Listener:
    url: str
    events: frozenset[str]
    is_enabled: bool

    @property
    def lacks(self) -> list[str]:
        """Events that it is not told of; `*` stands for all."""
        return [] if "*" in self.events else sorted(EVENTS - self.events)


def may_read() -> None:
    """Raises StripeTrouble where Stripe does not take the key for intents."""
    answered(lambda: client().v1.payment_intents.list({"limit": 1}))


def list_listeners() -> list[Listener]:
    """Raises StripeTrouble, as of a key that may not read them."""
    found = answered(lambda: client().v1.webhook_endpoints.list({"limit": 100}))
    return [Listener(one.url, frozenset(one.enabled_events), one.status == "enabled") for one in found.data]

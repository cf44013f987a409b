"""What Stripe keeps, as plain values. Change them only while holding Stripe's lock."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sandbox.stripe.cards import TestCard


class Status(StrEnum):
    """The states of a payment intent, as Stripe names them."""

    REQUIRES_PAYMENT_METHOD = "requires_payment_method"
    REQUIRES_CONFIRMATION = "requires_confirmation"
    REQUIRES_ACTION = "requires_action"
    PROCESSING = "processing"
    REQUIRES_CAPTURE = "requires_capture"
    SUCCEEDED = "succeeded"
    CANCELED = "canceled"


@dataclass
class PaymentMethod:
    """A card that was typed in, or that a test name stands for."""

    id: str
    account: str
    card: TestCard
    exp_month: int
    exp_year: int
    created: datetime
    last4: str
    billing: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass
class Handed:
    """A token, or a source: a card to be used once. A source is made for an amount."""

    id: str
    account: str
    method: PaymentMethod
    created: datetime
    amount: int | None = None
    currency: str = ""
    is_used: bool = False


@dataclass
class Charge:
    """One attempt to take an intent's money."""

    id: str
    account: str
    intent: str
    method: PaymentMethod
    amount: int
    currency: str
    created: datetime
    status: str = "succeeded"  # succeeded | pending | failed
    amount_captured: int = 0
    amount_refunded: int = 0
    is_captured: bool = False
    has_authenticated: bool = False
    capture_before: datetime | None = None
    failure: dict[str, Any] | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    description: str | None = None
    receipt_email: str | None = None

    @property
    def refundable(self) -> int:
        return self.amount_captured - self.amount_refunded if self.is_captured else 0


@dataclass
class Refund:
    id: str
    account: str
    charge: str
    intent: str
    amount: int
    currency: str
    created: datetime
    reason: str | None = None
    status: str = "succeeded"
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass
class Intent:
    """A payment intent. `details` are parameters that are given back as they came."""

    id: str
    account: str
    client_secret: str
    amount: int
    currency: str
    created: datetime
    capture_method: str = "automatic_async"
    confirmation_method: str = "automatic"
    status: Status = Status.REQUIRES_PAYMENT_METHOD
    payment_method_types: list[str] = field(default_factory=lambda: ["card"])
    automatic_payment_methods: dict[str, Any] | None = None
    method: PaymentMethod | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    return_url: str = ""
    wants_sdk: bool = False  # Stripe.js shows the bank's page itself
    has_authenticated: bool = False  # the bank knows its buyer: of use where the server confirms once more
    challenge: str = ""  # names the bank's page, asked or answered
    amount_received: int = 0
    latest_charge: str | None = None
    last_error: dict[str, Any] | None = None
    canceled_at: datetime | None = None
    cancellation_reason: str | None = None

    @property
    def is_manual(self) -> bool:
        return self.capture_method == "manual"

    @property
    def amount_capturable(self) -> int:
        return self.amount if self.status is Status.REQUIRES_CAPTURE else 0


@dataclass
class Event:
    id: str
    account: str
    type: str
    created: datetime
    data: dict[str, Any]
    request: dict[str, str | None]
    deliveries: list[dict[str, Any]] = field(default_factory=list)

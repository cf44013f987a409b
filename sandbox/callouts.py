"""Callouts as values: where a buyer is sent to pay, what came back, and how the payment pages are set up."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from sandbox.catalogue.model import Currency
from sandbox.http import Pairs


class Hop(StrEnum):
    """What a callout asks for."""

    CARD = "card"
    THREE_D_SECURE = "3d_secure"
    STRIPE = "stripe"


class Decision(StrEnum):
    """What can be pressed on a payment page."""

    PAY = "pay"
    PAY_THEN_3D = "pay_3d"  # the card is good, and the bank's page comes next
    REFUSE = "refuse"
    RESTART = "restart"  # the provider lost the thread: f13 begins this callout again


@dataclass
class Settings:
    """How callouts are made, unless address line two says otherwise."""

    hops: int = 1
    callout_type: str = "get"
    ordered: bool = False


@dataclass
class Callout:
    """One trip of a buyer to a payment page and back. Its token works once."""

    token: str
    return_url: str
    source_code: str
    source_desc: str
    amount: Decimal
    currency: Currency
    until: datetime
    hop: Hop = Hop.CARD
    type: str = "get"
    ordered: bool = False
    hops: int = 1
    decision: Decision | None = None
    handed_out: Pairs = ()

    @property
    def parameters(self) -> dict[str, str]:
        words = {"return_url": self.return_url, "title": self.title}
        return words | {"zone": "uk & worldwide", "amount": f"{self.amount}"} if self.ordered else words

    @property
    def parameters_order(self) -> list[str]:
        return ["zone", "title", "amount", "return_url"] if self.ordered else []

    @property
    def title(self) -> str:
        if self.hop is Hop.THREE_D_SECURE:
            return f"Practice 3-D Secure page of {self.source_code}"
        return f"Practice payment page of {self.source_code}"


@dataclass(frozen=True)
class Callback:
    """What the caller brought back from a callout, and whether it is word for word what the page gave."""

    token: str
    params: Pairs
    referer: str
    is_verbatim: bool


@dataclass
class Trail:
    """A transaction's callouts: the one that is pending, what came back from others, and all their tokens."""

    pending: Callout | None = None
    callbacks: list[Callback] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def begin(self, callout: Callout) -> None:
        self.pending = callout
        self.tokens.append(callout.token)

    def use_up(self, callback: Callback) -> None:
        self.pending = None
        self.callbacks.append(callback)

"""What goes back of a payment: asked for under a key, and looked up by it. Callers meet StripeTrouble."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from stripe import Refund

from .stripe_line import answered, client

KEY = "refund"  # in a refund's metadata: the row that it was made for


@dataclass(frozen=True)
class Returned:
    """One refund as Stripe has it. The amount is in minor units; `key` is "" where it is not this shop's."""

    id: str
    amount: int
    currency: str
    status: str
    at: datetime
    key: str = ""
    request_id: str = ""

    @property
    def is_done(self) -> bool:
        return self.status == "succeeded"

    @property
    def has_failed(self) -> bool:
        """The bank did not take it, or it was called back: the money is the shop's again."""
        return self.status in {"failed", "canceled"}


def give_back(intent_id: str, *, key: str, amount: int, metadata: Mapping[str, str]) -> Returned:
    """Give back so much of what was taken; once for each key, however often it is asked."""
    asked: Any = {"payment_intent": intent_id, "amount": amount, "metadata": {**metadata, KEY: key}}
    return _returned(answered(lambda: client().v1.refunds.create(asked, {"idempotency_key": key})))


def list_returned(intent_id: str) -> list[Returned]:
    """All that went back of this payment, whoever asked for it."""

    def read() -> list[Returned]:
        page = client().v1.refunds.list({"payment_intent": intent_id, "limit": 100})
        return [_returned(refund) for refund in page.auto_paging_iter()]

    return answered(read)


def _returned(refund: Refund) -> Returned:
    def read() -> Returned:
        data, answer = refund.to_dict(), refund.last_response
        return Returned(
            id=data["id"],
            amount=data["amount"],
            currency=data["currency"].lower(),
            status=data["status"] or "",
            at=datetime.fromtimestamp(data["created"], UTC),
            key=(data.get("metadata") or {}).get(KEY, ""),
            request_id=(answer.request_id if answer else None) or "",
        )

    return answered(read)

"""What Stripe's books say was taken for this shop's orders, intent by intent, as they were made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import stripe
from django.conf import settings

from .stripe_line import Unanswered, answered, client

PAGE_LENGTH = 100


@dataclass(frozen=True)
class Taken:
    """One payment intent of this shop's. Amounts are in minor units."""

    intent_id: str
    transaction_uuid: str
    at: datetime
    currency: str
    received: int
    refunded: int
    held: int


def is_ours() -> bool:
    """Whether the shop has a Stripe account of its own, now or from before."""
    return bool(settings.STRIPE_SECRET_KEY)


def list_taken(earliest: datetime, latest: datetime) -> Iterator[Taken]:
    """Intents that were made for orders of this shop from `earliest` until before `latest`.

    The account may take money for other things too: only what names a transaction is the shop's.
    Raises StripeTroubles.
    """
    try:
        page = client().v1.payment_intents.list(
            {
                "created": {"gte": int(earliest.timestamp()), "lt": int(latest.timestamp())},
                "limit": PAGE_LENGTH,
                "expand": ["data.latest_charge"],
            }
        )
        for intent in page.auto_paging_iter():
            data = intent.to_dict()
            if _transaction_of(data):
                yield _taken_from(data)
    except stripe.StripeError as error:
        raise Unanswered(error.code or type(error).__name__, request_id=error.request_id or "") from None
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise Unanswered(type(error).__name__) from None


def get_taken(intent_id: str) -> Taken:
    """One of them, as it stands now. Raises StripeTroubles."""
    return answered(
        lambda: _taken_from(
            client().v1.payment_intents.retrieve(intent_id, {"expand": ["latest_charge"]}).to_dict()
        )
    )


def list_given_back(earliest: datetime) -> Iterator[str]:
    """The intents of which something went back since then, by whomever. Raises StripeTroubles."""

    def read() -> list[str]:
        asked = {"created": {"gte": int(earliest.timestamp())}, "limit": PAGE_LENGTH}
        page = client().v1.refunds.list(asked)  # type: ignore[arg-type]
        return [str(refund.to_dict()["payment_intent"] or "") for refund in page.auto_paging_iter()]

    yield from dict.fromkeys(answered(read))


def _transaction_of(data: dict[str, Any]) -> str:
    return str((data.get("metadata") or {}).get("transaction_uuid", ""))


def _taken_from(data: dict[str, Any]) -> Taken:
    charge = data.get("latest_charge")
    return Taken(
        intent_id=data["id"],
        transaction_uuid=_transaction_of(data),
        at=datetime.fromtimestamp(data["created"], UTC),
        currency=data["currency"].lower(),
        received=data["amount_received"],
        refunded=charge["amount_refunded"] if isinstance(charge, dict) else 0,
        held=data["amount_capturable"],
    )

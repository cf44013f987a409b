"""Cards as the JSON that Stripe answers: as payment method, as token, as source."""

from datetime import datetime
from typing import Any

from sandbox.stripe.objects import Handed, PaymentMethod
from sandbox.stripe.state import Stripe

ADDRESS = {"city": None, "country": None, "line1": None, "line2": None, "postal_code": None, "state": None}
NOBODY = {"address": ADDRESS, "email": None, "name": None, "phone": None, "tax_id": None}
Data = dict[str, Any]


def seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def method(stripe: Stripe, one: PaymentMethod) -> Data:
    return {
        "id": one.id,
        "object": "payment_method",
        "allow_redisplay": "unspecified",
        "billing_details": NOBODY | one.billing,
        "card": card(one)
        | {
            "checks": {
                "address_line1_check": None,
                "address_postal_code_check": None,
                "cvc_check": "unchecked",
            },
            "display_brand": one.card.brand,
            "networks": {"available": [one.card.brand], "preferred": None},
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        },
        "created": seconds(one.created),
        "customer": None,
        "livemode": False,
        "metadata": one.metadata,
        "type": "card",
    }


def token(stripe: Stripe, one: Handed) -> Data:
    whole = card(one.method) | {"id": f"card{one.method.id[2:]}", "object": "card", "name": None}
    return {
        "id": one.id,
        "object": "token",
        "card": whole,
        "client_ip": "127.0.0.1",
        "created": seconds(one.created),
        "livemode": False,
        "type": "card",
        "used": one.is_used,
    }


def source(stripe: Stripe, one: Handed) -> Data:
    return {
        "id": one.id,
        "object": "source",
        "amount": one.amount,
        "card": card(one.method) | {"three_d_secure": "optional"},
        "client_secret": f"{one.id.replace('src', 'src_client_secret')}",
        "created": seconds(one.created),
        "currency": one.currency or None,
        "flow": "none",
        "livemode": False,
        "metadata": {},
        "owner": NOBODY | one.method.billing,
        "status": "consumed" if one.is_used else "chargeable",
        "type": "card",
        "usage": "single_use",
    }


def card(one: PaymentMethod) -> Data:
    return {
        "brand": one.card.brand,
        "country": one.card.country,
        "exp_month": one.exp_month,
        "exp_year": one.exp_year,
        "fingerprint": one.card.number[::-1],
        "funding": one.card.funding,
        "last4": one.last4,
    }

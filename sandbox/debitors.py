"""Who takes the money for a bundle, by account, as `reserve` tells it. On credit: nobody."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.box_office import Bundle
from sandbox.stripe.merchant import Price, open_intent
from sandbox.stripe.state import INGRESSO, Stripe

PUBLISHABLE_KEY = f"pk_test_{INGRESSO}"

# These suppliers take the money themselves: their bundles want a Stripe token each.
OWN_STRIPE_SOURCES = frozenset({"castle"})

# Nobody's Stripe takes the money for this supplier: its buyers go to a payment page, whatever the account.
PAYMENT_PAGE_SOURCES = frozenset({"keepsake"})


@dataclass(frozen=True)
class Terms:
    """How an account pays, and where Cider is."""

    pays_by: str
    public_url: str
    with_intents: bool = False


def name_debitors(bundles: Sequence[Bundle], terms: Terms, *, stripe: Stripe, transaction_uuid: str) -> None:
    """Write its debitor on each bundle. One key opens Cider for the whole reservation."""
    if terms.pays_by == "stripe":
        cider, others = _cider(terms), OWN_STRIPE_SOURCES | PAYMENT_PAGE_SOURCES
        by_cider = [bundle for bundle in bundles if bundle.source.code not in others]
        if terms.with_intents and by_cider:
            price = price_of(by_cider, transaction_uuid=transaction_uuid)
            cider["debitor_integration_data"]["stripe"] |= _intent(stripe, price)
        for bundle in bundles:
            bundle.debitor = _other(bundle) if bundle.source.code in others else cider
    elif terms.pays_by == "redirect":
        for bundle in bundles:
            bundle.debitor = _dummy()


def price_of(bundles: Sequence[Bundle], *, transaction_uuid: str, account: str = INGRESSO) -> Price:
    """What these bundles cost together, as Stripe is told."""
    amount = sum(bundle.minor_units for bundle in bundles)
    return Price(amount, bundles[0].currency.code, transaction_uuid, account)


def _intent(stripe: Stripe, price: Price) -> dict[str, str]:
    intent = open_intent(stripe, price)
    return {"payment_intent": intent.id, "client_secret": intent.client_secret}


def _cider(terms: Terms) -> dict[str, Any]:
    stripe: dict[str, Any] = {
        "payment_sources_enabled": True,
        "publishable_key": PUBLISHABLE_KEY,
        "required": True,
    }
    return {
        "debitor_aggregation_key": "cider",
        "debitor_desc": "Cider",
        "debitor_integration_data": {
            "cider_api_endpoint": f"{terms.public_url}/cider/api",
            "cider_api_token": f"key_{secrets.token_hex(12)}",
            "cider_js": f"{terms.public_url}/cider/cider.js",
            "merchant_group_country_code": "gb",
            "stripe": stripe,
        },
        "debitor_name": "cider",
        "debitor_type": "cider",
    }


def _other(bundle: Bundle) -> dict[str, Any]:
    return _stripe(bundle) if bundle.source.code in OWN_STRIPE_SOURCES else _dummy()


def _stripe(bundle: Bundle) -> dict[str, Any]:
    return {
        "debitor_aggregation_key": f"stripe-{bundle.source.code}",
        "debitor_desc": f"Stripe of {bundle.source.desc}",
        "debitor_integration_data": {"publishable_key": f"{PUBLISHABLE_KEY}_{bundle.source.code}"},
        "debitor_name": "stripe",
        "debitor_type": "stripe",
    }


def _dummy() -> dict[str, Any]:
    return {
        "debitor_desc": "The Dummy Card Debitor",
        "debitor_integration_data": {},
        "debitor_name": "dummy",
        "debitor_type": "dummy",
    }

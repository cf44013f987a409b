"""What a reservation asks of its customer: `reserve` tells it, `purchase` insists on it."""

from collections.abc import Sequence
from typing import Any

from sandbox.box_office import Bundle
from sandbox.countries import COUNTRIES
from sandbox.f13.account import Account

# These send their tickets by email themselves, so they must know where to.
EMAILING_SOURCES = frozenset({"gracht"})


def needs_of(bundles: Sequence[Bundle], *, account: Account) -> dict[str, Any]:
    """What must be asked of the customer, and what need not."""
    return {
        "allowed_countries": _allowed_countries(bundles),
        "can_edit_address": not account.is_address_locked,
        "needs_agent_reference": account.needs_agent_reference,
        "needs_email_address": any(bundle.source.code in EMAILING_SOURCES for bundle in bundles),
        "needs_payment_card": False,
        "prefilled_address": dict(account.address) | {"country_code": account.country},
        "supports_billing_address": account.supports_billing_address or account.pays_by == "stripe",
    }


def _allowed_countries(bundles: Sequence[Bundle]) -> dict[str, str]:
    """Where the tickets can go, all of them."""
    allowed = set(COUNTRIES)
    for bundle in bundles:
        allowed &= set(bundle.send_method.permitted_countries or COUNTRIES)
    return {code: COUNTRIES[code] for code in sorted(allowed)}

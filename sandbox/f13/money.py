"""Sums as f13 states them: rounded, with their taxes, commissions, and the amounts in another currency."""

from decimal import Decimal
from typing import Any

from sandbox.catalogue.model import Currency, Event, SendMethod
from sandbox.catalogue.money import CURRENCIES, converted, rounded
from sandbox.f13.account import Call

VAT = Decimal("1.2")
USERS_SHARE = Decimal("0.45")


def commissions(total: Decimal, *, event: Event, prefix: str = "") -> dict[str, Any]:
    """What is earned on `total`: in all, and the caller's share of it."""
    gross = total * event.commission
    return {
        f"{prefix}gross_commission": _commission(gross, event),
        f"{prefix}user_commission": _commission(gross * USERS_SHARE, event),
    }


def _commission(amount: Decimal, event: Event) -> dict[str, Any]:
    return {
        "amount_excluding_vat": rounded(amount, event.currency),
        "amount_including_vat": rounded(amount * VAT, event.currency),
        "commission_currency_code": event.currency.code,
    }


def taxes(prefix: str, *, event: Event, combined: Decimal, surcharge: Decimal) -> dict[str, Any]:
    """Of which tax, for the events that say so; nothing for others."""
    tax = event.tax_in(combined)
    if tax is None:
        return {}
    return {
        f"{prefix}_combined_tax_component": tax,
        f"{prefix}_surcharge_tax_sub_component": event.tax_in(surcharge),
    }


def send_tax(prefix: str, *, method: SendMethod, event: Event) -> dict[str, Any]:
    tax = event.tax_in(method.cost)
    return {} if tax is None else {f"{prefix}_tax_component": tax}


def with_desired(amounts: dict[str, Decimal], *, event: Event, call: Call) -> dict[str, Any]:
    """The amounts, and each again as `…_in_desired` where the account asked for another currency."""
    desired = desired_currency(call)
    if desired is None:
        return dict(amounts)
    others = {
        f"{name}_in_desired": converted(value, source=event.currency, target=desired)
        for name, value in amounts.items()
    }
    return amounts | others


def desired_currency(call: Call) -> Currency | None:
    """The currency that the account wants to see besides the one that is charged."""
    return CURRENCIES[call.account.desired_currency] if call.account.desired_currency else None

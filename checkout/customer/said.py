"""What was typed and found right, under ticketing's names; and back again."""

from collections.abc import Mapping
from typing import Any

from .hints import ADDRESS
from .needs import FIELDS, Needs
from .ticks import CONSENTS, YES

BILLING = tuple(f"billing_{name}" for name in ADDRESS)
# Ticketing's name of a billing address's part, and the form's.
PARTS = {known: f"billing_{name}" for known, name in FIELDS.items() if name in ADDRESS}


def customer_from(found: Mapping[str, Any], *, needs: Needs) -> dict[str, Any]:
    """What `ticketing.Customer` takes, as the record keeps it, and the billing address if there is one."""
    customer = {name: value for name, value in found.items() if not name.startswith("billing_")}
    customer["email_address"] = customer.pop("email")
    if needs.asks_two_phones and not (found["home_phone"] and found["work_phone"]):
        # f13 takes the two in place of one only where both are given.
        customer["phone"] = found["home_phone"] or found["work_phone"]
    if found.get("billing_differs"):
        customer["billing_address"] = {known: found[name] for known, name in PARTS.items()}
    return customer


def typed_from(customer: Mapping[str, Any], *, needs: Needs) -> dict[str, str]:
    """The form's values again, as they would be posted."""
    billing = customer.get("billing_address", {})
    typed = {name: value for name, value in customer.items() if isinstance(value, str)}
    typed["email"] = typed.pop("email_address", "")
    typed |= {name: billing[known] for known, name in PARTS.items() if known in billing}
    ticked = (name for name in CONSENTS if customer.get(name))
    typed |= {name: needs.supplier_codes if name == CONSENTS[0] else YES for name in ticked}
    return typed | ({"billing_differs": YES} if billing else {})

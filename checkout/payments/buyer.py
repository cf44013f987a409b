"""Who buys, as every way of paying tells f13."""

from typing import Any, TypedDict

from django.conf import settings

from boxoffice.ticketing import Address, Customer


class Buyer(TypedDict):
    """What `Service.purchase` takes of it."""

    customer: Customer
    billing_address: Address | None
    remote_ip: str
    send_confirmation_email: bool


def buyer(record: Any) -> Buyer:
    said = dict(record.customer)
    billing = said.pop("billing_address", None)
    return {
        "customer": Customer(**said),
        "billing_address": Address(**billing) if billing else None,
        "remote_ip": record.customer_ip or "",
        "send_confirmation_email": settings.CONFIRMATION_EMAIL == "ingresso",
    }

"""Who buys, as every way of paying tells f13."""

from typing import Any, TypedDict

from boxoffice.ticketing import Address, CalloutReturn, Customer


class NotPaid(Exception):
    """f13 was not asked, for the money is not there. `why` is for the page, the text for the log."""

    def __init__(self, text: str, *, why: str, request_id: str = "") -> None:
        super().__init__(text)
        self.why = why
        self.request_id = request_id


class NotSure(Exception):
    """f13 was not asked, for nobody says whether the money is there. To be asked again soon."""

    def __init__(self, text: str, *, request_id: str = "") -> None:
        super().__init__(text)
        self.request_id = request_id


class Buyer(TypedDict):
    """What `Service.purchase` takes of it."""

    customer: Customer
    billing_address: Address | None
    callout_return: CalloutReturn | None
    remote_ip: str
    remote_site: str
    send_confirmation_email: bool


def buyer(record: Any, *, back: CalloutReturn | None = None) -> Buyer:
    """`back`: where the buyer returns to, should a debitor have them sent elsewhere."""
    said = dict(record.customer)
    billing = said.pop("billing_address", None)
    return {
        "customer": Customer(**said),
        "billing_address": Address(**billing) if billing else None,
        "callout_return": back,
        "remote_ip": record.customer_ip or "",
        "remote_site": record.browser.get("site", ""),
        "send_confirmation_email": record.confirmation_by == "ingresso",
    }

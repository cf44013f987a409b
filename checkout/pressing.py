"""The buyer's own steps towards a purchase: pay was pressed, the card is confirmed or is not."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from . import outcomes
from .models import OrderRecord, State

WITHIN_SECONDS = 2.0  # a purchase starts only while at least so much of the hold is left

# Of a new attempt. The worker that was refused may still be tidying up; this attempt need not wait for it.
AFRESH: dict[str, Any] = {
    "purchase_asked_at": None,
    "looks": 0,
    "look_again_at": None,
    "lease": "",
    "lease_ends_at": None,
}


@dataclass(frozen=True)
class Browser:
    """What debitors are told of the buyer's browser, as it was when pay was pressed."""

    ip: str | None = None
    user_agent: str = ""
    accept: str = ""
    site: str = ""


def press(
    record: OrderRecord,
    *,
    customer: Mapping[str, object],
    browser: Browser,
    to: State = State.ATTEMPTING,
) -> bool:
    """The buyer has pressed pay: True for the press that starts the purchase, False for every other one.

    `to`: AUTHORISING where the buyer's card is to be confirmed first, HANDED_OVER for the white label.
    """
    if record.state != State.RESERVED or record.has_lapsed(timezone.now()):
        return False
    if outcomes.of(record).needs_consent:
        return False
    said = asdict(browser)
    return record.move(
        to,
        what="pay was pressed",
        customer=dict(customer),
        customer_ip=said.pop("ip"),
        browser=said,
        customer_errors={},
        paid_with={},
        pressed_at=timezone.now(),
        **AFRESH,
    )


def authorised(record: OrderRecord, *, paid_with: Mapping[str, object], request_id: str = "") -> bool:
    """The buyer's card is confirmed: the purchase may start. True for whoever says so first."""
    if record.state != State.AUTHORISING:
        return False
    return record.move(
        State.ATTEMPTING,
        what="the card is confirmed",
        request_id=request_id,
        paid_with=dict(paid_with),
        **AFRESH,
    )


def not_authorised(record: OrderRecord, *, why: str, request_id: str = "") -> bool:
    """The card was not confirmed: the tickets are held as before, and the page says why."""
    if record.state != State.AUTHORISING:
        return False
    return record.move(
        State.RESERVED, what="the card is not confirmed", request_id=request_id, customer_errors={"": why}
    )

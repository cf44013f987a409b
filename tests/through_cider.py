"""Orders that are paid through Cider, up to where the worker comes by."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from checkout import purchase
from checkout.models import OrderRecord, State
from checkout.payments import cider
from tests.builders import BUYER, a_choice, a_hold, a_performance
from tests.sandbox_process import SandboxProcess

# Of a supplier each: two that Cider is for, one with a Stripe of its own, one with a payment page.
NUTCRACKER, CAT, CASTLE, KEEPSAKE = "6IF", "7AB", "LN40", "KE01"
IP = "203.0.113.7"


def held(client: Any, *event_ids: str) -> OrderRecord:
    """Tickets for these events, held together."""
    *first, last = event_ids or (NUTCRACKER,)
    for event_id in first:
        client.post("/trolley/add/", a_choice(a_performance(event_id)))
    record = a_hold(client, perf_id=a_performance(last))
    assert len(record.reservation.trolley.bundles) == len({*event_ids} or {NUTCRACKER})
    return record


def authorising(record: OrderRecord, **customer: str) -> OrderRecord:
    """Pay was pressed; the card is still being entered."""
    assert purchase.press(
        record,
        customer=BUYER | customer,
        browser=purchase.Browser(ip=IP, user_agent="Firefox", accept="text/html", site="shop.example"),
        to=State.AUTHORISING,
    )
    return record


def confirmed(record: OrderRecord, posted: Mapping[str, str]) -> OrderRecord:
    """The browser has posted what it collected; the worker has not come yet."""
    assert purchase.authorised(record, paid_with=cider.collected(record, posted))
    return record


def assert_books_agree(f13: SandboxProcess, record: OrderRecord) -> None:
    """Money taken is tickets held, by f13's books and by Stripe's."""
    row = f13.transaction(record.transaction_uuid)
    taken = sum(Decimal(str(one)) for one in row["stripe"]["taken"].values())
    assert taken == sum(Decimal(str(one)) for one in row["sold_for"].values())
    assert row["stripe"]["held"] == {}

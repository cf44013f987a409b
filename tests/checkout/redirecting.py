"""A buyer whose debitor has a payment page of its own: the practice box office's `demo-redirect`."""

from typing import Any
from urllib.parse import urlencode

from checkout import purchase
from checkout.models import CalloutStep, OrderRecord, State
from tests.builders import CUSTOMER, pressed, run

PAID = [("success", "yes")]
REFUSED = [("success", "no")]


def called_out(client: Any, *, script: str = "") -> OrderRecord:
    """An order whose buyer is to go to the debitor's page. `script`: address line two."""
    record = run(pressed(client, customer=CUSTOMER | {"address_line_two": script}))
    assert record.state == State.CALLED_OUT
    return record


def step_of(record: OrderRecord) -> CalloutStep:
    """Where its buyer is now, or comes from."""
    step = record.callouts.exclude(destination="").last()
    assert step is not None
    return step


def come_back(client: Any, record: OrderRecord, pairs: Any = PAID, **headers: str) -> Any:
    """By GET, with these parameters."""
    return client.get(f"{step_of(record).return_address}?{urlencode(pairs)}", headers=headers)


def work(record: OrderRecord) -> OrderRecord:
    """A worker comes by, if there is anything to do yet."""
    purchase.run(record.pk)
    record.refresh_from_db()
    return record


def callbacks(f13: Any) -> int:
    return len(f13.log(endpoint="callback"))


def row_of(f13: Any) -> dict[str, Any]:
    (row,) = f13.transactions()
    return row

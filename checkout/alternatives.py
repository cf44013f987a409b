"""Where to look instead of what could not be held: the same performance, and as many tickets as were wanted.

The performance's page says what it has, and on which other dates there may be as many; nothing is asked here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from . import addresses
from .kept import KeptChoice
from .models import OrderRecord


@dataclass(frozen=True)
class Alternative:
    """One performance's page, where what is chosen takes the place of the orders that were not held."""

    address: str
    name: str = ""  # of the event


def of(record: OrderRecord) -> tuple[Alternative, ...]:
    """For what was not held, each performance once. Of a lost answer nobody knows what it would have said."""
    by_address = {one.address: one for one in _each(record) if one.address}
    return tuple(by_address.values())


def _each(record: OrderRecord) -> Iterator[Alternative]:
    orders = {order.item_number: order for order in record.reservation.unreserved_orders}
    choices = record.asked.choices
    for number, chosen in choices.items():
        if number in orders or not orders:
            yield Alternative(_elsewhere(chosen, number), chosen.name)
    for order in orders.values():
        if order.item_number not in choices and order.performance:
            yield Alternative(addresses.performance(order.performance.id), str(order.event or ""))


def _elsewhere(chosen: KeptChoice, number: int) -> str:
    """So many together, whichever seats and area they are, in place of that item."""
    choice = chosen.choice
    query = [("together", str(choice.quantity)), ("instead", str(number))]
    if choice.departure_date:
        query.append(("departure", choice.departure_date.isoformat()))
    if choice.duration:
        query.append(("nights", str(choice.duration)))
    return addresses.performance(choice.perf_id, query=query)

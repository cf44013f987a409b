"""The rules of add-ons: what they belong to, how many they are, what goes and comes back with what. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from boxoffice.ticketing import Choice, Event, Order, Performance, Trolley


def is_add_on(order: Order) -> bool:
    return order.event is not None and order.event.is_add_on


def follows(order: Order) -> bool:
    """Whether nobody chooses its number: it is that of the tickets it goes with."""
    return order.event is not None and order.event.is_auto_quantity_add_on


def parents(orders: Iterable[Order], *, of: Collection[str]) -> tuple[Order, ...]:
    """The orders for one of these events, which are those that an add-on goes with."""
    return tuple(order for order in orders if order.event and order.event.id in of)


def number_of_tickets(orders: Iterable[Order]) -> int:
    return sum(order.quantity for order in orders)


def days_of(orders: Iterable[Order]) -> tuple[date, ...]:
    """The days of these orders, each once and in order."""
    found = {order.performance.day for order in orders if order.performance and order.performance.day}
    return tuple(sorted(found))


def matches(performance: Performance, *, add_on: Event, parents: Iterable[Order]) -> bool:
    """Whether the add-on may be had then: at a parent's time, on a parent's day, or whenever it is."""
    theirs = [order.performance for order in parents if order.performance]
    if add_on.is_time_matched_add_on:
        return performance.starts in {one.starts for one in theirs}
    return not add_on.is_date_matched_add_on or performance.day in {one.day for one in theirs}


def followed(choice: Choice, order: Order) -> Choice:
    """The choice as the order has it now, where its number follows that of others."""
    if not follows(order) or choice.quantity == order.quantity:
        return choice
    discounts = order.discount_codes if choice.discounts else ()
    return replace(choice, quantity=order.quantity, discounts=discounts)


def gone_with(before: Iterable[Order], after: Trolley, *, removed: Collection[int]) -> tuple[Order, ...]:
    """The add-ons that left a trolley because what they went with was taken out."""
    left = {order.item_number for order in after.orders} | {*removed}
    return tuple(order for order in before if is_add_on(order) and order.item_number not in left)


def parents_first(orders: Iterable[Order]) -> tuple[Order, ...]:
    """In the order in which they can be put into an empty trolley: an add-on is never there alone."""
    return tuple(sorted(orders, key=is_add_on))

"""The rules of add-ons: what they belong to, when they may be had, how many they are. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from boxoffice.ticketing import Choice, Event, Order, Performance


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

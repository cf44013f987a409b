"""Cancelling what was bought, item by item; withdrawing from what has no date; giving money back.

    possible_items(record)              what can be cancelled now
    ask(record, numbers, by=…)          has it cancelled: a row, which the worker sees to
    withdraw(record, numbers)           receives a buyer's withdrawal
    refund(record, amount, by=…)        staff give back money of the shop's own Stripe; left(record): how much
    text_to_ingresso(record, numbers)   what staff write where the shop may not cancel

`choices` and `dates` say what may be cancelled or withdrawn from, `offer` what comes back. `asking` writes
down what is wanted, `doing` has it done, `concluding` writes down what is certain. `refunds` says what may
go back, and `giving_back` gives it.
"""

from .asking import ask, is_under_way, withdraw
from .choices import Choice, items_of, possible_items, withdrawable_items
from .ingresso import text_to_ingresso
from .refunds import left, refund

__all__ = [
    "Choice",
    "ask",
    "is_under_way",
    "items_of",
    "left",
    "possible_items",
    "refund",
    "text_to_ingresso",
    "withdraw",
    "withdrawable_items",
]

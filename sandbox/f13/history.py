"""What the answers about a transaction share: its times and its languages."""

from typing import Any

from sandbox.box_office import Transaction
from sandbox.f13 import describe
from sandbox.f13.account import Call


def times_of(transaction: Transaction) -> dict[str, Any]:
    """When it was reserved and, where it was tried, purchased."""
    times = {"reserve_iso8601_date_and_time": describe.iso(transaction.reserved_at)}
    if transaction.purchased_at is not None:
        times["purchase_iso8601_date_and_time"] = describe.iso(transaction.purchased_at)
    return times


def languages_of(call: Call) -> list[str]:
    return list(dict.fromkeys((call.language, "en")))

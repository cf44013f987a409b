"""What the answers about a transaction share: its callouts so far, its times, its other name."""

from typing import Any

from sandbox.box_office import Transaction
from sandbox.callouts import Trail
from sandbox.f13 import describe
from sandbox.f13.account import Call
from sandbox.http import Refusal


def transaction_by_id(call: Call) -> Transaction:
    """The transaction of `transaction_id`. Raises Refusal as for `transaction_uuid`."""
    wanted = call.params.required("transaction_id")
    call.world.box_office.expire()
    transactions = list(call.world.box_office.transactions.values())
    transaction = next((found for found in transactions if found.id == wanted), None)
    if transaction is None:
        raise Refusal("Bad data supplied: transaction_id")
    if transaction.user != call.account.user:
        raise Refusal("This transaction belongs to another user", status=403)
    return transaction


def trail_of(transaction: Transaction) -> Trail:
    """The transaction's callouts so far."""
    return transaction.notes.setdefault("trail", Trail())


def times_of(transaction: Transaction) -> dict[str, Any]:
    """When it was reserved and, where it was tried, purchased."""
    times = {"reserve_iso8601_date_and_time": describe.iso(transaction.reserved_at)}
    if transaction.purchased_at is not None:
        times["purchase_iso8601_date_and_time"] = describe.iso(transaction.purchased_at)
    return times


def languages_of(call: Call) -> list[str]:
    return list(dict.fromkeys((call.language, "en")))

"""Finding the caller's own transaction, by either of its names."""

from sandbox.box_office import Transaction
from sandbox.f13.account import Call
from sandbox.http import Refusal

GONE = 410


def own_transaction(call: Call) -> Transaction:
    """The transaction of `transaction_uuid`. Raises Refusal: 400 for none, 403 for another user's."""
    call.world.box_office.expire()
    uuid = call.params.required("transaction_uuid")
    return _own(call, call.world.box_office.transactions.get(uuid), name="transaction_uuid")


def transaction_by_id(call: Call) -> Transaction:
    """The transaction of `transaction_id`. Raises Refusal as for `transaction_uuid`."""
    call.world.box_office.expire()
    wanted = call.params.required("transaction_id")
    found = (one for one in call.world.box_office.newest_first() if one.id == wanted)
    return _own(call, next(found, None), name="transaction_id")


def still_there(call: Call, transaction: Transaction) -> None:
    """Ask this under the lock: the sandbox may have been reset since the transaction was found."""
    if not call.world.box_office.knows(transaction):
        raise Refusal("The transaction no longer exists", status=GONE)


def _own(call: Call, transaction: Transaction | None, *, name: str) -> Transaction:
    if transaction is None:
        raise Refusal(f"Bad data supplied: {name}")
    if transaction.user != call.account.user:
        raise Refusal("This transaction belongs to another user", status=403)
    return transaction

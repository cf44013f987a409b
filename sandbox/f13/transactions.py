"""Finding the caller's own transaction."""

from sandbox.box_office import Transaction
from sandbox.f13.account import Call
from sandbox.http import Refusal


def own_transaction(call: Call) -> Transaction:
    """The transaction of `transaction_uuid`. Raises Refusal: 400 for none, 403 for another user's."""
    box_office = call.world.box_office
    box_office.expire()
    transaction = box_office.transactions.get(call.params.required("transaction_uuid"))
    if transaction is None:
        raise Refusal("Bad data supplied: transaction_uuid")
    if transaction.user != call.account.user:
        raise Refusal("This transaction belongs to another user", status=403)
    return transaction

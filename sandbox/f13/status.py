"""status.v1 and trans_id_status.v1: what has become of a transaction."""

from typing import Any

from sandbox.box_office import Status, Transaction
from sandbox.customers import shown
from sandbox.f13.account import Account, Call
from sandbox.f13.describe_orders import currencies_of, trolley_contents
from sandbox.f13.history import languages_of, times_of
from sandbox.f13.purchase_answer import callout_contents
from sandbox.f13.transactions import own_transaction, transaction_by_id

# Minutes still count while the hold is on; once it is over they mean nothing.
HOLDS = frozenset({Status.RESERVED, Status.ATTEMPTING})


def status(call: Call) -> dict[str, Any]:
    """By `transaction_uuid`."""
    return status_of(call, own_transaction(call))


def trans_id_status(call: Call) -> dict[str, Any]:
    """By `transaction_id`, for those who know only that."""
    return status_of(call, transaction_by_id(call))


def status_of(call: Call, transaction: Transaction) -> dict[str, Any]:
    """The transaction as it stands. While a purchase is under way it still stands as before."""
    with call.world.box_office.lock:
        data = currencies_of(transaction.orders, call) | {
            "language_list": languages_of(call),
            "moneyflow_channel_code": transaction.user,
            "remote_site": transaction.notes.get("remote_site", ""),
            "reserve_user": reserve_user(call.account, sub_user=transaction.sub_user),
            "transaction_status": transaction.status.value,
            "trolley_contents": _trolley(call, transaction),
        }
        return data | times_of(transaction) | _while_held(call, transaction) | _asked_for(call, transaction)


def reserve_user(account: Account, *, sub_user: str) -> dict[str, Any]:
    """The user who reserved, as status and the sales reports show it."""
    return {
        "backend_group": f"demo_internal_{account.pays_by}_group",
        "content_group": "",
        "default_country_code": account.country,
        "is_b2b": account.pays_by == "credit",
        "real_name": account.name,
        "statement_descriptor": "",
        "style": "fixed-tabs",
        "sub_style": "styled-aff-default",
        "sub_sub_style": "ingresso-generic",
        "sub_user": sub_user,
        "user_id": account.user,
    }


def _trolley(call: Call, transaction: Transaction) -> dict[str, Any]:
    return trolley_contents(transaction.bundles, call, transaction=transaction) | _minutes(call, transaction)


def _minutes(call: Call, transaction: Transaction) -> dict[str, Any]:
    """What is left of the hold: f13 says it twice, at the top and inside the trolley."""
    if transaction.status not in HOLDS:
        return {}
    return {"minutes_left_on_reserve": call.world.box_office.minutes_left(transaction)}


def _while_held(call: Call, transaction: Transaction) -> dict[str, Any]:
    data = _minutes(call, transaction)
    if pending := transaction.trail.pending:
        data["pending_callout"] = callout_contents(call, transaction, pending)
    return data


def _asked_for(call: Call, transaction: Transaction) -> dict[str, Any]:
    """The customer, of transactions that were purchased only."""
    if not call.params.flag("add_customer") or transaction.status is not Status.PURCHASED:
        return {}
    return {"customer": shown(transaction.customer or {})}

"""`reserve` holds tickets, `release` lets them go, `reserve_page_archive` says again what `reserve` said."""

from datetime import timedelta
from typing import Any

from sandbox import settling
from sandbox.box_office import Status, Transaction
from sandbox.debitors import Terms
from sandbox.f13 import describe
from sandbox.f13.account import Call
from sandbox.f13.choices import chosen
from sandbox.f13.describe_orders import Shown, Stage, currencies_of, order_contents, trolley_contents
from sandbox.f13.needs import needs_of
from sandbox.f13.transactions import own_transaction, still_there
from sandbox.http import Refusal, Response, as_json
from sandbox.reservations import reserve as hold
from sandbox.trolleys import Change, order_of

ARCHIVED = timedelta(hours=24)


def reserve(call: Call) -> Response:
    """Hold the trolley's orders: those that can be held, the others come back with the reason."""
    if call.account.pays_by == "creditcard":
        raise Refusal("Card details are no longer taken: this account cannot reserve", status=403)
    if not call.params.get("trolley_token") and not call.params.get("perf_id"):
        raise Refusal("Missing parameter: trolley_token, or perf_id")
    change = chosen(call, checks_places=False)
    if not change.items and not change.has_unavailable:
        raise Refusal("Bad data supplied: the trolley is empty")
    with call.world.box_office.lock:  # nobody finds a hold that has no answer yet
        transaction = _hold(call, change)
        transaction.reserve_answer = as_json(_answer(call, change, transaction))
    return transaction.reserve_answer


def reserve_page_archive(call: Call) -> Response:
    """The answer of the reserve again, word by word, for a day."""
    transaction = own_transaction(call)
    if call.world.clock.now() - transaction.reserved_at > ARCHIVED:
        raise Refusal("The resource no longer exists", status=410)
    return transaction.reserve_answer


def release(call: Call) -> dict[str, Any]:
    """Let the tickets go. Asked again, the answer is the same; what was bought, or is being bought, stays."""
    transaction = own_transaction(call)
    box_office = call.world.box_office
    with box_office.lock:
        still_there(call, transaction)
        is_free = transaction.status in {Status.RELEASED, Status.FAILED}
        if transaction.status is Status.RESERVED and not transaction.is_running:
            transaction.status = Status.RELEASED
            box_office.give_back(transaction.orders)
            settling.free(call.world.stripe, transaction)
            is_free = True
    return {"released_ok": is_free}


def _hold(call: Call, change: Change) -> Transaction:
    return hold(
        [order_of(item) for item in change.items],
        call.world,
        user=call.account.user,
        sub_user=call.sub_user,
        language=call.language,
        terms=Terms(call.account.pays_by, call.world.public_url, call.account.stripe_intents),
    )


def _answer(call: Call, change: Change, transaction: Transaction) -> dict[str, Any]:
    """What was held, and what was not. Where nothing was, there is nothing more to say."""
    unreserved = transaction.unreserved
    data: dict[str, Any] = {
        "input_contained_unavailable_order": change.has_unavailable,
        "unreserved_orders": [order_contents(order, Shown(call, Stage.HELD)) for order in unreserved],
    }
    if change.discarded:
        gone = [order_of(item) for item in change.discarded]
        data["discarded_orders"] = [order_contents(order, Shown(call, Stage.WISHED)) for order in gone]
    if not transaction.bundles:
        return data
    data |= needs_of(transaction.bundles, account=call.account)
    data |= currencies_of([*transaction.orders, *unreserved], call)
    return data | {
        "language_list": [transaction.language],
        "minutes_left_on_reserve": call.world.box_office.minutes_left(transaction),
        "reserve_iso8601_date_and_time": describe.iso(transaction.reserved_at),
        "transaction_status": transaction.status,
        "trolley_contents": trolley_contents(transaction.bundles, call, transaction=transaction),
    }

"""`reserve` holds tickets, `release` lets them go, `reserve_page_archive` says again what `reserve` said."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sandbox.box_office import Bundle, Status, Transaction
from sandbox.countries import COUNTRIES
from sandbox.debitors import Terms
from sandbox.f13 import describe
from sandbox.f13.account import Call
from sandbox.f13.choices import chosen
from sandbox.f13.describe_orders import Shown, Stage, currencies_of, order_contents, trolley_contents
from sandbox.http import Refusal
from sandbox.reservations import reserve as hold
from sandbox.trolleys import Change, order_of

ARCHIVED = timedelta(hours=24)

# These send their tickets by email themselves, so they must know where to.
EMAILING_SOURCES = frozenset({"gracht"})


def reserve(call: Call) -> dict[str, Any]:
    """Hold the trolley's orders: those that can be held, the others come back with the reason."""
    if call.account.pays_by == "creditcard":
        raise Refusal("Card details are no longer taken: this account cannot reserve", status=403)
    if not call.params.get("trolley_token") and not call.params.get("perf_id"):
        raise Refusal("Missing parameter: trolley_token, or perf_id")
    change = chosen(call, checks_places=False)
    if not change.items and not change.has_unavailable:
        raise Refusal("Bad data supplied: the trolley is empty")
    transaction = hold(
        [order_of(item) for item in change.items],
        call.world,
        user=call.account.user,
        sub_user=call.sub_user,
        language=call.language,
        terms=Terms(call.account.pays_by, call.world.public_url, call.account.stripe_intents),
    )
    transaction.reserve_answer = _answer(call, change, transaction)
    return transaction.reserve_answer


def reserve_page_archive(call: Call) -> dict[str, Any]:
    """The answer of the reserve again, word by word, for a day."""
    transaction = _own_transaction(call)
    if call.world.clock.now() - transaction.reserved_at > ARCHIVED:
        raise Refusal("The resource no longer exists", status=410)
    return transaction.reserve_answer


def release(call: Call) -> dict[str, Any]:
    """Let the tickets go. Asked again, the answer is the same; what was bought, or is being bought, stays."""
    transaction = _own_transaction(call)
    box_office = call.world.box_office
    with box_office.lock:
        is_free = transaction.status in {Status.RELEASED, Status.FAILED}
        if transaction.status is Status.RESERVED and not transaction.notes.get("purchase_running"):
            transaction.status = Status.RELEASED
            box_office.give_back(transaction.orders)
            is_free = True
    return {"released_ok": is_free}


def _own_transaction(call: Call) -> Transaction:
    """The transaction that the call names. Raises Refusal: 400 for none, 403 for another user's."""
    box_office = call.world.box_office
    box_office.expire()
    transaction = box_office.transactions.get(call.params.required("transaction_uuid"))
    if transaction is None:
        raise Refusal("Bad data supplied: transaction_uuid")
    if transaction.user != call.account.user:
        raise Refusal("This transaction belongs to another user", status=403)
    return transaction


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
    data |= _needs(call, transaction.bundles) | currencies_of([*transaction.orders, *unreserved], call)
    return data | {
        "language_list": [transaction.language],
        "minutes_left_on_reserve": call.world.box_office.minutes_left(transaction),
        "reserve_iso8601_date_and_time": describe.iso(transaction.reserved_at),
        "transaction_status": transaction.status,
        "trolley_contents": trolley_contents(transaction.bundles, call, transaction=transaction),
    }


def _needs(call: Call, bundles: Sequence[Bundle]) -> dict[str, Any]:
    """What must be asked of the customer, and what need not."""
    account = call.account
    return {
        "allowed_countries": _allowed_countries(bundles),
        "can_edit_address": not account.address,
        "needs_agent_reference": account.needs_agent_reference,
        "needs_email_address": any(bundle.source.code in EMAILING_SOURCES for bundle in bundles),
        "needs_payment_card": False,
        "prefilled_address": dict(account.address) | {"country_code": account.country},
        "supports_billing_address": account.pays_by == "stripe",
    }


def _allowed_countries(bundles: Sequence[Bundle]) -> dict[str, str]:
    """Where the tickets can go, all of them."""
    allowed = set(COUNTRIES)
    for bundle in bundles:
        allowed &= set(bundle.send_method.permitted_countries or COUNTRIES)
    return {code: COUNTRIES[code] for code in sorted(allowed)}

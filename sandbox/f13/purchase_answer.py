"""What a purchase answers: how it ended, or the callout that comes first."""

from decimal import Decimal
from typing import Any

from sandbox.box_office import Transaction
from sandbox.callouts import Callout, Hop
from sandbox.customers import shown
from sandbox.f13.account import Call
from sandbox.f13.describe_orders import Stage, currencies_of, trolley_contents
from sandbox.f13.history import languages_of, times_of


def purchase_answer(call: Call, transaction: Transaction) -> dict[str, Any]:
    """The end of a purchase, whether tickets were sold or not: failures are results, not errors."""
    return currencies_of(transaction.orders, call) | {
        "customer": shown(transaction.customer or {}),
        "language_list": languages_of(call),
        **times_of(transaction),
        "transaction_status": transaction.status.value,
        "trolley_contents": trolley_contents(
            transaction.bundles, call, transaction=transaction, stage=Stage.BOUGHT
        ),
    }


def callout_answer(call: Call, transaction: Transaction, callout: Callout) -> dict[str, Any]:
    orders = [order for order in transaction.orders if order.event.source.code == callout.source_code]
    return currencies_of(orders, call) | {"callout": callout_contents(call, transaction, callout)}


def callout_contents(call: Call, transaction: Transaction, callout: Callout) -> dict[str, Any]:
    """A callout, in a purchase's answer and as `pending_callout`."""
    data = {
        "bundle_source_code": callout.source_code,
        "bundle_source_desc": callout.source_desc,
        "bundle_total_cost": callout.amount,
        "callout_destination_url": f"{call.world.public_url}/pay/dummy_redirect.buy/{transaction.user}",
        "callout_parameters": callout.parameters,
        "callout_parameters_order": callout.parameters_order,
        "callout_type": callout.type,
        "currency_code": callout.currency.code,
        "debitor_integration_data": _integration(callout),
        "return_token": callout.token,
    }
    bundle = next(one for one in transaction.bundles if one.source.code == callout.source_code)
    return data | ({"debitor": bundle.debitor} if bundle.debitor else {})


def _integration(callout: Callout) -> dict[str, Any]:
    return {
        "debit_amount": callout.amount,
        "debit_base_amount": callout.amount * Decimal(callout.currency.factor),
        "debit_currency": callout.currency.code,
        "debitor_specific_data": {"is_dummy_3d_secure": callout.hop is Hop.THREE_D_SECURE},
        "debitor_type": "stripe" if callout.hop is Hop.STRIPE else "dummy",
    }

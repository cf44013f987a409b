"""Intents, charges and refunds as the JSON that Stripe answers."""

from sandbox.stripe.card_shapes import NOBODY, Data, card, seconds
from sandbox.stripe.objects import Charge, Intent, Refund, Status
from sandbox.stripe.state import Stripe

GIVEN_BACK = (
    *("description", "receipt_email", "setup_future_usage", "shipping"),
    *("statement_descriptor", "statement_descriptor_suffix"),
)
# What a browser may see of an intent, with its client secret.
FOR_BROWSERS = (
    *("id", "object", "amount", "amount_details", "automatic_payment_methods", "canceled_at"),
    *("cancellation_reason", "capture_method", "client_secret", "confirmation_method", "created", "currency"),
    *("description", "last_payment_error", "livemode", "next_action", "payment_method"),
    *("payment_method_types", "processing", "receipt_email", "setup_future_usage", "shipping", "source"),
    "status",
)


def intent(stripe: Stripe, one: Intent) -> Data:
    return {name: one.details.get(name) for name in GIVEN_BACK} | {
        "id": one.id,
        "object": "payment_intent",
        "amount": one.amount,
        "amount_capturable": one.amount_capturable,
        "amount_details": {"tip": {}},
        "amount_received": one.amount_received,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": one.automatic_payment_methods,
        "canceled_at": seconds(one.canceled_at),
        "cancellation_reason": one.cancellation_reason,
        "capture_method": one.capture_method,
        "client_secret": one.client_secret,
        "confirmation_method": one.confirmation_method,
        "created": seconds(one.created),
        "currency": one.currency,
        "customer": None,
        "last_payment_error": one.last_error,
        "latest_charge": one.latest_charge,
        "livemode": False,
        "metadata": one.metadata,
        "next_action": next_action(stripe, one),
        "on_behalf_of": None,
        "payment_method": one.method.id if one.method else None,
        "payment_method_configuration_details": None,
        "payment_method_options": {"card": {"installments": None, "request_three_d_secure": "automatic"}},
        "payment_method_types": one.payment_method_types,
        "processing": {"type": "card"} if one.status is Status.PROCESSING else None,
        "review": None,
        "source": None,
        "status": one.status.value,
        "transfer_data": None,
        "transfer_group": None,
    }


def intent_for_browsers(stripe: Stripe, one: Intent) -> Data:
    return for_browsers(intent(stripe, one))


def for_browsers(whole: Data) -> Data:
    return {name: whole[name] for name in FOR_BROWSERS}


def next_action(stripe: Stripe, one: Intent) -> Data | None:
    """Where the buyer has to go: a page to be sent to, or one that Stripe.js shows."""
    if one.status is not Status.REQUIRES_ACTION:
        return None
    address = f"{stripe.public_url}/v3/authenticate/{one.challenge}"
    if one.wants_sdk and stripe.three_d_secure == "modal":
        return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "stripe_3ds2", "stripe_js": address}}
    return {
        "type": "redirect_to_url",
        "redirect_to_url": {"url": address, "return_url": one.return_url or None},
    }


def charge(stripe: Stripe, one: Charge) -> Data:
    failure = one.failure or {}
    return {
        "id": one.id,
        "object": "charge",
        "amount": one.amount,
        "amount_captured": one.amount_captured,
        "amount_refunded": one.amount_refunded,
        "balance_transaction": f"txn{one.id[2:]}" if one.is_captured else None,
        "billing_details": NOBODY | one.method.billing,
        "calculated_statement_descriptor": "PRACTICE",
        "captured": one.is_captured,
        "created": seconds(one.created),
        "currency": one.currency,
        "customer": None,
        "description": one.description,
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": failure.get("code"),
        "failure_message": failure.get("message"),
        "fraud_details": {},
        "livemode": False,
        "metadata": one.metadata,
        "outcome": _outcome(one),
        "paid": one.status == "succeeded",
        "payment_intent": one.intent,
        "payment_method": one.method.id,
        "payment_method_details": {"type": "card", "card": _charged_card(one)},
        "receipt_email": one.receipt_email,
        "receipt_url": f"{stripe.public_url}/v3/receipt/{one.id}" if one.is_captured else None,
        "refunded": bool(one.amount_refunded) and one.amount_refunded == (one.amount_captured or one.amount),
        "review": None,
        "shipping": None,
        "source": None,
        "status": one.status,
    }


def refund(stripe: Stripe, one: Refund) -> Data:
    return {
        "id": one.id,
        "object": "refund",
        "amount": one.amount,
        "balance_transaction": f"txn{one.id[2:]}",
        "charge": one.charge,
        "created": seconds(one.created),
        "currency": one.currency,
        "destination_details": {"card": {"reference_status": "pending", "type": "refund"}, "type": "card"},
        "metadata": one.metadata,
        "payment_intent": one.intent,
        "reason": one.reason,
        "receipt_number": None,
        "status": one.status,
    }


def _charged_card(one: Charge) -> Data:
    authenticated = {"authentication_flow": "challenge", "result": "authenticated", "version": "2.2.0"}
    return card(one.method) | {
        "amount_authorized": one.amount if one.status == "succeeded" else None,
        "capture_before": seconds(one.capture_before),
        "three_d_secure": authenticated if one.has_authenticated else None,
        "wallet": None,
    }


def _outcome(one: Charge) -> Data:
    if one.failure:
        return {
            "network_status": "declined_by_network",
            "reason": one.failure.get("decline_code"),
            "risk_level": "normal",
            "seller_message": "The bank did not return any further details with this decline.",
            "type": "issuer_declined",
        }
    return {
        "network_status": "approved_by_network",
        "reason": None,
        "risk_level": "normal",
        "seller_message": "Payment complete.",
        "type": "authorized",
    }

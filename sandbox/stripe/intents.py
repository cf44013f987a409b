"""`/v1/payment_intents`: a function for each call."""

from sandbox.stripe import charging, shapes
from sandbox.stripe.calls import Call, Data, page_of
from sandbox.stripe.currencies import check_amount, check_currency
from sandbox.stripe.errors import StripeError, wrong
from sandbox.stripe.events import tell_intent
from sandbox.stripe.intent_terms import (
    CANCELABLE,
    CAPTURE,
    CAPTURE_METHODS,
    CONFIRM,
    CREATE,
    DETAILS,
    OPEN,
    REASONS,
    UPDATE,
    check_confirmation,
    check_state,
    new_intent,
    set_details,
    set_method,
    types_from,
)
from sandbox.stripe.objects import Intent, PaymentMethod, Status
from sandbox.stripe.state import found


def create(call: Call) -> Data:
    form = call.form
    form.only(CREATE)
    currency = check_currency(form.required("currency"))
    types, automatic = types_from(form)
    intent = new_intent(
        call.stripe,
        account=call.account,
        amount=check_amount(form.integer("amount"), currency=currency),
        currency=currency,
    )
    intent.payment_method_types, intent.automatic_payment_methods = types, automatic
    intent.capture_method = form.text("capture_method", intent.capture_method, of=CAPTURE_METHODS)
    intent.confirmation_method = form.text("confirmation_method", "automatic", of=("automatic", "manual"))
    intent.metadata = form.metadata({})
    set_details(intent, form)
    set_method(call, intent)
    if form.flag("confirm"):
        check_confirmation(call, intent)
    call.stripe.intents[intent.id] = intent
    tell_intent(call.stripe, intent, "created")
    if form.flag("confirm"):
        _confirm(call, intent)
    return call.shown(intent)


def retrieve(call: Call) -> Data:
    call.form.only(("client_secret", "expand", "key"))
    return call.shown(named(call))


def list_all(call: Call) -> Data:
    return page_of(call, call.stripe.intents.values(), shape=shapes.intent, url="/v1/payment_intents")


def update(call: Call) -> Data:
    """Amount and card while it is open; words about it always."""
    form, intent = call.form, named(call)
    form.only(UPDATE)
    if set(form.data) - {*DETAILS, "metadata", "expand"}:
        check_state(call, intent, deed="updated", may=OPEN)
    currency = check_currency(form.text("currency", intent.currency))
    amount = check_amount(form.integer("amount") or intent.amount, currency=currency)
    if amount != intent.amount and intent.status is Status.REQUIRES_ACTION:
        intent.status, intent.challenge = Status.REQUIRES_CONFIRMATION, ""
    intent.amount, intent.currency = amount, currency
    intent.capture_method = form.text("capture_method", intent.capture_method, of=CAPTURE_METHODS)
    intent.metadata = form.metadata(intent.metadata)
    set_details(intent, form)
    set_method(call, intent)
    return call.shown(intent)


def confirm(call: Call) -> Data:
    call.form.only(CONFIRM)
    intent = named(call)
    check_state(call, intent, deed="confirmed", may=OPEN)
    set_details(intent, call.form)
    set_method(call, intent)
    check_confirmation(call, intent)
    _confirm(call, intent)
    return call.shown(intent)


def capture(call: Call) -> Data:
    """All of it, or `amount_to_capture`: the rest is let go."""
    form, intent = call.form, named(call)
    form.only(CAPTURE)
    check_state(call, intent, deed="captured", may=(Status.REQUIRES_CAPTURE,))
    amount = form.integer("amount_to_capture")
    if amount is not None and not 1 <= amount <= intent.amount_capturable:
        code = "amount_too_large" if amount > 0 else "parameter_invalid_integer"
        raise wrong(
            "amount_to_capture", f"You cannot capture {amount} of {intent.amount_capturable}", code=code
        )
    intent.metadata = form.metadata(intent.metadata)
    charging.capture(call.stripe, intent, amount=intent.amount_capturable if amount is None else amount)
    return call.shown(intent)


def cancel(call: Call) -> Data:
    intent = named(call)
    call.form.only(("cancellation_reason", "expand"))
    reason = call.form.text("cancellation_reason", of=REASONS)
    check_state(call, intent, deed="canceled", may=CANCELABLE)
    charging.cancel(call.stripe, intent, reason=reason or None)
    return call.shown(intent)


def named(call: Call) -> Intent:
    """The intent in the path. A browser must know its client secret."""
    id = call.ids[0]
    intent = found(call.stripe.intents, id, account=call.account, kind="payment_intent", param="intent")
    secret = call.form.text("client_secret")
    if (call.is_browser or secret) and secret != intent.client_secret:
        words = "The client_secret provided does not match any associated PaymentIntent on this account."
        raise StripeError(words, code="payment_intent_invalid_parameter", param="client_secret")
    return intent


def _confirm(call: Call, intent: Intent) -> None:
    form = call.form
    if not isinstance(intent.method, PaymentMethod):
        raise StripeError("No payment method")
    intent.return_url, intent.wants_sdk = form.text("return_url"), form.flag("use_stripe_sdk")
    charging.confirm(
        call.stripe,
        intent,
        method=intent.method,
        may_ask=not (form.flag("off_session") or form.flag("error_on_requires_action")),
    )

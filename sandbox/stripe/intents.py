"""`/v1/payment_intents`: each call as parameters, what they may be in which state, and the deed."""

from sandbox.stripe import charging, shapes
from sandbox.stripe.calls import Call, Data, page_of
from sandbox.stripe.currencies import check_amount, check_currency
from sandbox.stripe.errors import StripeError, wrong
from sandbox.stripe.events import tell_intent
from sandbox.stripe.forms import Form
from sandbox.stripe.methods import method_from, method_named
from sandbox.stripe.objects import Intent, PaymentMethod, Status
from sandbox.stripe.state import Stripe, found

DETAILS = (
    *("description", "receipt_email", "setup_future_usage", "shipping"),
    *("statement_descriptor", "statement_descriptor_suffix"),
)
COMMON = (*DETAILS, "payment_method", "payment_method_data", "payment_method_options", "expand")
UPDATE = (*COMMON, "amount", "currency", "metadata", "payment_method_types", "capture_method")
CONFIRM = (
    *(*COMMON, "return_url", "off_session", "error_on_requires_action", "use_stripe_sdk", "capture_method"),
    *(
        "client_secret",
        "key",
        "expected_payment_method_type",
        "client_context",
        "mandate_data",
        "radar_options",
    ),
)
CREATE = (
    *(*UPDATE, "confirm", "confirmation_method", "automatic_payment_methods", "return_url", "off_session"),
    *("error_on_requires_action", "use_stripe_sdk"),
)
CAPTURE_METHODS = ("automatic", "automatic_async", "manual")
REASONS = ("duplicate", "fraudulent", "requested_by_customer", "abandoned")
OPEN = (Status.REQUIRES_PAYMENT_METHOD, Status.REQUIRES_CONFIRMATION, Status.REQUIRES_ACTION)
CANCELABLE = (*OPEN, Status.REQUIRES_CAPTURE, Status.PROCESSING)
NO_RETURN = (
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of "
    "these payment methods might redirect your customer off of your page, you must provide a `return_url`."
)


def create(call: Call) -> Data:
    form = call.form
    form.only(CREATE)
    currency = check_currency(form.required("currency"))
    types, automatic = _types(form)
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
    _set_details(intent, form)
    _set_method(call, intent)
    if form.flag("confirm"):
        _check_confirmation(call, intent)
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
        _check_state(call, intent, deed="updated", may=OPEN)
    currency = check_currency(form.text("currency", intent.currency))
    amount = check_amount(form.integer("amount") or intent.amount, currency=currency)
    if amount != intent.amount and intent.status is Status.REQUIRES_ACTION:
        intent.status, intent.challenge = Status.REQUIRES_CONFIRMATION, ""
    intent.amount, intent.currency = amount, currency
    intent.capture_method = form.text("capture_method", intent.capture_method, of=CAPTURE_METHODS)
    intent.metadata = form.metadata(intent.metadata)
    _set_details(intent, form)
    _set_method(call, intent)
    return call.shown(intent)


def confirm(call: Call) -> Data:
    call.form.only(CONFIRM)
    intent = named(call)
    _check_state(call, intent, deed="confirmed", may=OPEN)
    _set_details(intent, call.form)
    _set_method(call, intent)
    _check_confirmation(call, intent)
    _confirm(call, intent)
    return call.shown(intent)


def capture(call: Call) -> Data:
    """All of it, or `amount_to_capture`: the rest is let go."""
    form, intent = call.form, named(call)
    form.only(("amount_to_capture", "metadata", "expand", "final_capture", *DETAILS))
    _check_state(call, intent, deed="captured", may=(Status.REQUIRES_CAPTURE,))
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
    _check_state(call, intent, deed="canceled", may=CANCELABLE)
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


def new_intent(stripe: Stripe, *, account: str, amount: int, currency: str) -> Intent:
    id = stripe.new_id("pi")
    return Intent(id, account, f"{id}_secret_{stripe.new_secret()}", amount, currency, stripe.clock.now())


def _types(form: Form) -> tuple[list[str], dict[str, object] | None]:
    """Without a list of types, whatever the account has switched on: here, cards."""
    automatic = form.within("automatic_payment_methods")
    automatic.only(("enabled", "allow_redirects"))
    if "payment_method_types" in form:
        if automatic.flag("enabled"):
            words = "You may only specify one: automatic_payment_methods or payment_method_types."
            raise StripeError(words, param="payment_method_types")
        return _only_cards(form), None
    allowed = automatic.text("allow_redirects", "always", of=("always", "never"))
    return ["card"], {"allow_redirects": allowed, "enabled": True}


def _only_cards(form: Form) -> list[str]:
    types = form.words("payment_method_types")
    if other := [type for type in types if type != "card"] or ([] if types else ["none"]):
        raise wrong("payment_method_types", f"The payment method type provided: {other[0]} is invalid")
    return types


def _set_details(intent: Intent, form: Form) -> None:
    for name in DETAILS:
        if name in form:
            intent.details[name] = form.data[name] or None


def _set_method(call: Call, intent: Intent) -> None:
    method = _given_method(call)
    if method is not None:
        intent.method, intent.challenge = method, ""
        intent.status = Status.REQUIRES_CONFIRMATION


def _given_method(call: Call) -> PaymentMethod | None:
    form = call.form
    if "payment_method_data" in form:
        data = form.within("payment_method_data")
        return method_from(call.stripe, data, account=call.account, by_browser=call.is_browser)
    name = form.text("payment_method")
    return method_named(call.stripe, name, account=call.account) if name else None


def _check_confirmation(call: Call, intent: Intent) -> None:
    form = call.form
    if intent.method is None:
        words = "You cannot confirm this PaymentIntent because it's missing a payment method."
        raise _unexpected(call, intent, words)
    redirects = (intent.automatic_payment_methods or {}).get("allow_redirects") == "always"
    if redirects and not call.is_browser and not form.text("return_url"):
        raise StripeError(NO_RETURN, param="return_url")
    if call.is_browser and intent.confirmation_method == "manual":
        raise _unexpected(call, intent, "This PaymentIntent is confirmed with a secret key only.")


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


def _check_state(call: Call, intent: Intent, *, deed: str, may: tuple[Status, ...]) -> None:
    if intent.status in may:
        return
    words = (
        f"This PaymentIntent could not be {deed} because it has a status of {intent.status.value}. Only a "
        f"PaymentIntent with one of the following statuses may be {deed}: {', '.join(may)}."
    )
    raise _unexpected(call, intent, words)


def _unexpected(call: Call, intent: Intent, words: str) -> StripeError:
    shape = call.shown(intent)
    return StripeError(words, code="payment_intent_unexpected_state", is_kept=True, payment_intent=shape)

"""What an intent may be: the parameters of each call, and in which state it may be made."""

from sandbox.stripe.calls import Call
from sandbox.stripe.errors import StripeError, wrong
from sandbox.stripe.forms import Form
from sandbox.stripe.methods import method_from, method_named
from sandbox.stripe.objects import Intent, PaymentMethod, Status
from sandbox.stripe.state import Stripe

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
CAPTURE = ("amount_to_capture", "metadata", "expand", "final_capture", *DETAILS)
CAPTURE_METHODS = ("automatic", "automatic_async", "manual")
REASONS = ("duplicate", "fraudulent", "requested_by_customer", "abandoned")
OPEN = (Status.REQUIRES_PAYMENT_METHOD, Status.REQUIRES_CONFIRMATION, Status.REQUIRES_ACTION)
CANCELABLE = (*OPEN, Status.REQUIRES_CAPTURE, Status.PROCESSING)
NO_RETURN = (
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of "
    "these payment methods might redirect your customer off of your page, you must provide a `return_url`."
)


def new_intent(stripe: Stripe, *, account: str, amount: int, currency: str) -> Intent:
    id = stripe.new_id("pi")
    return Intent(id, account, f"{id}_secret_{stripe.new_secret()}", amount, currency, stripe.clock.now())


def types_from(form: Form) -> tuple[list[str], dict[str, object] | None]:
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


def set_details(intent: Intent, form: Form) -> None:
    for name in DETAILS:
        if name in form:
            intent.details[name] = form.data[name] or None


def _only_cards(form: Form) -> list[str]:
    types = form.words("payment_method_types")
    if other := [type for type in types if type != "card"] or ([] if types else ["none"]):
        raise wrong("payment_method_types", f"The payment method type provided: {other[0]} is invalid")
    return types


def set_method(call: Call, intent: Intent) -> None:
    method = _given_method(call)
    if method is not None:
        intent.method, intent.challenge, intent.has_authenticated = method, "", False
        intent.status = Status.REQUIRES_CONFIRMATION


def _given_method(call: Call) -> PaymentMethod | None:
    form = call.form
    if "payment_method_data" in form:
        data = form.within("payment_method_data")
        return method_from(call.stripe, data, account=call.account, by_browser=call.is_browser)
    name = form.text("payment_method")
    return method_named(call.stripe, name, account=call.account) if name else None


def check_confirmation(call: Call, intent: Intent) -> None:
    form = call.form
    if intent.method is None:
        words = "You cannot confirm this PaymentIntent because it's missing a payment method."
        raise _unexpected(call, intent, words)
    redirects = (intent.automatic_payment_methods or {}).get("allow_redirects") == "always"
    if redirects and not call.is_browser and not form.text("return_url"):
        raise StripeError(NO_RETURN, param="return_url")
    if call.is_browser and intent.confirmation_method == "manual":
        raise _unexpected(call, intent, "This PaymentIntent is confirmed with a secret key only.")


def check_state(call: Call, intent: Intent, *, deed: str, may: tuple[Status, ...]) -> None:
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

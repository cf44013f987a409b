"""Cards as they come in: typed in, as a token, or by a test name. What cannot be a card is refused."""

from typing import Any

from sandbox.stripe import cards
from sandbox.stripe.cards import TestCard
from sandbox.stripe.errors import StripeError, card_error, missing, no_such, wrong
from sandbox.stripe.forms import Form
from sandbox.stripe.objects import Handed, PaymentMethod
from sandbox.stripe.state import Stripe

CARD = (
    "number",
    "exp_month",
    "exp_year",
    "cvc",
    "token",
    "name",
    "networks",
    "address_line1",
    "address_line2",
    "address_city",
    "address_state",
    "address_zip",
    "address_country",
    "currency",
)
DATA = ("type", "card", "billing_details", "metadata", "allow_redisplay", "radar_options", *("guid", "muid"))
BILLING = ("address", "email", "name", "phone", "tax_id")
RAW = (
    "Sending credit card numbers directly to the Stripe API is generally unsafe. To continue processing use "
    "Stripe.js, the Stripe mobile bindings, or Stripe Elements."
)


def method_from(stripe: Stripe, form: Form, *, account: str, by_browser: bool) -> PaymentMethod:
    """A new payment method. Raises StripeError for numbers that a person must correct."""
    form.only(DATA)
    if form.required("type") != "card":
        raise wrong("type", f"The payment method type {form.text('type')!r} is invalid here: only card is on")
    billing = form.within("billing_details")
    billing.only(BILLING)
    card = form.within("card")
    card.only(CARD)
    if "token" in card:
        method = use_token(stripe, card.required("token"), account=account)
    else:
        method = typed_in(stripe, card, account=account, by_browser=by_browser)
    method.billing, method.metadata = _plain(billing.data), form.metadata({})
    return method


def typed_in(stripe: Stripe, card: Form, *, account: str, by_browser: bool) -> PaymentMethod:
    """A card by its number. Only browsers send those."""
    if not by_browser:
        raise StripeError(RAW, status=402)
    number = card.required("number").replace(" ", "")
    if not number.isascii() or not number.isdigit() or not cards.passes_luhn(number) or len(number) < 12:
        raise card_error("Your card number is incorrect.", code="incorrect_number", param="number")
    month, year = _expiry(stripe, card)
    cvc, wanted = card.text("cvc"), 4 if cards.brand_of(number) == "amex" else 3
    if cvc and (not cvc.isdigit() or len(cvc) != wanted):
        raise card_error("Your card's security code is invalid.", code="invalid_cvc", param="cvc")
    known = cards.BY_NUMBER.get(number)
    unknown = TestCard(number, (), brand=cards.brand_of(number), decline=cards.LIVE_CARD)
    return _keep(stripe, known or unknown, account=account, expiry=(month, year))


def method_named(stripe: Stripe, name: str, *, account: str) -> PaymentMethod:
    """The method of this id; for a test name such as `pm_card_visa` a new one of that card."""
    if card := cards.named(name, prefix="pm_card_"):
        return _keep(stripe, card, account=account)
    method = stripe.methods.get(name)
    if method is None or method.account != account:
        raise no_such("PaymentMethod", name, param="payment_method", status=400)
    return method


def use_token(stripe: Stripe, name: str, *, account: str) -> PaymentMethod:
    """The card behind a token or source, which is used up by it; or behind a test name such as `tok_visa`."""
    if card := cards.named(name, prefix="tok_"):
        return _keep(stripe, card, account=account)
    handed = handed_named(stripe, name, account=account)
    if handed.is_used:
        words = f"You cannot use a Stripe token more than once: {name}."
        raise StripeError(words, code="token_already_used")
    handed.is_used = True
    return handed.method


def handed_named(stripe: Stripe, name: str, *, account: str) -> Handed:
    handed = stripe.handed.get(name)
    if handed is None or handed.account != account:
        raise no_such("source" if name.startswith("src_") else "token", name, status=400)
    return handed


def hand_out(
    stripe: Stripe, method: PaymentMethod, *, prefix: str, amount: int | None = None, currency: str = ""
) -> Handed:
    """A token, or a source, for a card."""
    handed = Handed(
        stripe.new_id(prefix), method.account, method, stripe.clock.now(), amount=amount, currency=currency
    )
    stripe.handed[handed.id] = handed
    return handed


def _expiry(stripe: Stripe, card: Form) -> tuple[int, int]:
    month, year = card.integer("exp_month"), card.integer("exp_year")
    if month is None or year is None:
        raise missing("card[exp_month]" if month is None else "card[exp_year]")
    now, year = stripe.clock.now(), year + 2000 if year < 100 else year
    if not 1 <= month <= 12:
        words = "Your card's expiration month is invalid."
        raise card_error(words, code="invalid_expiry_month", param="exp_month")
    if not (now.year, now.month) <= (year, month) <= (now.year + 50, 12):
        words = "Your card's expiration year is invalid."
        raise card_error(words, code="invalid_expiry_year", param="exp_year")
    return month, year


def _keep(
    stripe: Stripe, card: TestCard, *, account: str, expiry: tuple[int, int] | None = None
) -> PaymentMethod:
    now = stripe.clock.now()
    month, year = expiry or (now.month, now.year + 1)
    method = PaymentMethod(stripe.new_id("pm"), account, card, month, year, now, last4=card.number[-4:])
    stripe.methods[method.id] = method
    return method


def _plain(billing: dict[str, Any]) -> dict[str, Any]:
    """As Stripe gives it back: empty is null."""
    return {name: value or None for name, value in billing.items()}

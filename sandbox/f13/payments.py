"""Who pays for a bundle, and how: on credit, through Cider, with a Stripe token, or at a payment page.

A bundle is paid for on its own. What a purchase does not bring along is asked for by a callout.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sandbox.box_office import Bundle, Transaction
from sandbox.cider import Saved, saved_in
from sandbox.debitors import price_of
from sandbox.f13.account import Account, Call
from sandbox.http import Refusal
from sandbox.stripe import merchant
from sandbox.stripe.errors import StripeError
from sandbox.stripe.merchant import Price
from sandbox.stripe.objects import Intent, Status
from sandbox.stripe.state import INGRESSO, Stripe
from sandbox.stripe_names import Decline, decline_of, is_known


class Way(StrEnum):
    CREDIT = "credit"
    CIDER = "cider"
    STRIPE = "stripe"
    REDIRECT = "redirect"
    WHITE_LABEL = "white-label"


WAYS = {"cider": Way.CIDER, "stripe": Way.STRIPE, "dummy": Way.REDIRECT}  # by debitor type
DEFAULTS = {"stripe": Way.CIDER, "redirect": Way.REDIRECT}  # by account, where a bundle names no debitor
FLAGS = {"incorrect_cvc": "failed_cv_two", "authentication_required": "failed_3d_secure"}  # by Stripe's code


@dataclass(frozen=True)
class Payment:
    """What came of paying for one bundle. On credit nothing is taken here."""

    amount: Decimal | None = None
    decline: Decline | None = None
    intent: str = ""


def way_of(bundle: Bundle, *, account: Account) -> Way:
    if account.pays_by == Way.WHITE_LABEL:
        return Way.WHITE_LABEL
    if bundle.debitor:
        return WAYS[bundle.debitor["debitor_type"]]
    return DEFAULTS.get(account.pays_by, Way.CREDIT)


def check(call: Call, transaction: Transaction) -> None:
    """Refuse tokens that cannot work, before anything happens: the hold stands, the caller may try again."""
    if call.account.pays_by == "creditcard":
        raise Refusal("Card details are no longer taken: please use another way of paying")
    for bundle in transaction.bundles:
        if token := _cider_token(call, bundle):
            saved = saved_in(transaction).get(token)
            if saved is None or saved.is_used:
                raise Refusal(f"The cider_token of {bundle.source.code} is unknown or has been used")
        token = _stripe_token(call, bundle)
        if token and not _is_good(call, bundle, token):
            raise Refusal(f"The stripeToken of {bundle.source.code} is unknown")


def _is_good(call: Call, bundle: Bundle, token: str) -> bool:
    is_token = is_known(token, kinds=("tok", "src"))
    return is_token and merchant.knows(call.world.stripe, token, account=_account(call, bundle))


def pay_at_once(call: Call, transaction: Transaction, bundle: Bundle) -> Payment | None:
    """Pay with what the purchase brought along. None: the buyer has to be asked."""
    match way_of(bundle, account=call.account):
        case Way.CREDIT:
            return Payment()
        case Way.WHITE_LABEL:
            return Payment(bundle.total)
        case Way.CIDER if token := _cider_token(call, bundle):
            return _pay_by_cider(call, transaction, bundle, saved_in(transaction)[token])
        case Way.CIDER | Way.STRIPE if token := _stripe_token(call, bundle):
            return pay_by_stripe(call, transaction, bundle, token)
    return None


def pay_by_stripe(call: Call, transaction: Transaction, bundle: Bundle, token: str) -> Payment:
    """Pay for one bundle with a token of its own."""
    price = price_of([bundle], transaction_uuid=transaction.uuid, account=_account(call, bundle))
    return _payment(bundle, _charged(call.world.stripe, token, price))


def _pay_by_cider(call: Call, transaction: Transaction, bundle: Bundle, saved: Saved) -> Payment:
    """One token may serve several bundles: it is charged once, for all of them."""
    if not saved.is_used:
        saved.is_used = True
        bundles = [one for one in transaction.bundles if _cider_token(call, one) == saved.token]
        price = price_of(bundles, transaction_uuid=transaction.uuid)
        saved.outcome = _taken_by_cider(call.world.stripe, saved, price)
    return _payment(bundle, saved.outcome)


def _payment(bundle: Bundle, outcome: str | Decline) -> Payment:
    if isinstance(outcome, Decline):
        return Payment(decline=outcome)
    return Payment(bundle.total, intent=outcome)


def _taken_by_cider(stripe: Stripe, saved: Saved, price: Price) -> str | Decline:
    if saved.amount is not None and saved.amount < price.amount:
        return Decline("The source was made for a smaller amount.")
    intent = stripe.intents.get(saved.name)
    return _held(stripe, intent, price) if intent else _charged(stripe, saved.name, price)


def _held(stripe: Stripe, intent: Intent, price: Price) -> str | Decline:
    """The intent that its buyer has confirmed; why not, when they have not."""
    with stripe.lock:
        stripe.agenda.catch_up()
        if intent.amount_capturable >= price.amount:
            return intent.id
        asked = intent.status is Status.REQUIRES_ACTION
        code = (intent.last_error or {}).get("code")
        is_3d_secure = asked or code == "payment_intent_authentication_failure"
        return Decline("The payment intent is not authorised.", "failed_3d_secure" if is_3d_secure else "")


def _charged(stripe: Stripe, name: str, price: Price) -> str | Decline:
    """Hold the money on a token's card. Without it, why."""
    if decline := decline_of(name):
        return decline
    try:
        intent = merchant.authorise(stripe, name, price)
    except StripeError as error:
        return Decline(error.message, FLAGS.get(merchant.decline_code_of(error), ""))
    if intent.amount_capturable:
        return intent.id
    merchant.settle(stripe, intent.id, amount=0)
    return Decline("The bank takes too long.")


def _account(call: Call, bundle: Bundle) -> str:
    """Whose Stripe account a plain token belongs to: Ingresso's, or the supplier's own."""
    is_own = way_of(bundle, account=call.account) is Way.STRIPE
    return f"{INGRESSO}_{bundle.source.code}" if is_own else INGRESSO


def _cider_token(call: Call, bundle: Bundle) -> str:
    return call.params.get(f"{bundle.source.code}_callback/cider_token")


def _stripe_token(call: Call, bundle: Bundle) -> str:
    return call.params.get(f"{bundle.source.code}_callback/stripeToken")

"""Who pays for a bundle, and how: on credit, through Cider, with a Stripe token, or at a payment page.

A bundle is paid for on its own. What a purchase does not bring along is asked for by a callout.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sandbox.box_office import Bundle, Transaction
from sandbox.cider import Saved, saved_in
from sandbox.f13.account import Account, Call
from sandbox.http import Refusal
from sandbox.stripe_names import Decline, decline_of, is_known


class Way(StrEnum):
    CREDIT = "credit"
    CIDER = "cider"
    STRIPE = "stripe"
    REDIRECT = "redirect"


WAYS = {"cider": Way.CIDER, "stripe": Way.STRIPE, "dummy": Way.REDIRECT}  # by debitor type
DEFAULTS = {"stripe": Way.CIDER, "redirect": Way.REDIRECT}  # by account, where a bundle names no debitor


@dataclass(frozen=True)
class Payment:
    """What came of paying for one bundle. On credit nothing is taken here."""

    amount: Decimal | None = None
    decline: Decline | None = None


def way_of(bundle: Bundle, *, account: Account) -> Way:
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
        if token and not is_known(token, kinds=("tok", "src")):
            raise Refusal(f"The stripeToken of {bundle.source.code} is unknown")


def pay_at_once(call: Call, transaction: Transaction, bundle: Bundle) -> Payment | None:
    """Pay with what the purchase brought along. None: the buyer has to be asked."""
    match way_of(bundle, account=call.account):
        case Way.CREDIT:
            return Payment()
        case Way.CIDER if token := _cider_token(call, bundle):
            return _pay_by_cider(call, transaction, bundle, saved_in(transaction)[token])
        case Way.CIDER | Way.STRIPE if token := _stripe_token(call, bundle):
            return pay_by_stripe(bundle, token)
    return None


def pay_by_stripe(bundle: Bundle, token: str) -> Payment:
    decline = decline_of(token)
    return Payment(decline=decline) if decline else Payment(bundle.total)


def _pay_by_cider(call: Call, transaction: Transaction, bundle: Bundle, saved: Saved) -> Payment:
    saved.is_used = True
    if saved.amount is not None and saved.amount < _minor_units(call, transaction, saved):
        return Payment(decline=Decline("The source was made for a smaller amount."))
    return pay_by_stripe(bundle, saved.name)


def _minor_units(call: Call, transaction: Transaction, saved: Saved) -> int:
    """All that this token has to pay for: one may serve several bundles."""
    bundles = [bundle for bundle in transaction.bundles if _cider_token(call, bundle) == saved.token]
    return sum(int(bundle.total * bundle.orders[0].event.currency.factor) for bundle in bundles)


def _cider_token(call: Call, bundle: Bundle) -> str:
    return call.params.get(f"{bundle.source.code}_callback/cider_token")


def _stripe_token(call: Call, bundle: Bundle) -> str:
    return call.params.get(f"{bundle.source.code}_callback/stripeToken")

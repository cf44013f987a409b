"""One attempt to buy: paying bundle by bundle, callouts where the buyer has to be asked, then the suppliers.

Everything here runs inside `with box_office.lock`; nothing here waits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sandbox.box_office import Bundle, Transaction
from sandbox.callouts import Callout, Decision, Hop
from sandbox.f13 import supply
from sandbox.f13.account import Call
from sandbox.f13.payments import Payment, Way, pay_at_once, pay_by_stripe, way_of
from sandbox.f13.scripts import Script, script_from
from sandbox.f13.transactions import still_there
from sandbox.http import Params, Refusal
from sandbox.stripe_names import Decline

CALLOUT_LIFE = timedelta(minutes=30)


@dataclass
class Attempt:
    """What a purchase brought along, and which bundles have been paid for, or will not be."""

    customer: dict[str, Any]
    wants_letter: bool
    token: str
    return_url: str
    payments: dict[str, Payment] = field(default_factory=dict)

    @property
    def script(self) -> Script:
        return script_from(self.customer["addr_line_two"])

    def turn_to(self, next_token: str) -> None:
        """The next callout comes back to the same address, with its own token in the path."""
        before, _, after = self.return_url.rpartition(self.token)
        self.return_url, self.token = f"{before}{next_token}{after}", next_token


@contextmanager
def running(transaction: Transaction) -> Iterator[None]:
    """The deed is under way: the hold cannot run out, and no second deed can begin."""
    transaction.is_running = True
    try:
        yield
    finally:
        transaction.is_running = False


def begin(call: Call, transaction: Transaction, attempt: Attempt) -> Callout | None:
    """Pay with what is there. The callout that is needed first, or None when all is settled."""
    still_there(call, transaction)
    if attempt.return_url:
        check_unused(call, attempt.token)  # another purchase may have brought it meanwhile
    transaction.notes["attempt"] = attempt
    transaction.customer = attempt.customer
    for bundle in transaction.bundles:
        payment = _pay(call, transaction, bundle, attempt)
        if payment is not None:
            _book(transaction, bundle, payment)
    return _go_on(call, transaction, attempt)


def resume(call: Call, transaction: Transaction, callout: Callout, *, next_token: str) -> Callout | None:
    """Take what a callout brought back, and go on from there."""
    still_there(call, transaction)
    attempt: Attempt = transaction.notes["attempt"]
    attempt.turn_to(next_token)
    bundle = next(one for one in transaction.bundles if one.source.code == callout.source_code)
    match _outcome(call, transaction, callout, bundle):
        case Hop() as hop:
            return _ask(call, transaction, replace(_callout(call, bundle, attempt), hop=hop))
        case Payment() as payment:
            _book(transaction, bundle, payment)
    return _go_on(call, transaction, attempt)


def check_unused(call: Call, token: str) -> None:
    """Every callout has a token of its own, for ever."""
    if token in call.world.box_office.callouts:
        raise Refusal("This token has been used before")


def _pay(call: Call, transaction: Transaction, bundle: Bundle, attempt: Attempt) -> Payment | None:
    if decline := attempt.script.decline:
        return Payment(decline=decline)
    return pay_at_once(call, transaction, bundle)


def _book(transaction: Transaction, bundle: Bundle, payment: Payment) -> None:
    transaction.notes["attempt"].payments[bundle.source.code] = payment
    if payment.amount is not None:
        transaction.money_taken[bundle.source.code] = payment.amount


def _go_on(call: Call, transaction: Transaction, attempt: Attempt) -> Callout | None:
    for bundle in transaction.bundles:
        if bundle.source.code not in attempt.payments:
            return _ask(call, transaction, _callout(call, bundle, attempt))
    transaction.trail.pending = None
    supply.finish(call.world, transaction, attempt.payments, script=attempt.script)
    return None


def _ask(call: Call, transaction: Transaction, callout: Callout) -> Callout:
    call.world.box_office.call_out(transaction, callout)
    return callout


def _callout(call: Call, bundle: Bundle, attempt: Attempt) -> Callout:
    settings, script = call.world.callout_settings, attempt.script
    is_redirect = way_of(bundle, account=call.account) is Way.REDIRECT
    return Callout(
        token=attempt.token,
        return_url=attempt.return_url,
        source_code=bundle.source.code,
        source_desc=bundle.source.desc,
        amount=bundle.total,
        currency=bundle.orders[0].event.currency,
        until=call.world.clock.now() + CALLOUT_LIFE,
        hop=Hop.CARD if is_redirect else Hop.STRIPE,
        type="post" if "callout post" in script else settings.callout_type,
        ordered="callout ordered" in script or settings.ordered,
        hops=2 if "two hops" in script else settings.hops,
    )


def _outcome(call: Call, transaction: Transaction, callout: Callout, bundle: Bundle) -> Payment | Hop:
    """What a callback means: paid, not paid, or another page first."""
    params = call.params
    if callout.hop is Hop.STRIPE:
        token = params.get("stripeToken")
        if not token:
            return Payment(decline=Decline("Nothing was paid."))
        return pay_by_stripe(call, transaction, bundle, token)
    if callout.decision is Decision.RESTART:
        return callout.hop
    if not _is_paid(callout, params):
        flag = "failed_3d_secure" if callout.hop is Hop.THREE_D_SECURE else ""
        return Payment(decline=Decline("The payment was not completed.", flag))
    if callout.hop is Hop.CARD and (callout.hops == 2 or callout.decision is Decision.PAY_THEN_3D):
        return Hop.THREE_D_SECURE
    return Payment(bundle.total)


def _is_paid(callout: Callout, params: Params) -> bool:
    """By the parameters; where there are none, by what the provider saw; and never when it saw a refusal."""
    if callout.decision is Decision.REFUSE:
        return False
    if "success" not in params:
        return callout.decision is not None
    return params.flag("success") and bool(params.get("success"))

"""`/v1/refunds`: giving back what was captured, whole or in part, once or several times."""

from datetime import timedelta

from sandbox.stripe import shapes
from sandbox.stripe.calls import Call, Data, page_of
from sandbox.stripe.errors import StripeError, missing, wrong
from sandbox.stripe.events import tell_charge, tell_refund
from sandbox.stripe.objects import Charge, Refund
from sandbox.stripe.state import Stripe, found

REASONS = ("duplicate", "fraudulent", "requested_by_customer")
SETTLED_AFTER = timedelta(hours=1)  # where the bank takes its time


def create(call: Call) -> Data:
    form = call.form
    form.only(("payment_intent", "charge", "amount", "reason", "metadata", "expand"))
    charge = _captured(_charge(call))
    amount = form.integer("amount")
    if not charge.refundable:
        words = f"Charge {charge.id} has already been refunded."
        raise StripeError(words, code="charge_already_refunded", is_kept=True)
    amount = charge.refundable if amount is None else amount
    if not 1 <= amount <= charge.refundable:
        words = f"Refund amount ({amount}) is greater than unrefunded amount on charge ({charge.refundable})"
        raise wrong("amount", words, code="")
    refund = give_back(call.stripe, charge, amount=amount)
    refund.reason, refund.metadata = form.text("reason", of=REASONS) or None, form.metadata({})
    tell_refund(call.stripe, refund, "refund.created")
    tell_charge(call.stripe, charge, "refunded")
    return shapes.refund(call.stripe, refund)


def retrieve(call: Call) -> Data:
    return shapes.refund(call.stripe, _named(call))


def update(call: Call) -> Data:
    refund = _named(call)
    call.form.only(("metadata", "expand"))
    refund.metadata = call.form.metadata(refund.metadata)
    tell_refund(call.stripe, refund, "refund.updated")
    return shapes.refund(call.stripe, refund)


def list_all(call: Call) -> Data:
    refunds, by = call.stripe.refunds.values(), ("payment_intent", "charge")
    return page_of(call, refunds, shape=shapes.refund, url="/v1/refunds", by=by)


def give_back(stripe: Stripe, charge: Charge, *, amount: int) -> Refund:
    """Keep the refund, and what is left of the charge; some banks make up their mind later."""
    charge.amount_refunded += amount
    how = charge.method.card.refund
    refund = Refund(
        id=stripe.new_id("re"),
        account=charge.account,
        charge=charge.id,
        intent=charge.intent,
        amount=amount,
        currency=charge.currency,
        created=stripe.clock.now(),
        status="pending" if how == "pending" else "succeeded",
    )
    stripe.refunds[refund.id] = refund
    if how != "succeeds":
        when = stripe.clock.now() + SETTLED_AFTER
        stripe.agenda.put(("refund", refund.id), when, lambda: _settle(stripe, refund, charge))
    return refund


def _settle(stripe: Stripe, refund: Refund, charge: Charge) -> None:
    """What was pending has arrived; what had seemed to arrive comes back."""
    if refund.status == "pending":
        refund.status = "succeeded"
    else:
        refund.status = "failed"
        charge.amount_refunded -= refund.amount
        tell_refund(stripe, refund, "refund.failed")
    tell_refund(stripe, refund, "refund.updated")


def _named(call: Call) -> Refund:
    return found(call.stripe.refunds, call.ids[0], account=call.account, kind="refund")


def _charge(call: Call) -> Charge | None:
    """The charge to refund, by its own id or by its intent's."""
    stripe, form, account = call.stripe, call.form, call.account
    if "charge" in form:
        return found(stripe.charges, form.text("charge"), account=account, kind="charge", param="charge")
    if "payment_intent" not in form:
        raise missing("charge")
    id, kind = form.text("payment_intent"), "payment_intent"
    intent = found(stripe.intents, id, account=account, kind=kind, param=kind)
    return stripe.charges.get(intent.latest_charge or "")


def _captured(charge: Charge | None) -> Charge:
    if charge is None or not charge.is_captured:
        words = "This PaymentIntent does not have a successful charge to refund."
        raise StripeError(words, is_kept=True)
    return charge

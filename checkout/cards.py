"""A callout that a card answers: a bundle whose Stripe token did not come along, asked for on our own page.

Once for each supplier. Where a token was given and f13 calls out all the same, it is the supplier's bank that
wants to see the buyer, at the address which the callout names.
"""

from collections.abc import Mapping

from . import callouts
from .models import CalloutStep, OrderRecord, State
from .payments import NotPaid
from .payments.parts import Part, token_for

ANSWER = "stripeToken"


def wanted(record: OrderRecord) -> tuple[CalloutStep, Part] | None:
    """The callout at which this record waits for its buyer, and the card that answers it."""
    step = callouts.pending(record) if record.state == State.CALLED_OUT else None
    part = part_for(step) if step else None
    return (step, part) if step and part else None


def part_for(step: CalloutStep) -> Part | None:
    """The card that answers this callout; None for one whose buyer has to go out to the debitor."""
    record = step.record
    bundle = record.reservation.trolley.bundle(step.source_code)
    part = token_for(bundle) if bundle else None
    if part is None or not part.is_complete or _was_given(step, part):
        return None
    return part


def answer(step: CalloutStep, part: Part, *, posted: Mapping[str, str]) -> bool:
    """Keep the token as what came back; True where a worker has something to do. Raises NotPaid."""
    token = posted.get(part.name, "")
    if not part.is_met_by(token):
        raise NotPaid(f"what the browser collected is not {part.kind}", why="card")
    return callouts.come_back(step, parameters=((ANSWER, token),), referer="")


def _was_given(step: CalloutStep, part: Part) -> bool:
    """Whether f13 has had a token for this bundle: with the purchase, or in answer to an earlier callout."""
    record = step.record
    earlier = record.callouts.filter(source_code=step.source_code).exclude(pk=step.pk).exclude(sent_at=None)
    return part.name in record.paid_with or earlier.exists()

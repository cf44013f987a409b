"""The buyer's ways out to a debitor and back: made before f13 hears of them, kept verbatim, sent on once."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from boxoffice.ticketing import Callout, CalloutReturn

from .models import CalloutStep, NeedsStaff, OrderRecord, State

OUT = "the buyer is sent to the debitor"
BACK = "the buyer is back from the debitor"
UNKNOWN = "a callout came that the shop does not know: staff must look"
UNSAID = "unknown"  # f13 needs a word for a browser that does not name itself
LOOKED_AFTER = timedelta(minutes=2)  # a buyer who is out so long may have got lost


def return_for(record: OrderRecord, step: CalloutStep) -> CalloutReturn:
    """Where the buyer comes back to, and the browser that will be sent."""
    browser = record.browser
    return CalloutReturn(
        step.token,
        f"{settings.SITE_URL}{step.return_address}",
        user_agent=browser.get("user_agent") or UNSAID,
        accept=browser.get("accept") or "*/*",
    )


def go_out(record: OrderRecord, callout: Callout) -> None:
    """Send the buyer out, unless this callout was answered: then the answer to that is what is waited for."""
    step = _step_of(record, callout)
    if step is None:
        record.ask_staff(NeedsStaff.CALLOUT, what=UNKNOWN, request_id=callout.request_id)
        return
    if step.sent_at is not None and not _reopens(record, step, callout):
        return
    step.change(
        destination=callout.destination,
        is_post=callout.is_post,
        parameters=[list(pair) for pair in callout.parameters],
        source_code=callout.source_code,
    )
    if step.returned_at is not None:  # quicker than f13's own answer
        record.change(look_again_at=None)
    elif record.state == State.ATTEMPTING:
        record.move(
            State.CALLED_OUT,
            what=OUT,
            request_id=callout.request_id,
            looks=0,
            look_again_at=timezone.now() + LOOKED_AFTER,
        )


def come_back(step: CalloutStep, *, parameters: Sequence[tuple[str, str]], referer: str) -> bool:
    """Keep what came, and let the purchase go on; True where a worker has something to do.

    Parameters replace an empty return until that has been sent on. Later ones change nothing.
    """
    kept = CalloutStep.objects.filter(pk=step.pk, sent_at=None)
    is_new = Q(returned_at=None) if not parameters else Q(returned_at=None) | Q(returned=[])
    returned = [list(pair) for pair in parameters]
    if not kept.filter(is_new).update(returned_at=timezone.now(), returned=returned, referer=referer):
        return False
    record = step.record
    if record.state == State.CALLED_OUT and is_last(step):
        record.move(State.ATTEMPTING, what=BACK, looks=0, look_again_at=None, lease="", lease_ends_at=None)
    return record.state == State.ATTEMPTING


def to_send_on(record: OrderRecord) -> CalloutStep | None:
    """What came back and has not been sent to f13 yet."""
    return record.callouts.filter(sent_at=None).exclude(returned_at=None).last()


def pending(record: OrderRecord) -> CalloutStep | None:
    """Where the buyer is to be now."""
    return record.callouts.filter(sent_at=None).exclude(destination="").last()


def is_last(step: CalloutStep) -> bool:
    return step == step.record.callouts.last()


def _step_of(record: OrderRecord, callout: Callout) -> CalloutStep | None:
    """By the token that f13 names; where it names none, the newest."""
    steps = record.callouts.all()
    return steps.filter(token=callout.return_token).first() if callout.return_token else steps.last()


def _reopens(record: OrderRecord, step: CalloutStep, callout: Callout) -> bool:
    """Whether f13 still waits for this step long after it was sent on: it was lost, or not enough."""
    patience = timedelta(seconds=settings.F13_PURCHASE_TIMEOUT)
    if step.sent_at is None or step.sent_at > timezone.now() - patience or not is_last(step):
        return False
    step.change(sent_at=None, returned_at=None, returned=[], referer="")
    record.note("the debitor asks for the buyer once more", request_id=callout.request_id)
    return True

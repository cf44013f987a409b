"""The buyer's ways out to a debitor and back: made before f13 hears of them, kept verbatim, sent on once.

A step is one way out and back. It is out once f13's answer has named its destination, back once somebody came
to its address, and sent once f13 was told. f13 takes each token once, so what it still waits for long after
it was sent can be sent again: it cannot count twice.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from boxoffice.ticketing import Callout, CalloutReturn

from . import returned
from .models import CalloutStep, OrderRecord, State
from .way_out import WayOut, may_be_followed

OUT = "the buyer is sent to the debitor"
BACK = "the buyer is back from the debitor"
UNKNOWN = "a callout came that the shop does not know: staff must look"
NOWHERE = "the debitor's page is no address for buyers: staff must look"
UNHEARD = "f13 still waits for what was sent on: it goes once more"
UNSAID = "unknown"  # f13 needs a word for a browser that does not name itself
LOOKED_AFTER = timedelta(minutes=2)  # a buyer who is out so long may have got lost
UNHURRIED = 6  # as if it had been looked up so often: from then on once a minute


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
        _note_once(record, UNKNOWN, request_id=callout.request_id)
    elif step.sent_at is not None:
        _send_again(record, step, callout)
    else:
        _let_out(record, step, callout)


def come_back(step: CalloutStep, *, parameters: Sequence[tuple[str, str]], referer: str) -> bool:
    """Keep what came, and let the purchase go on; True where a worker has something to do.

    Parameters replace an empty return until that has been sent on. Later ones change nothing.
    """
    unsent = CalloutStep.objects.filter(pk=step.pk, sent_at=None)
    is_new = Q(returned_at=None) if not parameters else Q(returned_at=None) | Q(returned=[])
    kept = returned.to_keep(parameters)
    unsent.filter(is_new).update(returned_at=timezone.now(), returned=kept, referer=referer)
    return claim(OrderRecord.objects.get(pk=step.record_id))


def claim(record: OrderRecord) -> bool:
    """Let the purchase go on where a buyer is back; True where there is something to send on.

    Whoever is second of return and answer finds the other: each is written before this looks.
    """
    if record.state not in {State.CALLED_OUT, State.ATTEMPTING} or to_send_on(record) is None:
        return False
    now = timezone.now()
    if record.state == State.ATTEMPTING:
        record.change(look_again_at=now)
        return True
    # Whoever holds the lease is only looking: the buyer does not wait for them.
    return record.move(State.ATTEMPTING, what=BACK, looks=0, look_again_at=now, lease="", lease_ends_at=None)


def to_send_on(record: OrderRecord) -> CalloutStep | None:
    """What came back and has not been sent to f13 yet."""
    return record.callouts.filter(sent_at=None).exclude(returned_at=None).last()


def pending(record: OrderRecord) -> CalloutStep | None:
    """Where the buyer is to be now."""
    if record.state != State.CALLED_OUT:
        return None
    return record.callouts.filter(sent_at=None, returned_at=None).exclude(destination="").last()


def way_out(step: CalloutStep) -> WayOut | None:
    """Where its buyer is sent; None where no browser may be sent there."""
    if not may_be_followed(step.destination, is_debug=settings.DEBUG):
        return None
    return WayOut(step.destination, step.is_post, tuple((name, value) for name, value in step.parameters))


def _let_out(record: OrderRecord, step: CalloutStep, callout: Callout) -> None:
    step.change(
        destination=callout.destination,
        is_post=callout.is_post,
        parameters=[list(pair) for pair in callout.parameters],
        source_code=callout.source_code,
    )
    if record.state == State.ATTEMPTING:
        record.move(
            State.CALLED_OUT,
            what=OUT,
            request_id=callout.request_id,
            looks=UNHURRIED,
            look_again_at=timezone.now() + LOOKED_AFTER,
        )
    if way_out(step) is None:
        _note_once(record, NOWHERE, request_id=callout.request_id)
    claim(record)


def _step_of(record: OrderRecord, callout: Callout) -> CalloutStep | None:
    """By the token that f13 names, by itself or within the address of the return; else the newest."""
    steps = list(record.callouts.all())
    if callout.return_token:
        return next((step for step in steps if step.token == callout.return_token), None)
    said = " ".join([callout.destination, *(value for _, value in callout.parameters)])
    named = (step for step in steps if step.token in said)
    return next(named, steps[-1] if steps else None)


def _send_again(record: OrderRecord, step: CalloutStep, callout: Callout) -> None:
    """What f13 still waits for when no call can be under way any more has never arrived there."""
    patience = timedelta(seconds=settings.F13_PURCHASE_TIMEOUT)
    is_lost = step.sent_at is not None and step.sent_at + patience < timezone.now()
    if is_lost and record.state == State.ATTEMPTING:
        step.change(sent_at=None)
        record.note(UNHEARD, request_id=callout.request_id)


def _note_once(record: OrderRecord, what: str, *, request_id: str) -> None:
    """However often it is looked up."""
    if not record.steps.filter(what=what).exists():
        record.note(what, request_id=request_id)

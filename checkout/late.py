"""A bank that said yes after the hold's end: the same is held once more and bought, or the money is freed.

Once: who is too late again is not charged.
"""

import uuid
from datetime import timedelta

from django.utils import timezone

from . import outcomes, pressing, reservation
from .models import UNDER_WAY, Authorisation, OrderRecord, Standing, State
from .payments import own_stripe

LATE = "late"  # a word for the page: as why it failed, or above the form of the new hold
WHAT = "the bank said yes after the hold's end"
NEVER_HELD = (State.NOT_RESERVED, State.LOST)
AT_IT = timedelta(minutes=3)  # in which nobody frees the money: longer than a hold takes


def hold_anew(record: OrderRecord, authorisation: Authorisation) -> None:
    """End this record. Its money goes over to a new one, where the same can be held at the same price."""
    authorisation.change(look_again_at=timezone.now() + AT_IT)
    if not record.move(State.EXPIRED, what=WHAT, why_failed=LATE):
        return
    new = None if authorisation.was_carried_over or _has_something_else(record) else _held_again(record)
    if new is None or not _carry_over(record, new, authorisation):
        authorisation.change(look_again_at=None)


def follower_of(record: OrderRecord) -> OrderRecord | None:
    """What is held in this record's place, or was, whether or not it could be bought at once."""
    if record.state != State.EXPIRED or record.why_failed != LATE:
        return None
    return OrderRecord.objects.filter(again_of=record).exclude(state__in=NEVER_HELD).first()


def to_go_on_with(record_id: uuid.UUID) -> list[uuid.UUID]:
    """What took this record's place and waits for a worker."""
    new = OrderRecord.objects.filter(again_of=record_id, state=State.AUTHORISING)
    return list(new.values_list("pk", flat=True))


def _has_something_else(record: OrderRecord) -> bool:
    """The buyer has gone on to other tickets: holding these would let those go."""
    busy = (State.RESERVING, State.RESERVED, *UNDER_WAY)
    return OrderRecord.objects.filter(visitor=record.visitor, state__in=busy).exclude(pk=record.pk).exists()


def _held_again(record: OrderRecord) -> OrderRecord | None:
    try:
        new = reservation.hold_again(record, language=record.language)
    except (reservation.StillHeld, reservation.TooManyHeld):
        return None
    return new if new.state == State.RESERVED else None


def _carry_over(record: OrderRecord, new: OrderRecord, authorisation: Authorisation) -> bool:
    """The buyer has pressed pay for exactly this; for anything else they have to press again."""
    if not _is_the_same(new, authorisation):
        new.change(customer=record.customer, customer_errors={"": LATE})
        return False
    browser = pressing.Browser(ip=record.customer_ip, **record.browser)
    if not pressing.press(new, customer=record.customer, browser=browser, to=State.AUTHORISING):
        return False
    held = Authorisation.objects.filter(pk=authorisation.pk, record=record, standing=Standing.HELD)
    if held.update(record=new, look_again_at=None):
        return True
    pressing.not_authorised(new, why=LATE)  # the money was freed meanwhile
    return False


def _is_the_same(new: OrderRecord, authorisation: Authorisation) -> bool:
    total = own_stripe.price_of(new.reservation)
    if new.payment != "stripe" or total is None or not outcomes.of(new).is_as_asked:
        return False
    price = (own_stripe.minor_units(total), total.currency.code.lower())
    return price == (authorisation.amount, authorisation.currency_code)

"""What is handed over to Ingresso's own checkout: out, back, and let go only where nobody is buying it.

Nobody tells the shop what becomes of it there: `status` does. The worker looks by itself, and at once when
somebody comes back.
"""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from boxoffice import live
from boxoffice.ticketing import TicketingError, get_service

from . import payments, purchase
from .models import OrderRecord, State

FIRST_LOOK = timedelta(minutes=1)  # nobody has paid before that, unless they are back
LEAST_SECONDS = 60  # with less left, nobody can pay there in time


def hand_over(record: OrderRecord, *, browser: purchase.Browser) -> bool:
    """The buyer goes on to pay there: True for the press that hands it over. Who buys is asked there."""
    if record.seconds_left < LEAST_SECONDS:
        return False
    if not purchase.press(record, customer={}, browser=browser, to=State.HANDED_OVER):
        return False
    record.change(look_again_at=timezone.now() + FIRST_LOOK)
    return True


def address(record: OrderRecord) -> str:
    """Where the buyer pays; "" for what is not handed over."""
    way = payments.WAYS.get(record.payment)
    if record.state != State.HANDED_OVER or way is None or way.hand_over is None:
        return ""
    with translation.override(record.language):
        back = reverse("checkout:back", args=[record.pk])
    return way.hand_over(record, back=f"{settings.SITE_URL}{back}")


def find(transaction_uuid: str) -> OrderRecord | None:
    """The record of which a returning address speaks."""
    if "\x00" in transaction_uuid:  # which no database keeps
        return None
    return OrderRecord.objects.filter(transaction_uuid=transaction_uuid).first()


def look_now(record: OrderRecord) -> bool:
    """Somebody is back: what became of it is asked at once. True where a worker has something to do."""
    if record.state != State.HANDED_OVER:
        return False
    record.change(looks=0, look_again_at=None)
    return True


def take_back(record: OrderRecord) -> bool:
    """Let the tickets go; not where they are bought, or may be being bought.

    f13 is asked first where they stand, and refuses to free what is being bought at this moment.
    """
    if record.state != State.HANDED_OVER:
        return False
    service, uuid = get_service(record.language), record.transaction_uuid or ""
    try:
        found = service.get_status(uuid)
        if not found.is_reserved or found.pending_callout:
            return False
        record.note("letting go is asked for", request_id=found.request_id)
        answer = service.release(uuid)
    except TicketingError as error:
        record.note("letting go is not certain", request_id=error.request_id, detail=type(error).__name__)
        return False
    live.forget()
    return answer.is_released and record.move(State.RELEASED, what="released", request_id=answer.request_id)

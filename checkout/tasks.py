"""What the worker runs for orders. Arguments are record ids only; what was lost is found by the sweep."""

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task, on_startup
from huey.exceptions import RetryTask

from boxoffice import places, shared
from boxoffice.places import in_turn

from . import (
    authorising,
    books,
    cancelled_lately,
    days,
    differences,
    elsewhere,
    kept,
    late,
    letters,
    mailings,
    orders_letters,
    purchase,
    reservation,
    taking,
)
from .cancelling import doing, giving_back
from .models import Authorisation, Cancellation, OrderRecord, State
from .privacy import purging

FIRST = 100  # priority: deeds come before everything else
LETTERS = 50
ONE_NIGHT = 12 * 60 * 60  # seconds


@db_task(priority=FIRST)
def buy(record_id: str) -> None:
    """Buy, or look up; while it is uncertain, come back."""
    known = uuid.UUID(record_id)
    in_turn(buy, record_id, kinds=purchase.kinds(known), do=lambda: purchase.run(known))
    for follower in late.to_go_on_with(known):
        buy(str(follower))
    if taking.is_due(known):
        take(record_id)
    _send_letters(known)


@db_task(priority=FIRST)
def take(record_id: str) -> None:
    """Take the money for what was bought, or free it; while that is uncertain, come back."""
    known = uuid.UUID(record_id)
    in_turn(take, record_id, kinds=places.deeds(), do=lambda: taking.settle(known))


@db_task(priority=FIRST)
def cancel(cancellation_id: str) -> None:
    """Have items cancelled, or look up what became of it; while it is uncertain, come back."""
    known = uuid.UUID(cancellation_id)
    in_turn(cancel, cancellation_id, kinds=places.deeds(), do=lambda: doing.run(known))
    record_id = Cancellation.objects.filter(pk=known).values_list("record_id", flat=True).first()
    if record_id is not None:
        for refund_id in giving_back.of_record(record_id):
            give_back(str(refund_id))
        _send_letters(record_id)


@db_task(priority=FIRST)
def give_back(refund_id: str) -> None:
    """Give money back; while it is uncertain whether that is done, come back."""
    known = uuid.UUID(refund_id)
    in_turn(give_back, refund_id, kinds=places.deeds(), do=lambda: giving_back.settle(known))


@db_task(priority=FIRST)
def look_at_refunds(authorisation_id: str) -> None:
    """See what went back of a payment, by whomever."""
    known = uuid.UUID(authorisation_id)
    in_turn(look_at_refunds, authorisation_id, kinds=places.deeds(), do=lambda: giving_back.look(known))


@db_task(priority=LETTERS)
def send_letter(letter_id: int) -> None:
    """Tell a buyer; while the mail server is away, come back."""
    in_turn(send_letter, letter_id, kinds=places.asides(), do=lambda: letters.send(letter_id))


@db_task(priority=LETTERS)
def compare(record_id: str) -> None:
    """See whether anything has been changed elsewhere; its buyer looks at the order."""
    in_turn(compare, record_id, kinds=places.asides(), do=lambda: elsewhere.look(uuid.UUID(record_id)))
    _send_letters(uuid.UUID(record_id))


@db_task(priority=LETTERS)
def send_orders(letter_id: int) -> None:
    """List an address's orders to it; while the mail server is away, come back."""
    in_turn(send_orders, letter_id, kinds=places.asides(), do=lambda: orders_letters.send(letter_id))


@db_task(priority=LETTERS)
def promise_mailing(mailing_id: int) -> None:
    """Promise a letter of staff's to its buyers, and send what is promised."""
    in_turn(promise_mailing, mailing_id, kinds=places.asides(), do=lambda: mailings.promise(mailing_id))
    for letter_id in mailings.to_be_sent(mailing_id):
        send_letter(letter_id)


@db_task(priority=FIRST)
def let_go(record_id: str) -> None:
    """Ask once more for seats to be freed; while it is uncertain whether they are, come back."""
    known = uuid.UUID(record_id)
    in_turn(let_go, record_id, kinds=places.deeds(), do=lambda: reservation.release_again(known))


@db_periodic_task(crontab(minute=f"*/{settings.SWEEP_EVERY_MINUTES}"), priority=FIRST)
def sweep() -> None:
    """Whatever a lost task, a dead worker or a silent supplier left behind; it waits for none of them."""
    for record_id in purchase.unsettled():
        buy(str(record_id))
    reservation.expire_lapsed(timezone.now())
    for record_id in reservation.not_certainly_free():
        let_go(str(record_id))
    for record_id in taking.unsettled():
        take(str(record_id))
    for cancellation_id in doing.unsettled():
        cancel(str(cancellation_id))
    for refund_id in giving_back.unsettled():
        give_back(str(refund_id))
    letters.promise_the_late(timezone.now())
    letters.promise_the_unheard(timezone.now())
    for mailing_id in mailings.unfinished():
        promise_mailing(mailing_id)
    for letter_id in letters.due():
        send_letter(letter_id)
    for letter_id in orders_letters.due():
        send_orders(letter_id)


@db_periodic_task(crontab(hour="4", minute="11"))
def tidy() -> None:
    """Sessions and trolleys that nobody has come back to end; customers' data whose time is over."""
    with places.here.taken(places.asides()) as is_free:
        if is_free:
            SessionStore.clear_expired()
            kept.tidy(timezone.now())
            orders_letters.tidy(timezone.now())
            purging.purge(timezone.now())


@db_periodic_task(crontab(minute="*/5"), priority=LETTERS)
def compare_before() -> None:
    """Orders whose performances are near; with the letters that follow waiting for the sweep."""
    with places.here.taken(places.refreshes()) as is_free:
        for record_id in elsewhere.due(timezone.now()) if is_free else ():
            if elsewhere.claim_by_id(record_id):
                elsewhere.look(record_id)


@db_periodic_task(crontab(hour="5", minute="17"), retries=4, retry_delay=900)
def reconcile() -> None:
    """Three lists beside each other, every night, by one worker; what differs is kept for staff."""
    if not shared.store.claim("checkout.reconcile", ONE_NIGHT):
        return
    try:
        with places.here.taken(places.asides()) as is_free:
            if not is_free:
                raise RetryTask
            window = days.nightly()
            looked = books.look(window)
            differences.keep(looked)
            differences.keep(cancelled_lately.look(window))
            elsewhere.after_the_report(looked.sold)
    except Exception:  # no place, or the supplier or Stripe is away: once more, a quarter of an hour later
        shared.store.drop("checkout.reconcile")
        raise


@on_startup()
def start() -> None:
    """Each thread of a worker comes by here; one of them sweeps."""
    if shared.store.claim("checkout.start", 5):
        sweep()


def buy_after_commit(record: OrderRecord) -> None:
    """Within seconds, or else by the sweep."""
    if record.state == State.AUTHORISING:
        authorising.hurry(record)
    _after_commit(buy, str(record.pk))


def take_after_commit(record: OrderRecord) -> None:
    """There is news of a record's money, or an end of the record."""
    _after_commit(take, str(record.pk))


def compare_after_commit(record: OrderRecord) -> None:
    """The order's page waits for none of it."""
    _after_commit(compare, str(record.pk))


def let_go_after_commit(record: OrderRecord) -> None:
    """The worker sees to it that seats and money are free, within seconds; or else the sweep does."""
    if record.payment == "stripe":
        take_after_commit(record)
    if not record.is_release_certain:
        _after_commit(let_go, str(record.pk))


def send_orders_after_commit(letter_id: int) -> None:
    """Somebody asked for an address's orders."""
    _after_commit(send_orders, letter_id)


def send_letters_after_commit(record: OrderRecord) -> None:
    """Something was promised: within seconds, or else by the sweep."""
    transaction.on_commit(lambda: _send_letters(record.pk), robust=True)


def cancel_after_commit(cancellation: Cancellation) -> None:
    """Something is to be cancelled, or a withdrawal confirmed; or else the sweep finds it."""
    _after_commit(cancel, str(cancellation.pk))


def give_back_after_commit(refund_id: uuid.UUID) -> None:
    """Staff give money back."""
    _after_commit(give_back, str(refund_id))


def look_at_refunds_after_commit(authorisation: Authorisation) -> None:
    """There is news of money that went back."""
    _after_commit(look_at_refunds, str(authorisation.pk))


def promise_mailing_after_commit(mailing_id: int) -> None:
    """Staff have sent a letter to buyers."""
    _after_commit(promise_mailing, mailing_id)


def _send_letters(record_id: uuid.UUID) -> None:
    """Those of one order that are due."""
    for letter_id in letters.due(record_id):
        _enqueue(send_letter, letter_id)


def _after_commit(task: Callable[[Any], object], row_id: str | int) -> None:
    """A queue that fails costs a minute, no error page: the sweep finds the row."""
    transaction.on_commit(lambda: _enqueue(task, row_id), robust=True)


def _enqueue(task: Callable[[Any], object], row_id: str | int) -> None:
    try:
        task(row_id)
    except Exception:  # its connection was cut by a restart of the database; now it makes another
        task(row_id)

"""What the worker runs for orders. Arguments are record ids only; what was lost is found by the sweep."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task, on_startup
from huey.exceptions import RetryTask

from boxoffice import places, shared
from boxoffice.places import in_turn

from . import authorising, books, days, differences, emails, kept, late, purchase, reservation, taking
from .models import OrderRecord, State

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
    for letter_id in emails.due(known):
        send_letter(letter_id)


@db_task(priority=FIRST)
def take(record_id: str) -> None:
    """Take the money for what was bought, or free it; while that is uncertain, come back."""
    known = uuid.UUID(record_id)
    in_turn(take, record_id, kinds=places.deeds(), do=lambda: taking.settle(known))


@db_task(priority=LETTERS)
def send_letter(letter_id: int) -> None:
    """Tell a buyer; while the mail server is away, come back."""
    in_turn(send_letter, letter_id, kinds=places.asides(), do=lambda: emails.send(letter_id))


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
    emails.promise_the_late(timezone.now())
    for letter_id in emails.due():
        send_letter(letter_id)


@db_periodic_task(crontab(hour="4", minute="11"))
def tidy() -> None:
    """Sessions and trolleys that nobody has come back to end."""
    with places.here.taken(places.asides()) as is_free:
        if is_free:
            SessionStore.clear_expired()
            kept.tidy(timezone.now())


@db_periodic_task(crontab(hour="5", minute="17"), retries=4, retry_delay=900)
def reconcile() -> None:
    """Three lists beside each other, every night, by one worker; what differs is kept for staff."""
    if not shared.store.claim("checkout.reconcile", ONE_NIGHT):
        return
    try:
        with places.here.taken(places.asides()) as is_free:
            if not is_free:
                raise RetryTask
            differences.keep(books.look(days.nightly()))
    except Exception:  # no place, or the supplier or Stripe is away: once more, a quarter of an hour later
        shared.store.drop("checkout.reconcile")
        raise


@on_startup()
def start() -> None:
    """Each thread of a worker comes by here; one of them sweeps."""
    if shared.store.claim("checkout.start", 5):
        sweep()


def buy_after_commit(record: OrderRecord) -> None:
    """A queue that fails costs the buyer a minute, no error page: the sweep finds the record."""
    if record.state == State.AUTHORISING:
        authorising.hurry(record)
    transaction.on_commit(lambda: _enqueue(buy, str(record.pk)), robust=True)


def take_after_commit(record: OrderRecord) -> None:
    """There is news of a record's money, or an end of the record."""
    transaction.on_commit(lambda: _enqueue(take, str(record.pk)), robust=True)


def let_go_after_commit(record: OrderRecord) -> None:
    """The worker sees to it that seats and money are free, within seconds; or else the sweep does."""
    if record.payment == "stripe":
        take_after_commit(record)
    if not record.is_release_certain:
        transaction.on_commit(lambda: _enqueue(let_go, str(record.pk)), robust=True)


def _enqueue(task: Callable[[str], object], record_id: str) -> None:
    try:
        task(record_id)
    except Exception:  # its connection was cut by a restart of the database; now it makes another
        task(record_id)

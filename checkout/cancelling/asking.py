"""Writes down what somebody wants cancelled. The worker does it: see `doing`."""

from collections.abc import Collection

from django.db import transaction

from boxoffice.ticketing import to_text

from ..models import (
    Cancellation,
    CancellationStanding,
    CancellationTrouble,
    OrderRecord,
    WhyNotCancelled,
)
from . import choices, offer
from .telling import tell_of_withdrawal

ASKED = "cancellation wanted"
WITHDRAWN = "the buyer withdraws"


def is_under_way(record: OrderRecord) -> bool:
    """Whether something of it is being cancelled from here, so that what f13 tells of it is no news."""
    return record.cancellations.open().exists()


def ask(record: OrderRecord, numbers: Collection[int], *, by: str = "") -> Cancellation | None:
    """Have these items cancelled; `by` one of the staff, or "" for the buyer.

    However often and wherever it is pressed, one cancellation is under way, and that one is given back. None
    where there is none and these cannot be cancelled.
    """
    with transaction.atomic():
        # Whoever writes down what was cancelled has this lock too, so that nothing is cancelled twice.
        locked = OrderRecord.objects.select_for_update().get(pk=record.pk)
        under_way = locked.cancellations.open().by_choice().first()
        if under_way is not None:
            return under_way
        possible = {choice.number for choice in choices.possible_items(locked)}
        if not numbers or not possible.issuperset(numbers):
            return None
        return _write(locked, numbers, by=by)


def withdraw(record: OrderRecord, numbers: Collection[int]) -> Cancellation | None:
    """Receive the buyer's withdrawal from these items, and confirm it by letter.

    What the supplier lets the shop cancel is cancelled; the rest is for staff. None where nothing of it can
    be withdrawn from, or has been already.
    """
    with transaction.atomic():
        locked = OrderRecord.objects.select_for_update().get(pk=record.pk)
        open_ = {choice.number: choice for choice in choices.withdrawable_items(locked)}
        if not numbers or not open_.keys() >= set(numbers):
            return None
        withdrawal = _write(locked, numbers, is_withdrawal=True)
        if not any(open_[number].is_possible for number in numbers):
            withdrawal.move(
                CancellationStanding.REFUSED,
                why_not=WhyNotCancelled.NOT_PERMITTED,
                needs_staff=CancellationTrouble.WITHDRAWAL,
            )
        tell_of_withdrawal(withdrawal)
    return withdrawal


def _write(
    record: OrderRecord, numbers: Collection[int], *, by: str = "", is_withdrawal: bool = False
) -> Cancellation:
    wanted = sorted(set(numbers))
    found = offer.of(record, wanted, is_withdrawal=is_withdrawal)
    what = WITHDRAWN if is_withdrawal else ASKED
    record.note(what, detail=" ".join(filter(None, [", ".join(map(str, wanted)), by])))
    return Cancellation.objects.create(
        record=record, numbers=wanted, by=by, is_withdrawal=is_withdrawal, kept_offer=to_text(found)
    )

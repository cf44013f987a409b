"""What is certain of a cancellation is written down: items, record, money, letter; all of it, or nothing."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django.db import transaction

from boxoffice.ticketing import Bundle, Money, Order, Transaction, Trolley, from_text, to_text

from .. import items
from ..models import (
    Cancellation,
    CancellationStanding,
    CancellationTrouble,
    OrderRecord,
    State,
    WhyNotCancelled,
)
from ..payments import own_stripe
from . import refunds
from .offer import Offer
from .telling import tell_of_cancelled

S = CancellationStanding
CANCELLED = "cancelled"


def conclude(
    cancellation: Cancellation,
    told: Trolley,
    *,
    also: Collection[int] = frozenset(),
    request_id: str = "",
) -> bool:
    """It has ended as f13 tells; `also` are items that its answer named. False where it had ended before."""
    with transaction.atomic():
        record = OrderRecord.objects.select_for_update().get(pk=cancellation.record_id)
        kept = record.transaction
        if kept is None:
            return False
        now = with_cancellations(kept, told, also=also)
        gone = _cancelled_by(cancellation, record, now)
        if not _end(cancellation, record, now, gone=gone, request_id=request_id):
            return False
        record.change(kept_transaction=to_text(now))
        items.keep(record)
        record.note(
            str(cancellation.get_standing_display()),
            request_id=request_id,
            detail=", ".join(map(str, gone)),
        )
        if gone:
            _give_money_back(cancellation, record)
            tell_of_cancelled(record)
        if _is_all_gone(now) and record.state in (State.PURCHASED, State.PARTLY_PURCHASED):
            record.move(State.CANCELLED, what=str(State.CANCELLED.label), request_id=request_id)
    return True


def refuse(
    cancellation: Cancellation,
    why: WhyNotCancelled,
    *,
    must_also: Collection[int] = (),
    request_id: str = "",
    detail: str = "",
) -> bool:
    """Nothing was cancelled. What was withdrawn from is for staff then."""
    with transaction.atomic():
        moved = cancellation.move(
            S.REFUSED,
            why_not=why,
            must_also=list(must_also),
            request_id=request_id,
            needs_staff=_trouble(cancellation, is_whole=False),
        )
        if moved:
            said = ", ".join(map(str, must_also)) or detail
            cancellation.record.note(f"not cancelled: {why.value}", request_id=request_id, detail=said)
    return moved


def with_cancellations(
    kept: Transaction, told: Trolley, *, also: Collection[int] = frozenset()
) -> Transaction:
    """What was kept, with what f13 now tells of cancelling. Nothing else in it changes by that.

    What was cancelled stays so, whatever an older answer says that comes later.
    """
    bundles = tuple(
        replace(bundle, orders=tuple(_as_told(order, told, also) for order in bundle.orders))
        for bundle in kept.trolley.bundles
    )
    return replace(kept, trolley=replace(kept.trolley, bundles=bundles))


def _as_told(order: Order, told: Trolley, also: Collection[int]) -> Order:
    number = order.item_number
    news = told.order(number) if number is not None else None
    if order.is_cancelled or number is None:
        return order
    if news is not None:
        order = replace(
            order,
            cancellation_status=news.cancellation_status or order.cancellation_status,
            cancellation_comment=news.cancellation_comment,
            backend_cancellation_reference=news.backend_cancellation_reference,
        )
    return replace(order, cancellation_status=CANCELLED) if number in also else order


def _cancelled_by(cancellation: Cancellation, record: OrderRecord, now: Transaction) -> list[int]:
    """Items that are cancelled now, and by no other cancellation before."""
    others = record.cancellations.exclude(pk=cancellation.pk).values_list("cancelled", flat=True)
    theirs = {number for numbers in others for number in numbers}
    gone = {order.item_number for order in now.orders if order.is_cancelled}
    return [number for number in cancellation.numbers if number in gone - theirs]


def _end(
    cancellation: Cancellation, record: OrderRecord, now: Transaction, *, gone: list[int], request_id: str
) -> bool:
    is_whole = len(gone) == len(cancellation.numbers)
    to = S.DONE if is_whole else S.PARTLY if gone else S.REFUSED
    changes: dict[str, Any] = {
        "cancelled": gone,
        "gave_sending": _sending_to_give(cancellation, record, now, gone=gone),
        "why_not": "" if is_whole else _why_not(cancellation, now),
        "needs_staff": _trouble(cancellation, is_whole=is_whole),
    }
    if request_id:
        changes["request_id"] = request_id
    return cancellation.move(to, **changes)


def _sending_to_give(
    cancellation: Cancellation, record: OrderRecord, now: Transaction, *, gone: Collection[int]
) -> list[str]:
    """Suppliers of whose tickets nothing is left, once each."""
    others = record.cancellations.exclude(pk=cancellation.pk).values_list("gave_sending", flat=True)
    given = {code for codes in others for code in codes}
    return [
        bundle.source_code
        for bundle in now.sold_bundles
        if _is_gone(bundle) and bundle.source_code not in given
        if any(order.item_number in gone for order in bundle.orders)
    ]


def _why_not(cancellation: Cancellation, now: Transaction) -> WhyNotCancelled:
    left = {order.item_number: order.cancellation_status for order in now.orders}
    statuses = {left.get(number, "") for number in cancellation.numbers}
    return WhyNotCancelled.NOT_PERMITTED if "not_permitted" in statuses else WhyNotCancelled.FAILED


def _trouble(cancellation: Cancellation, *, is_whole: bool) -> str:
    """A withdrawal stands, whatever the supplier says to it."""
    return CancellationTrouble.WITHDRAWAL if cancellation.is_withdrawal and not is_whole else ""


def _give_money_back(cancellation: Cancellation, record: OrderRecord) -> None:
    """By the shop's own Stripe, what was said before; whoever else took it gives it back by itself."""
    if record.payment != "stripe":
        return
    offer = from_text(Offer, cancellation.kept_offer or "{}")
    if any(line.paid is None for line in offer.lines if line.number in cancellation.cancelled):
        cancellation.change(needs_staff=CancellationTrouble.UNKNOWN_SUM)
    else:
        back = offer.back_of(cancellation.cancelled, emptied=cancellation.gave_sending)
        refunds.give_back(record, _minor_units(back), cancellation=cancellation)


def _minor_units(amounts: Iterable[Money]) -> int:
    """Of one currency: a card was asked for one sum."""
    return sum(own_stripe.minor_units(money) for money in amounts)


def _is_gone(bundle: Bundle) -> bool:
    return all(order.is_cancelled for order in bundle.orders)


def _is_all_gone(now: Transaction) -> bool:
    return bool(now.sold_bundles) and all(map(_is_gone, now.sold_bundles))

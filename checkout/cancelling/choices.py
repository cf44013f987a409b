"""What of an order can be cancelled, and why the rest cannot: as f13 last told, which is not asked here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boxoffice.ticketing import Bundle, Order

from ..models import OrderRecord
from . import dates

CANCELLED, PAST, UNDER_WAY, WITHDRAWN = "cancelled", "past", "under_way", "withdrawn"
NOT_PERMITTED, FAILED, UNKNOWN = "not_permitted", "tried_and_failed", "unknown"
WHY_NOT: dict[str, Promise] = {
    CANCELLED: _("Cancelled already."),
    PAST: _("It has begun, or is over."),
    UNDER_WAY: _("It is being cancelled."),
    WITHDRAWN: _("You have withdrawn from it, and we are seeing to it."),
    NOT_PERMITTED: _("The venue or its supplier does not take these tickets back."),
    FAILED: _("The venue's system was asked, and did not accept it."),
    UNKNOWN: _("The venue or its supplier does not say that these tickets are taken back."),
}
SETTLED_BY_NOW = frozenset({CANCELLED, UNDER_WAY, WITHDRAWN})  # nobody need write to anybody about these


@dataclass(frozen=True)
class Choice:
    """One item of an order that was bought.

    `together` are the numbers of the items with which it goes, its own among them. `why_not` is a word of
    WHY_NOT, or "" where it can be cancelled.
    """

    number: int
    order: Order
    bundle: Bundle
    why_not: str = ""
    together: frozenset[int] = frozenset()

    @property
    def is_possible(self) -> bool:
        return not self.why_not

    @property
    def reason(self) -> Promise | str:
        return WHY_NOT[self.why_not] if self.why_not else ""

    @property
    def is_open(self) -> bool:
        """Whether there is something left that its buyer may want done."""
        return self.why_not not in SETTLED_BY_NOW


def items_of(record: OrderRecord) -> tuple[Choice, ...]:
    """All that was bought and has a number, in f13's order."""
    if not record.is_bought:
        return ()
    every = record.cancellations.all()
    pending = {number for one in every if one.is_open for number in one.numbers}
    withdrawn = {number for one in every if one.is_withdrawal for number in one.numbers} - pending
    now = timezone.now()
    return tuple(
        Choice(
            number=order.item_number,
            order=order,
            bundle=bundle,
            why_not=_why_not(order, now, pending=pending, withdrawn=withdrawn),
            together=frozenset(_together(bundle, order.item_number)),
        )
        for bundle in record.sold_bundles
        for order in bundle.orders
        if order.item_number is not None
    )


def possible_items(record: OrderRecord) -> tuple[Choice, ...]:
    """Those that can be cancelled now, as far as f13 has told."""
    return tuple(choice for choice in items_of(record) if choice.is_possible)


def withdrawable_items(record: OrderRecord) -> tuple[Choice, ...]:
    """Those that their buyer may withdraw from now, whether or not the supplier lets the shop cancel them."""
    now, bought_at = timezone.now(), bought_at_of(record)
    return tuple(
        choice
        for choice in items_of(record)
        if choice.is_open
        and not dates.is_dated(choice.order)
        and now < dates.withdrawal_ends(choice.order, bought_at)
    )


def bought_at_of(record: OrderRecord) -> datetime:
    """As it was written down with the purchase: the record's own moment moves with the record."""
    item = next(iter(record.items.all()), None)
    return item.purchased_at if item else record.bought_at


def with_others(record: OrderRecord, numbers: frozenset[int]) -> frozenset[int]:
    """These, and what goes only together with them, as far as it can be cancelled."""
    possible = possible_items(record)
    known = {choice.number for choice in possible}
    others = {number for choice in possible if choice.number in numbers for number in choice.together}
    return frozenset((numbers & known) | (others & known))


def _why_not(order: Order, now: datetime, *, pending: set[int], withdrawn: set[int]) -> str:
    if order.is_cancelled:
        return CANCELLED
    if order.item_number in pending:
        return UNDER_WAY
    if order.item_number in withdrawn:
        return WITHDRAWN
    if order.can_be_cancelled:
        return PAST if dates.has_begun(order, now) else ""
    status = order.cancellation_status
    return status if status in {NOT_PERMITTED, FAILED} else UNKNOWN


def _together(bundle: Bundle, number: int) -> Iterator[int]:
    """Some suppliers sell their orders together, and take them back only together."""
    yield number
    result = bundle.purchase_result
    if result is not None and result.can_cancel_individual_orders is False:
        yield from (
            order.item_number
            for order in bundle.orders
            if order.item_number is not None and not order.is_cancelled
        )

"""A cancellation, and all of an order's, as pages and letters tell of them."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import prefetch_related_objects

from boxoffice.ticketing import Money, Order, from_text

from ..models import Cancellation, OrderRecord, Refund
from ..payments import Taker, taker_of
from . import choices, dates, refunds
from .choices import Choice
from .offer import Offer


def giver_of(record: OrderRecord) -> Taker:
    """Who gives the money back: whoever took it."""
    return taker_of(record) or Taker.PARTNER


@dataclass
class Told:
    """One cancellation, whatever has become of it."""

    record: OrderRecord
    cancellation: Cancellation

    @cached_property
    def offer(self) -> Offer:
        return from_text(Offer, self.cancellation.kept_offer or "{}")

    @cached_property
    def orders(self) -> tuple[Order, ...]:
        """What was asked for."""
        return self._orders(self.cancellation.numbers)

    @cached_property
    def gone(self) -> tuple[Order, ...]:
        return self._orders(self.cancellation.cancelled)

    @cached_property
    def left(self) -> tuple[Order, ...]:
        """What was asked for and not cancelled."""
        return self._orders(self.cancellation.left_over)

    @cached_property
    def must_also(self) -> tuple[Choice, ...]:
        """What would have to go too; all of it, with whether it can."""
        return tuple(
            choice for choice in choices.items_of(self.record) if choice.number in self.cancellation.must_also
        )

    @property
    def can_go_together(self) -> bool:
        return bool(self.must_also) and all(choice.is_possible for choice in self.must_also)

    @property
    def all_numbers(self) -> list[int]:
        return sorted({*self.cancellation.numbers, *self.cancellation.must_also})

    @cached_property
    def refunds(self) -> list[Refund]:
        return list(self.cancellation.refunds.all())

    @cached_property
    def back(self) -> tuple[Money, ...]:
        """What comes back for what was cancelled: as refunds say, where this shop gives the money back."""
        if self.giver == Taker.SHOP:
            found = refunds.in_money(self.refunds, self.record)
            return (found,) if found else ()
        return self.offer.back_of(self.cancellation.cancelled, emptied=self.cancellation.gave_sending)

    @property
    def is_given_back(self) -> bool:
        return bool(self.refunds) and all(refund.is_done for refund in self.refunds)

    @property
    def is_looked_into(self) -> bool:
        """Whether people see to the money."""
        return bool(self.cancellation.needs_staff) or any(refund.needs_staff for refund in self.refunds)

    @property
    def giver(self) -> Taker:
        return giver_of(self.record)

    def _orders(self, numbers: list[int]) -> tuple[Order, ...]:
        return tuple(order for order in self.record.trolley.orders if order.item_number in numbers)


@dataclass
class OfOrder:
    """What an order's page says about cancelling."""

    record: OrderRecord

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        return choices.items_of(self.record)

    @property
    def possible(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.is_possible)

    @property
    def left(self) -> tuple[Choice, ...]:
        """What is neither cancelled nor about to be."""
        return tuple(choice for choice in self.choices if choice.is_open)

    @cached_property
    def withdrawable(self) -> tuple[Choice, ...]:
        return choices.withdrawable_items(self.record)

    @property
    def last_day(self) -> date | None:
        """Until when all of these can be withdrawn from."""
        bought_at = choices.bought_at_of(self.record)
        return min((dates.last_day(one.order, bought_at) for one in self.withdrawable), default=None)

    @property
    def has_dated(self) -> bool:
        return any(dates.is_dated(choice.order) for choice in self.left)

    @cached_property
    def told(self) -> list[Told]:
        """Each that is under way or has come to something, oldest first."""
        prefetch_related_objects([self.record], "cancellations__refunds")
        rows = self.record.cancellations.all()
        return [Told(self.record, one) for one in rows if one.is_open or one.cancelled or one.is_withdrawal]

    @property
    def withdrawals(self) -> list[Told]:
        return [told for told in self.told if told.cancellation.is_withdrawal]


@dataclass(frozen=True)
class Rights:
    """What the law says of orders that are about to be bought."""

    dated: tuple[Order, ...] = ()
    undated: tuple[Order, ...] = ()
    goods: tuple[Order, ...] = ()


def rights_of(orders: tuple[Order, ...]) -> Rights:
    return Rights(
        dated=tuple(order for order in orders if dates.is_dated(order)),
        undated=tuple(order for order in orders if not dates.is_dated(order) and not dates.is_goods(order)),
        goods=tuple(order for order in orders if dates.is_goods(order)),
    )

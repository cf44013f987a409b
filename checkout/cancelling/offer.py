"""What comes back when items are cancelled: said before, kept with what was asked, and given back after."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings

from boxoffice.ticketing import Bundle, Money, Order, Transaction, from_text, sums_of

from ..models import Cancellation, OrderRecord
from ..payments import Taker, taker_of
from . import choices

KEEPS = frozenset({Taker.SHOP, Taker.PARTNER})  # who has the money, or sends the bill, may keep of it


@dataclass(frozen=True)
class Line:
    """One item. `paid` is for its tickets, fees and all; None: f13 does not say. `cost` is kept of it."""

    number: int
    source_code: str
    paid: Money | None = None
    cost: Money | None = None


@dataclass(frozen=True)
class Sending:
    """What sending cost of one supplier; it comes back once nothing is left of the supplier's tickets."""

    source_code: str
    paid: Money


@dataclass(frozen=True)
class Offer:
    """What was paid for these items, what cancelling them costs, and what would come back."""

    lines: tuple[Line, ...] = ()
    sendings: tuple[Sending, ...] = ()
    emptied: tuple[str, ...] = ()  # suppliers of whose tickets nothing would be left

    @property
    def is_known(self) -> bool:
        return all(line.paid is not None for line in self.lines)

    @property
    def paid(self) -> tuple[Money, ...]:
        """For the tickets, by currency."""
        return sums_of(line.paid for line in self.lines)

    @property
    def cost(self) -> tuple[Money, ...]:
        """Nothing where nothing is kept."""
        return tuple(cost for cost in sums_of(line.cost for line in self.lines) if cost)

    @property
    def sending(self) -> tuple[Money, ...]:
        """What comes back of it."""
        found = (one.paid for one in self.sendings if one.source_code in self.emptied)
        return tuple(paid for paid in sums_of(found) if paid)

    @property
    def back(self) -> tuple[Money, ...]:
        """All that comes back, by currency."""
        return self.back_of([line.number for line in self.lines], emptied=self.emptied)

    def back_of(self, numbers: Collection[int], *, emptied: Collection[str]) -> tuple[Money, ...]:
        """The same where these items were cancelled, and nothing is left of these suppliers' tickets."""
        items = (
            line.paid - line.cost if line.cost else line.paid
            for line in self.lines
            if line.paid is not None and line.number in numbers
        )
        sendings = (one.paid for one in self.sendings if one.source_code in emptied)
        return sums_of((*items, *sendings))

    def __str__(self) -> str:
        """What a form sends along, the same in every language: `1 2: 55.00 gbp`."""
        amounts = (f"{one.amount:.{one.currency.places}f} {one.currency.code}" for one in self.back)
        return f"{' '.join(str(line.number) for line in self.lines)}: {' + '.join(amounts)}"


def of(record: OrderRecord, numbers: Collection[int], *, is_withdrawal: bool = False) -> Offer:
    """What comes back for these items.

    Nothing is kept of what can be withdrawn from; and where somebody else has the money, it is theirs to say.
    """
    bundles = [
        bundle
        for bundle in record.sold_bundles
        if any(order.item_number in numbers for order in bundle.orders)
    ]
    is_free = is_withdrawal or taker_of(record) not in KEEPS
    free = numbers if is_free else {one.number for one in choices.withdrawable_items(record)}
    lines = tuple(
        _line(order, bundle, is_free=order.item_number in free)
        for bundle in bundles
        for order in bundle.orders
        if order.item_number in numbers
    )
    return Offer(
        lines=lines,
        sendings=tuple(Sending(one.source_code, one.send_cost) for one in bundles if one.send_cost),
        emptied=tuple(one.source_code for one in bundles if _is_emptied(one, numbers)),
    )


def owed(transaction: Transaction, cancellations: Iterable[Cancellation]) -> tuple[Money, ...]:
    """What must have gone back by now for all that is cancelled, from here or elsewhere, by currency.

    What cancelling costs is kept of what was cancelled from here alone: its buyers had agreed to it.
    """
    costs = {
        line.number: line.cost
        for one in cancellations
        for line in from_text(Offer, one.kept_offer or "{}").lines
        if line.number in one.cancelled
    }
    return sums_of(amount for bundle in transaction.sold_bundles for amount in _owed_of(bundle, costs=costs))


def _owed_of(bundle: Bundle, *, costs: Mapping[int, Money | None]) -> Iterator[Money]:
    gone = [order for order in bundle.orders if order.is_cancelled]
    for order in gone:
        if order.price:
            cost = costs.get(order.item_number or 0)
            yield order.price.total - cost if cost else order.price.total
    if bundle.send_cost and len(gone) == len(bundle.orders):
        yield bundle.send_cost


def _line(order: Order, bundle: Bundle, *, is_free: bool) -> Line:
    paid = order.price.total if order.price else None
    kept = None if is_free or paid is None else _cost_of(paid)
    return Line(order.item_number or 0, bundle.source_code, paid=paid, cost=kept)


def _cost_of(paid: Money) -> Money | None:
    """The shop's own share, to the last place of the currency; f13 tells of no cost beforehand."""
    share = paid.amount * settings.CANCELLATION_COST_PERCENT / 100
    cost = share.quantize(Decimal(1).scaleb(-paid.currency.places), ROUND_HALF_UP)
    return Money(cost, paid.currency) if cost else None


def _is_emptied(bundle: Bundle, numbers: Collection[int]) -> bool:
    return all(order.is_cancelled or order.item_number in numbers for order in bundle.orders)

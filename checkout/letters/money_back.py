"""What comes back for tickets that were cancelled, and how: no more than is certain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from boxoffice.ticketing import Order, sums_of

from ..cancelling.told import Told, giver_of
from ..models import OrderRecord
from ..payments import Taker


@dataclass(frozen=True)
class MoneyBack:
    """`paid` is what the tickets had cost, by currency, without sending."""

    paid: str
    sentences: tuple[str, ...]


def told(record: OrderRecord, cancelled: Sequence[Order]) -> MoneyBack:
    paid = sums_of(order.price.total for order in cancelled if order.price)
    return MoneyBack(" + ".join(map(str, paid)), tuple(_sentences(record, cancelled)))


def _sentences(record: OrderRecord, cancelled: Sequence[Order]) -> Iterator[str]:
    back, is_by_ingresso = _said_before(record, cancelled), giver_of(record) == Taker.INGRESSO
    if is_by_ingresso and back:
        how = _("Ingresso, who took your payment, gives back %(back)s, to where you paid from.")
    elif is_by_ingresso:
        how = _("Ingresso, who took your payment, gives back what is due to you, to where you paid from.")
    elif back:
        how = _("%(back)s goes back to where you paid from.")
    else:
        how = _("We see to it that what is due to you goes back to where you paid from.")
    yield how % {"back": back}
    yield _("Banks take some days until it can be seen.")
    touched = [one for one in record.sold_bundles if any(order in cancelled for order in one.orders)]
    if any(not order.is_cancelled for bundle in touched for order in bundle.orders):
        yield _("What sending has cost does not come back as long as other tickets that came with it stand.")


def _said_before(record: OrderRecord, cancelled: Sequence[Order]) -> str:
    """What was said to come back before these were cancelled here; "" for what was cancelled elsewhere."""
    numbers = {order.item_number for order in cancelled}
    ours = [one for one in record.cancellations.all() if numbers & set(one.cancelled)]
    if {number for one in ours for number in one.cancelled} < numbers:
        return ""
    return " + ".join(str(money) for one in ours for money in Told(record, one).back)

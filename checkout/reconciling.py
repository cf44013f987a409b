"""Three lists beside each other: this shop's orders, f13's sales report, Stripe's payments. Values, no more.

What belongs together has one transaction. It lies on one day, by the first of these that is known: when f13
says that it was sold, when the shop wrote that it was bought, when the payment began. So a purchase at
midnight is looked at once, whichever side of it each list has it on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

Sums = tuple[tuple[str, Decimal], ...]  # by currency code, in its order; nothing that is nothing


class Kind(TextChoices):
    """In which way the lists differ. Each has a section in docs/staff.md."""

    TICKETS_WITHOUT_ORDER = "tickets_without_order", _("tickets without an order")
    ORDER_WITHOUT_TICKETS = "order_without_tickets", _("an order without tickets")
    TICKETS_DIFFER = "tickets_differ", _("another number of tickets")
    PRICES_DIFFER = "prices_differ", _("other prices")
    MONEY_WITHOUT_TICKETS = "money_without_tickets", _("money without tickets")
    MONEY_STILL_HELD = "money_still_held", _("money kept at the bank, without tickets")
    TICKETS_WITHOUT_MONEY = "tickets_without_money", _("tickets without money")
    MONEY_DIFFERS = "money_differs", _("another sum than the tickets cost")
    CANCELLED_DIFFERS = "cancelled_differs", _("cancelled in one list and not in the other")
    CANCELLED_WITHOUT_REFUND = "cancelled_without_refund", _("tickets cancelled, money not given back")
    REFUND_WITHOUT_CANCELLED = "refund_without_cancelled", _("money given back, tickets not cancelled")


OF_MONEY = frozenset(
    {
        *(Kind.MONEY_WITHOUT_TICKETS, Kind.MONEY_STILL_HELD, Kind.TICKETS_WITHOUT_MONEY, Kind.MONEY_DIFFERS),
        *(Kind.CANCELLED_WITHOUT_REFUND, Kind.REFUND_WITHOUT_CANCELLED),
    }
)
OF_CANCELLED = frozenset(
    {Kind.CANCELLED_DIFFERS, Kind.CANCELLED_WITHOUT_REFUND, Kind.REFUND_WITHOUT_CANCELLED}
)


@dataclass(frozen=True)
class Order:
    """What the shop wrote down."""

    record_id: str
    transaction_uuid: str
    transaction_id: str
    state: str
    at: datetime
    changed_at: datetime
    is_bought: bool = True
    is_under_way: bool = False
    is_by_own_stripe: bool = False
    is_money_under_way: bool = False  # the worker still takes it or frees it
    tickets: int = 0
    prices: Sums = ()  # of the tickets, without sending
    total: Sums = ()  # what is paid
    cancelled: Sums = ()  # how much of the prices was cancelled
    owed: Sums = ()  # what must have gone back for that


@dataclass(frozen=True)
class Sale:
    """What f13's report says of a transaction, cancelled tickets included."""

    transaction_uuid: str
    transaction_id: str
    at: datetime
    tickets: int
    prices: Sums
    cancelled: Sums = ()  # how much of the prices was cancelled
    is_elsewhere: bool = False  # another shop of the same account sold it


@dataclass(frozen=True)
class Payment:
    """What one of Stripe's intents has taken, less what was given back; that too; and what it still holds."""

    intent_id: str
    transaction_uuid: str
    at: datetime
    taken: Sums = ()
    refunded: Sums = ()
    held: Sums = ()


@dataclass(frozen=True)
class Window:
    """Days, as their first moment and the first moment after them."""

    begins_at: datetime
    ends_at: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.begins_at <= moment < self.ends_at


@dataclass(frozen=True)
class Together:
    """All that the lists say of one transaction."""

    order: Order | None = None
    sale: Sale | None = None
    payments: tuple[Payment, ...] = ()

    @property
    def at(self) -> datetime:
        known = [one.at for one in (self.sale, self.order) if one]
        return known[0] if known else min(payment.at for payment in self.payments)

    @property
    def changed_at(self) -> datetime:
        moments = [self.order.changed_at] if self.order else []
        moments += [self.sale.at] if self.sale else []
        return max(moments + [payment.at for payment in self.payments])

    @property
    def bought(self) -> Order | None:
        return self.order if self.order and self.order.is_bought else None

    @property
    def taken(self) -> Sums:
        return sums(pair for payment in self.payments for pair in payment.taken)

    @property
    def refunded(self) -> Sums:
        return sums(pair for payment in self.payments for pair in payment.refunded)

    @property
    def held(self) -> Sums:
        return sums(pair for payment in self.payments for pair in payment.held)


@dataclass(frozen=True)
class Found:
    """One difference, with what each list says. `subject` names it, together with its kind."""

    kind: Kind
    subject: str
    together: Together


def compare(
    orders: Iterable[Order],
    sales: Iterable[Sale],
    payments: Iterable[Payment] | None,
    *,
    window: Window,
    until: datetime,
) -> list[Found]:
    """Every difference of these days, each once. `payments` is None where the shop has no Stripe of its own.

    What is under way, or has changed since `until`, is none yet: the lists were not read in one moment.
    """
    has_payments = payments is not None
    joined = join(orders, sales, payments or ())
    return [
        Found(kind, subject, together)
        for subject, together in joined.items()
        if together.at in window and together.changed_at <= until and not _is_under_way(together)
        for kind in (*_kinds(together), *(_money_kinds(together) if has_payments else ()))
    ]


def join(orders: Iterable[Order], sales: Iterable[Sale], payments: Iterable[Payment]) -> dict[str, Together]:
    """By transaction; a payment that names none stands for itself."""
    by_order = {order.transaction_uuid: order for order in orders}
    by_sale = {sale.transaction_uuid: sale for sale in sales}
    by_payment: dict[str, list[Payment]] = {}
    for payment in payments:
        by_payment.setdefault(payment.transaction_uuid or payment.intent_id, []).append(payment)
    return {
        uuid: Together(by_order.get(uuid), by_sale.get(uuid), tuple(by_payment.get(uuid, ())))
        for uuid in dict.fromkeys([*by_sale, *by_order, *by_payment])
    }


def sums(pairs: Iterable[tuple[str, Decimal]]) -> Sums:
    """Amounts of each currency, added."""
    added: dict[str, Decimal] = {}
    for code, amount in pairs:
        added[code.lower()] = added.get(code.lower(), Decimal(0)) + amount
    return tuple(sorted((code, amount) for code, amount in added.items() if amount))


def _is_under_way(together: Together) -> bool:
    return together.order is not None and together.order.is_under_way


def _kinds(together: Together) -> Sequence[Kind]:
    """The shop's order beside the sales report."""
    sale, bought = together.sale, together.bought
    if sale is not None and bought is None:
        is_anothers = sale.is_elsewhere and together.order is None
        return () if is_anothers else (Kind.TICKETS_WITHOUT_ORDER,)
    if sale is None or bought is None:
        return (Kind.ORDER_WITHOUT_TICKETS,) if bought else ()
    if sale.tickets != bought.tickets:
        return (Kind.TICKETS_DIFFER,)
    if sale.prices != bought.prices:
        return (Kind.PRICES_DIFFER,)
    return (Kind.CANCELLED_DIFFERS,) if sale.cancelled != bought.cancelled else ()


def _money_kinds(together: Together) -> Sequence[Kind]:
    """Both beside the payments. Tickets without an order are a difference by themselves."""
    bought, taken = together.bought, together.taken
    if together.order is not None and together.order.is_money_under_way:
        return ()
    if bought is None:
        if together.sale is not None:
            return ()
        held = (Kind.MONEY_STILL_HELD,) if together.held else ()
        return (Kind.MONEY_WITHOUT_TICKETS,) if taken else held
    if not bought.is_by_own_stripe:
        return (Kind.MONEY_DIFFERS,) if taken else ()
    came = sums((*taken, *together.refunded))
    if not came and bought.total:
        return (Kind.TICKETS_WITHOUT_MONEY,)
    if came != bought.total:
        return (Kind.MONEY_DIFFERS,)
    return tuple(_refund_kinds(dict(together.refunded), owed=_owed(together)))


def _owed(together: Together) -> list[dict[str, Decimal]]:
    """What must have gone back: as this shop reckons, and where the report tells otherwise, as that does."""
    bought, sale = together.bought, together.sale
    if bought is None:
        return [{}]
    if sale is None or sale.cancelled == bought.cancelled:
        return [dict(bought.owed)]
    is_all = sale.cancelled == sale.prices
    return [dict(bought.owed), dict(bought.total if is_all else sale.cancelled)]


def _refund_kinds(
    refunded: Mapping[str, Decimal], *, owed: Sequence[Mapping[str, Decimal]]
) -> Iterator[Kind]:
    codes = {*refunded, *(code for sums in owed for code in sums)}
    given = {code: refunded.get(code, Decimal(0)) for code in codes}
    if any(given[code] < min(sums.get(code, Decimal(0)) for sums in owed) for code in codes):
        yield Kind.CANCELLED_WITHOUT_REFUND
    if any(given[code] > max(sums.get(code, Decimal(0)) for sums in owed) for code in codes):
        yield Kind.REFUND_WITHOUT_CANCELLED

"""Sums by currency and by day, added up by the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from ..models import ComparedDay, Difference, Item
from .asked import Asked

SUMMED = ("price", "fee", "sending", "tax", "commission", "commission_taxed")
STANDS = Q(cancelled_at=None)


@dataclass(frozen=True)
class Sums:
    """Of one currency. `cancelled` is the part of price and fee that was cancelled; it is in the others."""

    currency_code: str
    items: int = 0
    tickets: int = 0
    price: Decimal = Decimal()
    fee: Decimal = Decimal()
    sending: Decimal = Decimal()
    tax: Decimal = Decimal()
    commission: Decimal = Decimal()
    commission_taxed: Decimal = Decimal()
    cancelled: Decimal = Decimal()
    cancelled_tickets: int = 0

    @property
    def tickets_total(self) -> Decimal:
        """What f13's sales report has: tickets with their fees, without sending."""
        return self.price + self.fee

    @property
    def total(self) -> Decimal:
        return self.tickets_total + self.sending


@dataclass(frozen=True)
class Day:
    """What was sold on a day in one currency, less what of it was cancelled since."""

    day: date
    currency_code: str
    sales: Decimal
    tickets: int
    commission: Decimal


def by_currency(items: QuerySet[Item]) -> list[Sums]:
    """One question, however many items there are."""
    rows = (
        items.order_by()
        .values("currency_code")
        .annotate(
            items=Count("pk"),
            tickets=Sum("quantity"),
            **{f"all_{name}": Sum(name) for name in SUMMED},
            cancelled_price=Sum("price", filter=~STANDS),
            cancelled_fee=Sum("fee", filter=~STANDS),
            cancelled_tickets=Sum("quantity", filter=~STANDS),
        )
        .order_by("currency_code")
    )
    return [_sums(dict(row)) for row in rows]


def by_day(since: datetime) -> list[Day]:
    """What stands of each day's sales since then, by day and currency; one question."""
    rows = (
        Item.objects.filter(STANDS, purchased_at__gte=since)
        .order_by()
        .annotate(on=TruncDate("purchased_at"))
        .values("on", "currency_code")
        .annotate(
            price=Sum("price"),
            fee=Sum("fee"),
            sending=Sum("sending"),
            tickets=Sum("quantity"),
            commission=Sum("commission"),
        )
        .order_by("on", "currency_code")
    )
    return [
        Day(
            row["on"],
            row["currency_code"],
            sales=sum(map(_amount, (row["price"], row["fee"], row["sending"])), Decimal()),
            tickets=row["tickets"],
            commission=_amount(row["commission"]),
        )
        for row in rows
    ]


# Beside f13's report


@dataclass(frozen=True)
class Compared:
    """Whether these days' sums are those of f13's report: nothing differs, and each day was compared."""

    differences: tuple[Difference, ...]
    not_compared: tuple[date, ...]

    @property
    def is_equal(self) -> bool:
        return not self.differences and not self.not_compared


def compared(asked: Asked) -> Compared:
    window = asked.window
    found = Difference.objects.filter(at__gte=window.begins_at, at__lt=window.ends_at)
    standing = found.filter(
        Q(settled_at=None) | ~Q(settled_by="")
    )  # settled by staff, they differ all the same
    known = ComparedDay.objects.filter(day__range=(asked.first, asked.last))
    days = set(known.values_list("day", flat=True))
    return Compared(
        differences=tuple(standing.order_by("at")),
        not_compared=tuple(day for day in asked.days if day not in days),
    )


def _sums(row: dict[str, Any]) -> Sums:
    cancelled = _amount(row.pop("cancelled_price")) + _amount(row.pop("cancelled_fee"))
    tickets = row.pop("cancelled_tickets") or 0
    amounts: dict[str, Any] = {name: _amount(row.pop(f"all_{name}")) for name in SUMMED}
    return Sums(**row, **amounts, cancelled=cancelled, cancelled_tickets=tickets)


def _amount(found: Decimal | None) -> Decimal:
    return found or Decimal()


def codes(found: Iterable[Day]) -> list[str]:
    return sorted({day.currency_code for day in found})

"""The first page of staff's day: what is open, what was sold, how well everything stands.

However many orders there are, it is a handful of questions, and the database does the adding up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Min, Q, TextField, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxoffice import standing, words
from boxoffice.plots import Plot, plot
from boxoffice.ticketing import Currency, Money

from .. import matters
from ..finance.totals import Day, by_day
from ..models import Item, Letter, Step

MONTH, YEAR = 30, 365  # days
MEASURES = {
    "sales": gettext_lazy("Sales"),
    "tickets": gettext_lazy("Tickets"),
    "commission": gettext_lazy("Commission without tax"),
}
LETTERS = {
    "letters waiting": gettext_lazy("letters waiting to be sent"),
    "letters undelivered": gettext_lazy("letters that could not be delivered"),
}


@dataclass(frozen=True)
class Tally:
    """So many of something, and since when, or when last."""

    name: str
    count: int
    moment: datetime | None

    @property
    def label(self) -> str | Promise:
        group, _space, name = self.name.partition(" ")
        return (
            dict(matters.Kind.choices).get(name, name) if group == "matter" else LETTERS.get(self.name, name)
        )

    @property
    def kind(self) -> str:
        return self.name.partition(" ")[2]


@dataclass(frozen=True)
class Row:
    """A day's or a month's sales in one currency."""

    label: str
    sales: Decimal
    tickets: int
    commission: Decimal


@dataclass(frozen=True)
class InCurrency:
    """All that is shown of one currency: sums, three plots, and the table that says the same."""

    currency: Currency
    sums: tuple[tuple[str, Row], ...]
    plots: tuple[tuple[str | Promise, Plot], ...]
    rows: tuple[Row, ...]


def dashboard(request: HttpRequest) -> HttpResponse:
    sees_orders = request.user.has_perm("checkout.view_orderrecord")
    sees_sales = request.user.has_perm("checkout.view_sales")
    if not (sees_orders or sees_sales):
        raise PermissionDenied
    span = "year" if request.GET.get("span") == "year" else "month"
    context = {**admin.site.each_context(request), "title": _("Dashboard"), "span": span}
    if sees_orders:
        tallies = list(_tallies())
        context |= {"matters": _of(tallies, "matter"), "letters": _of(tallies, "letters")}
        context |= {"failures": _of(tallies, "failure"), "suppliers": _of(tallies, "supplier")}
        context["standing"] = standing.standing()
    if sees_sales:
        context["currencies"] = in_currencies(timezone.localdate(), by_year=span == "year")
    return render(request, "admin/checkout/dashboard.html", context)


# What there is to be counted: one question for all


def _tallies() -> Iterable[Tally]:
    now = timezone.now()
    asked = [*matters.tallies(), *_letters(), _failures(now - timedelta(days=1)), _sold(now)]
    first, *others = asked
    for row in first.union(*others, all=True):
        tally = Tally(*row)
        if tally.count:
            yield tally


def _letters() -> list[Any]:
    waiting = Letter.objects.filter(sent_at=None, fate="")
    undelivered = Letter.objects.filter(fate__in=("refused", "given_up"))
    named = (("letters waiting", waiting), ("letters undelivered", undelivered))
    return [
        letters.order_by()
        .annotate(tally=Value(name, output_field=TextField()))
        .values("tally")
        .annotate(count=Count("pk"), moment=Min("promised_at"))
        .values_list("tally", "count", "moment")
        for name, letters in named
    ]


def _failures(since: datetime) -> Any:
    """Answers that did not come, by the kind of error, as orders' steps have kept them."""
    lost = (
        Q(what__startswith="no answer") | Q(what="the answer is lost") | Q(what__startswith="reserve had no")
    )
    steps = Step.objects.filter(lost, at__gte=since).exclude(detail="").order_by()
    named = steps.annotate(tally=_named("failure ", "detail")).values("tally")
    return named.annotate(count=Count("pk"), moment=Max("at")).values_list("tally", "count", "moment")


def _sold(now: datetime) -> Any:
    """What each supplier sold in the last days: one that sells nothing may be in trouble."""
    items = Item.objects.filter(purchased_at__gte=now - timedelta(days=7)).order_by()
    named = items.annotate(tally=_named("supplier ", "source_name", Value(" · "), "source_code"))
    counted = named.values("tally").annotate(count=Count("pk"), moment=Max("purchased_at"))
    return counted.values_list("tally", "count", "moment")


def _named(group: str, *parts: Any) -> Concat:
    return Concat(Value(group), *parts, output_field=TextField())


def _of(tallies: Iterable[Tally], group: str) -> list[Tally]:
    return [tally for tally in tallies if tally.name.startswith(f"{group} ")]


# What was sold


def in_currencies(today: date, *, by_year: bool) -> list[InCurrency]:
    """Of the last year, one question for all currencies; the plots are of its days, or of its months."""
    since = timezone.make_aware(datetime.combine(today - timedelta(days=YEAR - 1), datetime.min.time()))
    days = by_day(since)
    codes = sorted({day.currency_code for day in days})
    return [
        _in_currency(code, [day for day in days if day.currency_code == code], today, by_year)
        for code in codes
    ]


def _in_currency(code: str, days: list[Day], today: date, by_year: bool) -> InCurrency:
    currency = Currency(code, places=get_currency_precision(code.upper()))
    rows = _months(days, today) if by_year else _days(days, today)
    return InCurrency(
        currency=currency,
        sums=tuple((label, _since(days, today - timedelta(days=length - 1))) for label, length in _spans()),
        plots=tuple((label, _plot(rows, name, currency)) for name, label in MEASURES.items()),
        rows=tuple(rows),
    )


def _spans() -> list[tuple[str, int]]:
    return [(_("today"), 1), (_("7 days"), 7), (_("30 days"), MONTH), (_("365 days"), YEAR)]


def _since(days: list[Day], first: date) -> Row:
    return _sum("", [day for day in days if day.day >= first])


def _days(days: list[Day], today: date) -> list[Row]:
    shown = [today - timedelta(days=number) for number in range(MONTH - 1, -1, -1)]
    return [_sum(f"{one:%Y-%m-%d}", [day for day in days if day.day == one]) for one in shown]


def _months(days: list[Day], today: date) -> list[Row]:
    """Twelve, this one included; of the first only what is within the year."""
    months = [(today.year * 12 + today.month - 1 - number) for number in range(11, -1, -1)]
    named = [(date(month // 12, month % 12 + 1, 1), month) for month in months]
    return [
        _sum(words.month(first), [day for day in days if day.day.year * 12 + day.day.month - 1 == month])
        for first, month in named
    ]


def _sum(label: str, days: list[Day]) -> Row:
    return Row(
        label,
        sales=sum((day.sales for day in days), Decimal()),
        tickets=sum(day.tickets for day in days),
        commission=sum((day.commission for day in days), Decimal()),
    )


def _plot(rows: list[Row], name: str, currency: Currency) -> Plot:
    values = [max(Decimal(), Decimal(getattr(row, name))) for row in rows]
    said = [f"{row.label}: {_written(getattr(row, name), name, currency)}" for row in rows]
    every = max(1, len(rows) // 6)
    labels = [_short(row.label) if number % every == 0 else "" for number, row in enumerate(rows)]
    drawn = plot(values, said=said, labels=labels)
    top = _written(Decimal(drawn.top), name, currency)
    return Plot(drawn.bars, top, drawn.top_y, drawn.base_y)


def _short(label: str) -> str:
    """`03-28` of a day; of a month its name."""
    return label[5:] if label[:4].isdigit() else label.split(" ")[0]


def _written(value: Decimal | int, name: str, currency: Currency) -> str:
    return words.number(value) if name == "tickets" else str(Money(Decimal(value), currency))

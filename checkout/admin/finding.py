"""How staff find orders: by words, by what is open, by days, by what was bought."""

import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from .. import matters, payments
from ..items import as_looked_for
from ..models import Item, OrderRecord

ANY = "any"
NUL = "\0"  # which PostgreSQL cannot even look for
Orders = QuerySet[OrderRecord]


# By words


def search(orders: Orders, words: str, *, sees_customers: bool) -> Orders:
    """Orders of which some reference is this, or of whose event or customer all of these words are told.

    Each question has an index of its own; joined by OR, they would have none. Who may not see customers
    does not find out by searching whether somebody is one.
    """
    asked = list(_by_reference(words)) + list(_by_event(words))
    if sees_customers:
        asked += by_customer(words)
    first, *others = (found.order_by().values("pk") for found in asked)
    return orders.filter(pk__in=first.union(*others))


def _by_reference(words: str) -> Iterator[Orders]:
    text = words.strip()
    yield OrderRecord.objects.filter(transaction_id__in={text, text.upper()})
    yield OrderRecord.objects.filter(transaction_uuid__in={text, text.upper(), text.lower()})
    with suppress(ValueError):
        yield OrderRecord.objects.filter(pk=uuid.UUID(text))
    if reference := as_looked_for(text):
        yield _with(Item.objects.filter(found_by=reference))


def _by_event(words: str) -> Iterator[Orders]:
    yield _with(Item.objects.filter(event_id=words.strip()))
    yield _with(Item.objects.filter(all_of(words, "event_name__icontains")))


def by_customer(words: str) -> list[Orders]:
    by_email = OrderRecord.objects.filter(buyer_email__startswith=words.strip().lower())
    return [by_email, OrderRecord.objects.filter(all_of(words, "buyer_name__icontains"))]


def all_of(words: str, lookup: str) -> Q:
    found = Q()
    for word in words.split():
        found &= Q((lookup, word))
    return found


def _with(items: QuerySet[Item]) -> Orders:
    return OrderRecord.objects.filter(pk__in=items.order_by().values("record_id"))


# By what is open


class OpenMatters(admin.SimpleListFilter):
    """Orders that have not ended in one way or the other."""

    title = _("open matters")
    parameter_name = "open"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(ANY, _("all that are open")), *((kind.value, kind.label) for kind in matters.Kind)]

    def queryset(self, request: HttpRequest, orders: Orders) -> Orders:
        return orders.filter(self._condition())

    def _condition(self) -> Q:
        value = self.value()
        if value == ANY:
            return matters.any_condition()
        return matters.condition(matters.Kind(value)) if value in matters.Kind.values else Q()


class WayOfPaying(admin.SimpleListFilter):
    title = _("way of paying")
    parameter_name = "payment"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, name) for name in sorted(payments.WAYS)]

    def queryset(self, request: HttpRequest, orders: Orders) -> Orders:
        return orders.filter(payment=self.value()) if self.value() in payments.WAYS else orders


# By what is typed


class Typed(admin.ListFilter):
    """A small form instead of a list of choices: of all events and suppliers there are too many."""

    template = "admin/checkout/typed_filter.html"
    fields: tuple[tuple[str, Any, str], ...] = ()  # parameter, label, type of the field

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.said: dict[str, str] = {}
        for name, _label, _type in self.fields:
            if values := params.pop(name, None):
                said = str(values[-1] if isinstance(values, list) else values)
                self.said[name] = said.replace(NUL, "").strip()
        self.used_parameters = {name: value for name, value in self.said.items() if value}

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [name for name, _label, _type in self.fields]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        """One only: the form's fields, what else is filtered by, and the way back."""
        others = {name: values for name, values in changelist.filter_params.items() if name not in self.said}
        yield {
            "fields": [(name, label, kind, self.said.get(name, "")) for name, label, kind in self.fields],
            "others": [(name, value) for name, values in others.items() for value in _listed(values)],
            "is_used": bool(self.used_parameters),
            "without": changelist.get_query_string(remove=[name for name, _label, _type in self.fields]),
        }


class EventFilter(Typed):
    title = _("event")
    fields = (("event", _("Name or id"), "search"),)

    def queryset(self, request: HttpRequest, orders: Orders) -> Orders:
        words = self.said.get("event", "")
        named = Q(event_id=words) | all_of(words, "event_name__icontains")
        return orders.filter(_has_item(named)) if words else orders


class SupplierFilter(Typed):
    title = _("supplier")
    fields = (("supplier", _("Name or code"), "search"),)

    def queryset(self, request: HttpRequest, orders: Orders) -> Orders:
        words = self.said.get("supplier", "")
        named = Q(source_code=words) | all_of(words, "source_name__icontains")
        return orders.filter(_has_item(named)) if words else orders


class Days(Typed):
    """From one day to another, both included; either may be left out. Days are those of UTC."""

    def within(self, begins_at: datetime | None, ends_at: datetime | None) -> Q:
        raise NotImplementedError

    def queryset(self, request: HttpRequest, orders: Orders) -> Orders:
        first, last = (day_from(self.said.get(name, "")) for name, _label, _type in self.fields)
        if first is None and last is None:
            return orders
        return orders.filter(self.within(_begins(first), _begins(last + timedelta(days=1) if last else None)))


class BoughtFilter(Days):
    title = _("day of the purchase")
    fields = (("bought_from", _("From"), "date"), ("bought_to", _("To"), "date"))

    def within(self, begins_at: datetime | None, ends_at: datetime | None) -> Q:
        return _has_item(_between("purchased_at", begins_at, ends_at))


class PerformanceFilter(Days):
    title = _("day of the performance")
    fields = (("performed_from", _("From"), "date"), ("performed_to", _("To"), "date"))

    def within(self, begins_at: datetime | None, ends_at: datetime | None) -> Q:
        return _has_item(_between("starts_at", begins_at, ends_at))


def _has_item(condition: Q) -> Q:
    return Q(pk__in=Item.objects.filter(condition).order_by().values("record_id"))


def _between(name: str, begins_at: datetime | None, ends_at: datetime | None) -> Q:
    found = Q()
    if begins_at:
        found &= Q((f"{name}__gte", begins_at))
    if ends_at:
        found &= Q((f"{name}__lt", ends_at))
    return found


def day_from(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _begins(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _listed(values: Any) -> list[Any]:
    return values if isinstance(values, list) else [values]

"""Finance's page: sums by currency of some days, whether f13's report has the same, all items as a file."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxoffice import sheets
from boxoffice.staff import audit

from ..finance import export, totals
from ..finance.asked import Asked
from ..models import Item
from .files import downloaded

LONGEST = 366  # days at once


class DaysForm(forms.Form):
    first = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=gettext_lazy("To"), widget=forms.DateInput(attrs={"type": "date"}))
    event = forms.CharField(label=gettext_lazy("Event's id"), required=False, max_length=100)
    supplier = forms.CharField(label=gettext_lazy("Supplier's code"), required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and not 0 <= (last - first).days < LONGEST:
            raise forms.ValidationError(
                _("The days must be in order, and no more than %(most)s.") % {"most": LONGEST}
            )
        return said


def finance(request: HttpRequest) -> HttpResponse:
    """Last month, unless other days are asked for."""
    if not request.user.has_perm("checkout.view_sales"):
        raise PermissionDenied
    form, asked = _asked(request)
    context = {**admin.site.each_context(request), "title": _("Items sold"), "form": form, "asked": asked}
    if asked is not None:
        context |= {"sums": totals.by_currency(asked.items), "compared": totals.compared(asked)}
        if request.user.has_perm("checkout.export_orders"):
            context["query"] = urlencode(_said(asked))
    return render(request, "admin/checkout/finance.html", context)


def finance_file(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("checkout.export_orders"):
        raise PermissionDenied
    _form, asked = _asked(request)
    if asked is None:
        return finance(request)
    audit.exported(request, Item, _("items sold, %(first)s to %(last)s") % _said(asked))
    return file_of(asked.items, name=f"items-{asked.first}-{asked.last}.csv")


def file_of(items: QuerySet[Item], *, name: str) -> HttpResponse:
    """These items as a file, sent while it is read."""
    rows: Iterable[list[Any]] = export.rows(items)
    return downloaded(sheets.csv_of(list(export.COLUMNS), rows), name=name, kind=sheets.TYPE)


def _asked(request: HttpRequest) -> tuple[DaysForm, Asked | None]:
    if not request.GET:
        first, last = _last_month(timezone.localdate())
        return DaysForm(initial={"first": first, "last": last}), Asked(first, last)
    form = DaysForm(request.GET)
    return form, Asked(**form.cleaned_data) if form.is_valid() else None


def _last_month(today: date) -> tuple[date, date]:
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


def _said(asked: Asked) -> dict[str, str]:
    return {
        "first": asked.first.isoformat(),
        "last": asked.last.isoformat(),
        "event": asked.event,
        "supplier": asked.supplier,
    }

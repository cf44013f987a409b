"""The page of a deed: choose or type, read what will happen, agree. What has changed is read anew."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac

from boxoffice.staff import audit

from ...models import OrderRecord
from .deed import Deed, Done

READ = "read"  # what the reader agreed to, so that nothing else is done


def page(request: HttpRequest, deed: Deed, record: OrderRecord) -> HttpResponse:
    """Of one deed to one order, for whoever may see the order."""
    if not deed.is_permitted(request.user):
        raise PermissionDenied
    if not deed.is_possible(record):
        return _back(request, record, Done.nothing())
    form = deed.form(record, request.POST) if request.method == "POST" else deed.form(record)
    is_said = request.method == "POST" or (deed.will is not None and not form.fields)
    if not is_said or (request.method == "POST" and not form.is_valid()):
        return _shown(request, deed, record, form=form)
    chosen = form.cleaned_data if form.is_bound else {}
    if deed.will is None:
        return _done(request, deed, record, chosen)
    sentences = deed.will(record, chosen)
    read = _mark(record, sentences)
    if request.method == "POST" and constant_time_compare(request.POST.get(READ, ""), read):
        return _done(request, deed, record, chosen)
    context = {
        "sentences": sentences,
        "read": read,
        "has_changed": bool(request.POST.get(READ)),
        "hidden": [(name, value) for name in form.fields for value in request.POST.getlist(name)],
    }
    return _shown(request, deed, record, **context)


def _done(request: HttpRequest, deed: Deed, record: OrderRecord, chosen: dict[str, Any]) -> HttpResponse:
    done = deed.do(record, chosen, request.user.get_username())
    if done.is_done:
        audit.changed(request, [record], done.logged or done.told)
    return _back(request, record, done)


def _back(request: HttpRequest, record: OrderRecord, done: Done) -> HttpResponse:
    messages.add_message(request, messages.SUCCESS if done.is_done else messages.WARNING, done.told)
    return redirect("admin:checkout_orderrecord_change", record.pk)


def _shown(request: HttpRequest, deed: Deed, record: OrderRecord, **context: Any) -> HttpResponse:
    known = {
        **admin.site.each_context(request),
        "title": deed.label,
        "deed": deed,
        "record": record,
        "opts": record._meta,
        "advice": deed.advice(record),
    }
    return render(request, "admin/checkout/deed.html", known | context)


def _mark(record: OrderRecord, sentences: list[str]) -> str:
    return salted_hmac("checkout.admin.deed", "\n".join([str(record.pk), *sentences])).hexdigest()

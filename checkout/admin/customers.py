"""A customer asks what is kept about them, or wants it gone: found by the email address, given out, removed.

The address travels in forms alone, never in an address of a page: those are kept by logs and histories.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_post_parameters

from boxoffice.staff import audit

from ..models import OrderRecord
from ..privacy import erasing, exporting
from ..privacy.erasing import About
from .files import downloaded

EXPORT, ERASE = "checkout.export_customer", "checkout.erase_customer"


class AddressForm(forms.Form):
    email = forms.CharField(
        label=gettext_lazy("Email address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "vTextField", "dir": "ltr", "autocomplete": "off"}),
    )


@sensitive_post_parameters("email")
def customers(request: HttpRequest) -> HttpResponse:
    """What there is about an address; the same form takes along, or removes after it was agreed to."""
    if not (request.user.has_perm(EXPORT) or request.user.has_perm(ERASE)):
        raise PermissionDenied
    form = AddressForm(request.POST or None)
    if not form.is_valid():
        return _page(request, form=form)
    email, found = form.cleaned_data["email"], erasing.about(form.cleaned_data["email"])
    match request.POST.get("do"):
        case "export":
            return _export(request, email, found)
        case "erase":
            return _erase(request, email, found, form)
    if found.all:
        audit.viewed(request, OrderRecord, f"{len(found.all)}")
    return _page(request, form=form, email=email, found=found, is_looked_for=True)


def _export(request: HttpRequest, email: str, found: About) -> HttpResponse:
    if not request.user.has_perm(EXPORT):
        raise PermissionDenied
    for record in found.all:
        audit.exported(request, record, _("all that is kept about a customer"))
    name = f"customer-{timezone.now():%Y-%m-%d}.json"
    return downloaded(exporting.exported(email), name=name, kind="application/json")


def _erase(request: HttpRequest, email: str, found: About, form: AddressForm) -> HttpResponse:
    if not request.user.has_perm(ERASE):
        raise PermissionDenied
    also = request.POST.get("also_to_come") == "yes"
    sentences = _will(found, also=also)
    read = salted_hmac("checkout.admin.erase", "\n".join([erasing.plain(email), *sentences])).hexdigest()
    if not constant_time_compare(request.POST.get("read", ""), read):
        said = {"sentences": sentences, "read": read, "also": also, "has_changed": "read" in request.POST}
        return _page(request, form=form, email=email, found=found, **said)
    erased = erasing.erase(email, also_to_come=also, by=request.user.get_username())
    audit.changed(request, erased, _("The customer's data was removed on request."))
    sentence = ngettext(
        "The customer's data was removed from %(count)s order.",
        "The customer's data was removed from %(count)s orders.",
        len(erased),
    )
    messages.success(request, sentence % {"count": len(erased)})
    return redirect("staff:customers")


def _will(found: About, *, also: bool) -> list[str]:
    """Exactly what will happen, order by order."""
    lines = [_("Name, address, telephone, letters' address, browser and staff's notes go from:")]
    lines += [_named(record) for record in (*found.past, *(found.to_come if also else ()))]
    if found.to_come and also:
        lines.append(
            _(
                "Of these, %(count)s have performances to come: the tickets stay good at the venue by "
                "their references, but their buyer gets no more letters, and finds them only by a link "
                "that they have."
            )
            % {"count": len(found.to_come)}
        )
    if found.to_come and not also:
        lines.append(_("Left alone, since their performances are to come:"))
        lines += [_named(record) for record in found.to_come]
    if found.under_way:
        lines.append(_("Left alone, since they are not settled yet:"))
        lines += [_named(record) for record in found.under_way]
    lines.append(_("Money, references and what happened stay. It cannot be undone."))
    lines.append(_("Ingresso, the venue and Stripe have data of their own: ask them as well."))
    return lines


def _named(record: OrderRecord) -> str:
    return f"{record} · {record.get_state_display()} · {record.created_at:%Y-%m-%d}"


def _page(request: HttpRequest, **context: Any) -> HttpResponse:
    known = {
        **admin.site.each_context(request),
        "title": _("A customer's data"),
        "may_export": request.user.has_perm(EXPORT),
        "may_erase": request.user.has_perm(ERASE),
    }
    return render(request, "admin/checkout/customers.html", known | context)

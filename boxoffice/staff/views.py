"""Between the password and the admin: a code is asked for, or first an authenticator is set up."""

import base64
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth import get_user_model, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from . import audit, second_factor

NEXT = "next"


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "autocapitalize": "off", "dir": "ltr"}
        ),
    )


def is_half_in(request: HttpRequest) -> bool:
    """Staff by their password, who have not shown the second factor yet."""
    user = request.user
    return bool(user.is_active and user.is_staff and not second_factor.is_shown(user))


def to_second_factor(request: HttpRequest, name: str = "second_factor") -> HttpResponse:
    return redirect(f"{reverse(f'admin:{name}')}?{urlencode({NEXT: _next(request)})}")


@sensitive_post_parameters("code")
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """The code of the authenticator, or one that was written down."""
    if not is_half_in(request):
        return _elsewhere(request)
    if not second_factor.is_set_up(request.user):
        return to_second_factor(request, "set_up_second_factor")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if second_factor.show(request, form.cleaned_data["code"]):
            return redirect(_next(request))
        form.add_error("code", _refusal(request, form.cleaned_data["code"]))
    return _page(request, "staff/ask.html", form=form, title=_("Your second factor"))


@sensitive_post_parameters("code")
@never_cache
def set_up(request: HttpRequest) -> HttpResponse:
    """At the first login, after a loss, or for another phone. Nobody replaces a factor without showing it."""
    is_first = is_half_in(request) and not second_factor.is_set_up(request.user)
    if not (is_first or admin.site.has_permission(request)) or not settings.STAFF_TWO_FACTOR:
        return _elsewhere(request)
    device, form = second_factor.new_device(request.user), CodeForm(request.POST or None)
    if form.is_valid():
        codes = second_factor.set_up(request, form.cleaned_data["code"])
        if codes:
            _write_down(request, _("The second factor was set up."))
            return _codes(request, codes)
        form.add_error("code", _("This is not the code that is due now. Is the phone's clock right?"))
    context = {
        "form": form,
        "picture": base64.b64encode(second_factor.picture(device).encode()).decode(),
        "secret": second_factor.secret(device),
        "account": request.user.get_username(),
    }
    return _page(request, "staff/set_up.html", title=_("Set up your second factor"), **context)


@require_POST
@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """For whoever cannot show the second factor: somebody else may log in."""
    logout(request)
    return redirect("admin:login")


@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """What one has: an authenticator, and so many codes that were written down."""
    if not settings.STAFF_TWO_FACTOR:
        return redirect("admin:index")
    if request.method == "POST":
        _write_down(request, _("New codes were made."))
        return _codes(request, second_factor.new_codes(request.user))
    left = second_factor.codes_left(request.user)
    return _page(request, "staff/own.html", left=left, title=_("Your second factor"))


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """Shown once, in the answer itself: they lie in no session, and no cache keeps them."""
    return _page(request, "staff/codes.html", codes=codes, title=_("Write these codes down"))


def _refusal(request: HttpRequest, code: str) -> str:
    wait = second_factor.seconds_to_wait(request.user, code)
    if not wait:
        return _("This code is not right, or was used before.")
    sentence = ngettext(
        "This code is not right. The next one is looked at in %(count)s second.",
        "This code is not right. The next one is looked at in %(count)s seconds.",
        wait,
    )
    return sentence % {"count": wait}


def _elsewhere(request: HttpRequest) -> HttpResponse:
    """Who is in already goes on, everybody else begins."""
    if admin.site.has_permission(request):
        return redirect(_next(request))
    return redirect(f"{reverse('admin:login')}?{urlencode({NEXT: _next(request)})}")


def _next(request: HttpRequest) -> str:
    """Where the visitor was going: a page of this shop's."""
    wanted = request.POST.get(NEXT) or request.GET.get(NEXT) or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, request.get_host(), require_https=request.is_secure())
    return wanted if is_ours and wanted.startswith("/") else reverse("admin:index")


def _write_down(request: HttpRequest, what: str) -> None:
    """In the account's history."""
    users: Any = get_user_model()
    audit.changed(request, users.objects.filter(pk=request.user.pk), what)


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    known = admin.site.each_context(request) | {NEXT: _next(request)}
    return render(request, f"admin/{template}", known | context)

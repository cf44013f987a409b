"""The admin of this shop: entered with a password and a second factor."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.exceptions import DisallowedModelAdminToField
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.options import TO_FIELD_VAR
from django.contrib.auth.forms import UsernameField
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.functional import lazy

from boxoffice import paces
from boxoffice.context import shop_name

from . import second_factor
from .lockout import too_often


class LoginForm(AdminAuthenticationForm):
    """No longer a name than an account can have is looked for, or written down as a failure."""

    username = UsernameField(max_length=150, widget=forms.TextInput(attrs={"autofocus": True}))


class StaffSite(AdminSite):
    """Every page behind `admin_view` asks `has_permission`, so nobody passes with a password alone."""

    site_header = site_title = lazy(shop_name, str)()
    login_form = LoginForm

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and second_factor.is_shown(request.user)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "two_factor": settings.STAFF_TWO_FACTOR}

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Whoever has shown the password goes on to the second factor."""
        from . import views

        if request.method == "GET" and views.is_half_in(request):
            return views.to_second_factor(request)
        if request.method == "POST" and (seconds := paces.wait(paces.LOGIN, request)):
            return too_often(request, seconds=seconds)
        return super().login(request, extra_context)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Django fails over a `_to_field` that is there and empty: it is an address that nobody gives."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def asked(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            if "" in {request.GET.get(TO_FIELD_VAR), request.POST.get(TO_FIELD_VAR)}:
                raise DisallowedModelAdminToField("it is empty")
            return inner(request, *arguments, **named)

        return asked

    def get_urls(self) -> list[URLResolver | URLPattern]:
        from . import views

        return [
            path("two-factor/", views.ask, name="second_factor"),
            path("two-factor/set-up/", views.set_up, name="set_up_second_factor"),
            path("two-factor/leave/", views.leave, name="leave"),
            path("two-factor/own/", self.admin_view(views.own), name="own_second_factor"),
            *super().get_urls(),
        ]

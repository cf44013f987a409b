"""Staff's accounts, and who is locked out: after a lost phone, and after too many wrong passwords."""

from typing import Any

from axes.models import AccessAttempt
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_otp.plugins.otp_static import admin as _static_admin  # noqa: F401 -- it registers what is taken out
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp import admin as _totp_admin  # noqa: F401 -- the same
from django_otp.plugins.otp_totp.models import TOTPDevice

from boxoffice.staff import audit, lockout, second_factor

admin.site.unregister(User)
# Secrets of other people's phones are nothing to be looked at, or to be made by hand.
for device in (TOTPDevice, StaticDevice):
    admin.site.unregister(device)


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Django's own, and what became of each one's second factor."""

    list_display = ("username", "email", "first_name", "last_name", "is_staff", "has_second_factor")
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    actions = ("forget_second_factor",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        set_up = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return super().get_queryset(request).annotate(is_set_up=Exists(set_up))

    @admin.display(description=gettext_lazy("second factor"), boolean=True)
    def has_second_factor(self, user: User) -> bool:
        return user.is_set_up  # type: ignore[attr-defined]

    @admin.action(
        description=gettext_lazy("Phone lost: have a second factor set up anew"), permissions=["forget"]
    )
    def forget_second_factor(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        done = [user for user in queryset if second_factor.forget(user)]
        audit.changed(request, done, _("The second factor is to be set up anew."))
        sentence = ngettext(
            "%(count)s account sets up another second factor at its next login.",
            "%(count)s accounts set up another second factor at their next login.",
            len(done),
        )
        self.message_user(request, sentence % {"count": len(done)}, messages.SUCCESS)

    def has_forget_permission(self, request: HttpRequest) -> bool:
        """A superuser's alone: with it and a password, somebody would be in."""
        return bool(request.user.is_superuser)


@admin.register(AccessAttempt)
class LockedOutAdmin(admin.ModelAdmin):
    """Wrong passwords of the last minutes. Letting somebody in again forgets them."""

    list_display = ("username", "ip_address", "failures_since_start", "is_locked_out", "attempt_time")
    list_display_links = None
    search_fields = ("username", "=ip_address")
    actions = ("let_in",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccessAttempt]:
        return lockout.standing()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_let_in_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("axes.delete_accessattempt")

    @admin.display(description=gettext_lazy("locked out"), boolean=True)
    def is_locked_out(self, attempt: AccessAttempt) -> bool:
        return lockout.is_locked(attempt)

    @admin.action(description=gettext_lazy("Let in again"), permissions=["let_in"])
    def let_in(self, request: HttpRequest, queryset: QuerySet[AccessAttempt]) -> None:
        """With all other failures of the same account from the same address: they count together."""
        chosen = list(queryset)
        for attempt in chosen:
            same = {"username": attempt.username, "ip_address": attempt.ip_address}
            AccessAttempt.objects.filter(**same).delete()
        audit.changed(request, chosen, _("Let in again."))
        sentence = ngettext("%(count)s is let in again.", "%(count)s are let in again.", len(chosen))
        self.message_user(request, sentence % {"count": len(chosen)}, messages.SUCCESS)

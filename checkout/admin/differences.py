"""Where the shop's orders, f13's sales report and Stripe differ, and what to do about it."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ..models import Difference
from ..reconciling import Kind
from .advice import WHAT_TO_DO
from .parts import NOTHING


class IsOpen(admin.SimpleListFilter):
    """The open ones, unless others are asked for."""

    title = gettext_lazy("settled")
    parameter_name = "settled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("settled")), ("all", _("all"))]

    def choices(self, changelist: Any) -> Any:
        """The first says what it does, which is not *All*."""
        first, *others = super().choices(changelist)
        yield {**first, "display": _("open")}
        yield from others

    def queryset(self, request: HttpRequest, found: QuerySet[Difference]) -> QuerySet[Difference]:
        match self.value():
            case "yes":
                return found.exclude(settled_at=None)
            case "all":
                return found
        return found.filter(settled_at=None)


@admin.register(Difference)
class DifferenceAdmin(admin.ModelAdmin):
    list_display = ("__str__", "at", "ours", "sold", "taken", "first_seen_at", "settled_at", "settled_by")
    list_filter = (IsOpen, "kind")
    search_fields = ("=subject", "=transaction_id", "intents")
    date_hierarchy = "at"
    actions = ("settle",)
    fields = readonly_fields = (
        *("kind", "what_to_do", "order", "transaction_id", "subject", "intents", "at"),
        *("ours", "sold", "taken", "first_seen_at", "last_seen_at", "settled_at", "settled_by"),
    )

    class Media:
        css = {"all": ("staff.css",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Difference | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Difference | None = None) -> bool:
        return False

    def has_settle_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("checkout.settle_difference")

    @admin.display(description=gettext_lazy("what to do"))
    def what_to_do(self, difference: Difference) -> str:
        return str(WHAT_TO_DO[Kind(difference.kind)])

    @admin.display(description=gettext_lazy("order"))
    def order(self, difference: Difference) -> str | SafeString:
        if difference.record_id is None:
            return NOTHING
        address = reverse("admin:checkout_orderrecord_change", args=[difference.record_id])
        return format_html('<a href="{}">{}</a>', address, difference.record_id)

    @admin.action(description=gettext_lazy("Settled: nothing left to do"), permissions=["settle"])
    def settle(self, request: HttpRequest, queryset: QuerySet[Difference]) -> None:
        chosen = list(queryset.filter(settled_at=None))
        who = request.user.get_username()
        open_ = Difference.objects.filter(pk__in=[one.pk for one in chosen], settled_at=None)
        count = open_.update(settled_at=timezone.now(), settled_by=who)
        LogEntry.objects.log_actions(int(request.user.pk or 0), chosen, CHANGE, _("Settled."))
        sentence = ngettext("%(count)s difference is settled.", "%(count)s differences are settled.", count)
        self.message_user(request, sentence % {"count": count}, messages.SUCCESS)

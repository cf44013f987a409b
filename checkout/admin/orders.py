"""The list of orders, and the page of one: first what is open, then the facts, then every step."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from .. import matters
from ..models import OrderRecord, Step
from .deeds import Deeds
from .finding import OpenMatters
from .parts import NOTHING, AuthorisationInline, CalloutInline, StepInline

OPEN = ("why_open", "look_again_at", "looks", "needs_staff_since")
FACTS = (
    *("state", "why_failed", "sum", "payment", "transaction_id", "transaction_uuid", "id"),
    *("hold_ends_at", "pressed_at", "purchase_asked_at"),
)
CUSTOMER = ("customer_told", "customer_ip")
MORE = (
    *("language", "asked_total", "again_of", "accepted_at", "is_release_certain", "customer_errors"),
    *("lease_ends_at", "created_at", "changed_at"),
)


@admin.register(OrderRecord)
class OrderRecordAdmin(Deeds):
    list_display = (
        "__str__",
        "why_open",
        "state",
        "look_again_at",
        "looks",
        "last_request_id",
        "sum",
        "payment",
        "created_at",
    )
    list_filter = (OpenMatters, "state", "payment", "currency_code")
    search_fields = ("=id", "=transaction_id", "=transaction_uuid")
    search_help_text = _("Transaction id, transaction uuid, or the order's own id")
    date_hierarchy = "created_at"
    list_per_page = 100
    list_select_related = False
    show_full_result_count = False
    inlines = (StepInline, CalloutInline, AuthorisationInline)
    view_on_site = False  # the order's page is its visitor's own
    change_form_template = "admin/checkout/order_change_form.html"

    class Media:
        css = {"all": ("staff.css",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OrderRecord | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OrderRecord | None = None) -> bool:
        return False

    def get_fieldsets(self, request: HttpRequest, obj: OrderRecord | None = None) -> Any:
        """Who the customer is stands there for those who may see it."""
        is_theirs = request.user.has_perm("checkout.view_customer")
        return [
            (_("Open"), {"fields": OPEN}),
            (_("Order"), {"fields": FACTS}),
            *([(_("Customer"), {"fields": CUSTOMER})] if is_theirs else []),
            (_("More"), {"fields": MORE, "classes": ("collapse",)}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: OrderRecord | None = None) -> Any:
        return (*OPEN, *FACTS, *CUSTOMER, *MORE)

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrderRecord]:
        """With all that a row tells, so that no row asks by itself; and without what none of them shows."""
        latest = Step.objects.filter(record=OuterRef("pk")).exclude(request_id="").order_by("-pk")
        orders = super().get_queryset(request).annotate(_request_id=Subquery(latest.values("request_id")[:1]))
        if request.resolver_match and request.resolver_match.url_name == "checkout_orderrecord_changelist":
            orders = orders.defer("kept_asked", "kept_reservation", "kept_transaction", "trolley_token")
        return orders.prefetch_related("authorisations")

    @admin.display(description=_("why it is open"))
    def why_open(self, record: OrderRecord) -> str | SafeString:
        lines = [(matter.why, _since(matter)) for matter in matters.of(record)]
        told = '<div class="matter">{} <span class="since">{}</span></div>'
        return format_html_join("", told, lines) if lines else NOTHING

    @admin.display(description=_("last request id"))
    def last_request_id(self, record: OrderRecord) -> str:
        return record._request_id or NOTHING  # type: ignore[attr-defined]

    @admin.display(description=_("amount"), ordering="amount")
    def sum(self, record: OrderRecord) -> str:
        if record.amount is None:
            return NOTHING
        return f"{record.currency_code.upper()} {record.amount.normalize():f}"

    @admin.display(description=_("customer"))
    def customer_told(self, record: OrderRecord) -> str | SafeString:
        said = [(value,) for value in _words_of(record.customer)]
        return format_html_join("", "<div><bdi>{}</bdi></div>", said) if said else NOTHING


def _since(matter: matters.Matter) -> SafeString:
    shown = _("since %(at)s") % {"at": f"{matter.since:%Y-%m-%d %H:%M}"}
    return format_html("({})", shown)


def _words_of(customer: Any) -> list[str]:
    return [str(value) for value in customer.values() if isinstance(value, str) and value]

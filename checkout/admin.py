"""Orders for staff: found, read, with every step. The record moves by the shop alone."""

from django.contrib import admin
from django.http import HttpRequest

from .models import OrderRecord, Step


class StepInline(admin.TabularInline):
    model = Step
    fields = readonly_fields = ("at", "what", "state", "request_id", "detail")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: OrderRecord | None = None) -> bool:
        return False


@admin.register(OrderRecord)
class OrderRecordAdmin(admin.ModelAdmin):
    list_display = ("__str__", "state", "amount", "currency_code", "payment", "created_at", "changed_at")
    list_filter = ("state", "payment", "currency_code")
    search_fields = ("=id", "=transaction_id", "=transaction_uuid")
    date_hierarchy = "created_at"
    inlines = (StepInline,)
    view_on_site = False  # the order's page is its visitor's own
    exclude = (
        "visitor",
        "trolley_token",
        "kept_asked",
        "kept_reservation",
        "kept_transaction",
        "lease",
        "paid_with",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OrderRecord | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OrderRecord | None = None) -> bool:
        return False

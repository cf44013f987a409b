"""Events for staff: what f13 says is read only."""

from django.contrib import admin
from django.http import HttpRequest

from .models import Event

OWN_FIELDS = ("is_hidden", "is_featured", "feature_order", "own_slug")


@admin.register(Event)
class EventAdmin(admin.ModelAdmin):
    list_display = (
        "name",
        "event_id",
        "venue",
        "city",
        "lowest_price",
        "currency_code",
        "is_on_sale",
        "is_hidden",
    )
    list_filter = ("is_on_sale", "is_hidden", "has_offer", "is_add_on", "country_code", "source_code")
    search_fields = ("name", "event_id", "venue", "city")
    readonly_fields = [
        field.name
        for field in Event._meta.fields
        if field.editable and field.name != "id" and field.name not in OWN_FIELDS
    ]
    fields = [*OWN_FIELDS, *readonly_fields]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # the mirror makes them

    def has_delete_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False  # orders name them; hide instead

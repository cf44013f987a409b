"""What belongs to an order, to be read: what was bought, its money, where lists differ about it."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxoffice.admin.shown import AsItsParent

from .. import matters
from ..models import Authorisation, Difference, Item

NOTHING = "–"


class ReadOnly(AsItsParent, admin.TabularInline):
    """Seen by those who may see the order, changed by nobody."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ItemInline(ReadOnly):
    """What was bought. Seats, prices and the reference that the venue knows."""

    model = Item
    fields = readonly_fields = (
        *("number", "event_name", "performed", "quantity", "ticket_type", "price_band", "seats"),
        *("reference", "price", "fee", "currency_code", "cancelled_at", "others"),
    )

    @admin.display(description=gettext_lazy("performance"))
    def performed(self, item: Item) -> str:
        starts = f"{item.starts_at:%Y-%m-%d %H:%M}" if item.starts_at else ""
        return ", ".join(filter(None, (starts, item.performance_name))) or NOTHING

    @admin.display(description=gettext_lazy("others who come"))
    def others(self, item: Item) -> str | SafeString:
        if not item.perf_id:
            return NOTHING
        query = urlencode({"perf_id__exact": item.perf_id})
        address = f"{reverse('admin:checkout_item_changelist')}?{query}"
        return format_html('<a href="{}">{}</a>', address, _("buyers of this performance"))


class DifferenceInline(ReadOnly):
    model = Difference
    fields = readonly_fields = ("kind", "ours", "sold", "taken", "first_seen_at", "settled_at")


class AuthorisationInline(ReadOnly):
    model = Authorisation
    fields = readonly_fields = (
        *("intent_id", "standing", "amount", "captured", "currency_code", "made_at", "ends_at"),
        *("looks", "look_again_at", "trouble"),
    )

    @admin.display(description=gettext_lazy("why staff must look"))
    def trouble(self, authorisation: Authorisation) -> str:
        return matters.trouble_of(authorisation) or NOTHING

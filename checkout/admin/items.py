"""Who comes: what was bought, item by item, with its buyer for those who may see customers."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boxoffice import sheets
from boxoffice.admin.paging import CappedPaginator, QuickList
from boxoffice.staff import audit

from ..items import as_looked_for
from ..models import Item
from .files import downloaded
from .finding import Typed, all_of, by_customer, day_from
from .parts import NOTHING

SEES_CUSTOMERS = "checkout.view_customer"
COLUMNS = (
    *("name", "email", "phone", "language", "event", "performance", "performance_utc", "day_at_venue"),
    *("tickets", "area", "price_band", "seats", "venue_reference", "transaction_id", "cancelled_utc"),
)
OF_RECORD = ("buyer_name", "buyer_email", "transaction_id", "language", "customer")


class EventFilter(Typed):
    title = gettext_lazy("event")
    fields = (("event", gettext_lazy("Name or id"), "search"),)

    def queryset(self, request: HttpRequest, items: QuerySet[Item]) -> QuerySet[Item]:
        words = self.said.get("event", "")
        return items.filter(Q(event_id=words) | all_of(words, "event_name__icontains")) if words else items


class DayFilter(Typed):
    title = gettext_lazy("day at the venue")
    fields = (("on", gettext_lazy("Day"), "date"),)

    def queryset(self, request: HttpRequest, items: QuerySet[Item]) -> QuerySet[Item]:
        day = day_from(self.said.get("on", ""))
        return items.filter(day=day) if day else items


class IsCancelled(admin.SimpleListFilter):
    title = gettext_lazy("cancelled")
    parameter_name = "cancelled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", gettext_lazy("those who come")), ("yes", gettext_lazy("cancelled"))]

    def queryset(self, request: HttpRequest, items: QuerySet[Item]) -> QuerySet[Item]:
        match self.value():
            case "no":
                return items.filter(cancelled_at=None)
            case "yes":
                return items.exclude(cancelled_at=None)
        return items


@admin.register(Item)
class ItemAdmin(admin.ModelAdmin):
    list_display = (
        *("order", "customer", "email", "event", "performed", "quantity", "ticket_type", "seats"),
        *("reference", "cancelled_at"),
    )
    list_display_links = None
    list_filter = (EventFilter, DayFilter, IsCancelled)
    search_fields = ("event_name",)  # what is looked through says `get_search_results`
    date_hierarchy = "starts_at"
    ordering = ("-starts_at", "record", "number")
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    actions = None
    change_list_template = "admin/checkout/item_change_list.html"

    class Media:
        css = {"all": ("staff.css",)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Item | None = None) -> bool:
        return False

    # The list

    def get_changelist(self, request: HttpRequest, **options: Any) -> Any:
        return QuickList

    def get_queryset(self, request: HttpRequest) -> QuerySet[Item]:
        wanted = (f"record__{name}" for name in OF_RECORD)
        own = (field.attname for field in Item._meta.concrete_fields)
        return super().get_queryset(request).select_related("record").only(*own, *wanted)

    def get_list_display(self, request: HttpRequest) -> Any:
        hidden = () if request.user.has_perm(SEES_CUSTOMERS) else ("customer", "email")
        return tuple(name for name in self.list_display if name not in hidden)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        words = search_term.strip()
        if not words:
            return queryset, False
        found = [Item.objects.filter(all_of(words, "event_name__icontains"))]
        found.append(Item.objects.filter(found_by=as_looked_for(words) or "-"))
        if request.user.has_perm(SEES_CUSTOMERS):
            found += [Item.objects.filter(record__in=orders) for orders in by_customer(words)]
        first, *others = (items.order_by().values("pk") for items in found)
        return queryset.filter(pk__in=first.union(*others)), False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        response = super().changelist_view(request, extra_context)
        context = getattr(response, "context_data", None) or {}
        if "cl" in context:
            context["tools"] = self._tools(request)
            if request.user.has_perm(SEES_CUSTOMERS) and len(context["cl"].result_list):
                audit.viewed(request, Item, f"{len(context['cl'].result_list)}")
        return response

    def _tools(self, request: HttpRequest) -> list[tuple[str, Any]]:
        """What can be done with all that are listed."""
        query, found = request.GET.urlencode(), []
        if self._may_export(request):
            found.append((f"{reverse('admin:checkout_item_export')}?{query}", _("This list as CSV")))
        if request.user.has_perm("checkout.add_mailing") and request.GET.get("perf_id__exact"):
            asked = urlencode({"perf_id": request.GET["perf_id__exact"]})
            found.append((f"{reverse('admin:checkout_mailing_add')}?{asked}", _("Write to these buyers")))
        elif request.user.has_perm("checkout.add_mailing") and day_from(request.GET.get("on", "")):
            asked = urlencode({"event_id": request.GET.get("event", ""), "day": request.GET["on"]})
            found.append((f"{reverse('admin:checkout_mailing_add')}?{asked}", _("Write to these buyers")))
        return found

    @admin.display(description=gettext_lazy("order"))
    def order(self, item: Item) -> SafeString:
        address = reverse("admin:checkout_orderrecord_change", args=[item.record_id])
        return format_html('<a href="{}">{}</a>', address, item.record)

    @admin.display(description=gettext_lazy("customer"), ordering="record__buyer_name")
    def customer(self, item: Item) -> SafeString:
        return format_html("<bdi>{}</bdi>", item.record.buyer_name or NOTHING)

    @admin.display(description=gettext_lazy("email"))
    def email(self, item: Item) -> str:
        return item.record.buyer_email or NOTHING

    @admin.display(description=gettext_lazy("event"), ordering="event_name")
    def event(self, item: Item) -> SafeString:
        return format_html("<bdi>{}</bdi>", item.event_name)

    @admin.display(description=gettext_lazy("performance"), ordering="starts_at")
    def performed(self, item: Item) -> str | SafeString:
        starts = f"{item.starts_at:%Y-%m-%d %H:%M}" if item.starts_at else str(item.day or "")
        said = ", ".join(filter(None, (starts, item.performance_name))) or NOTHING
        if not item.perf_id:
            return said
        return format_html('<a href="?{}">{}</a>', urlencode({"perf_id__exact": item.perf_id}), said)

    # As a file

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export)
        return [path("export/", view, name="checkout_item_export"), *super().get_urls()]

    def export(self, request: HttpRequest) -> HttpResponse:
        """The list as it is filtered: of a performance, an event or a day, never of everybody."""
        if not self._may_export(request):
            raise PermissionDenied
        if not any(request.GET.get(name) for name in ("perf_id__exact", "event", "on", "q")):
            self.message_user(
                request, _("Please choose a performance, an event or a day first."), messages.ERROR
            )
            return redirect("admin:checkout_item_changelist")
        try:
            items = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:  # what the list itself answers by showing everything
            return redirect("admin:checkout_item_changelist")
        audit.exported(request, Item, str(_("a list of buyers")))
        rows = (_row(item) for item in items.iterator(500))
        return downloaded(sheets.csv_of(COLUMNS, rows), name="buyers.csv", kind=sheets.TYPE)

    def _may_export(self, request: HttpRequest) -> bool:
        wanted = ("checkout.view_item", "checkout.export_buyers", SEES_CUSTOMERS)
        return all(request.user.has_perm(right) for right in wanted)


def _row(item: Item) -> list[Any]:
    record = item.record
    return [
        *(record.buyer_name, record.buyer_email, _phone(record.customer), record.language),
        *(item.event_name, item.performance_name, item.starts_at, item.day),
        *(item.quantity, item.ticket_type, item.price_band, item.seats),
        *(item.reference, record.transaction_id, item.cancelled_at),
    ]


def _phone(customer: Any) -> str:
    known = ("phone", "home_phone", "work_phone")
    return next((str(customer[name]) for name in known if customer.get(name)), "")
